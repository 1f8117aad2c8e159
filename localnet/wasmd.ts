// wasmd, built from Go modules for each version and prefix that a chain here has.
import { join } from 'node:path'
import { type ChainKind, localnetConfig, root, type WasmdLine } from './config.ts'
import { buildGo, type GoProgram } from './goProgram.ts'

type ProgramKind = Pick<ChainKind, 'wasmd' | 'prefix'>
export type Wasmd = GoProgram

/** Folder of the go.mod that names the version. */
const folders: Readonly<Record<WasmdLine, string>> = {
  wasmd: join(root, 'localnet'),
  wasmd70: join(root, 'localnet', 'wasmd70'),
}

/** Prefixes of addresses are linked into the program; wasmd's own needs no word. */
function linkFlags({ prefix }: ProgramKind): readonly string[] {
  return prefix === 'wasm' ? [] : ['-ldflags', `-X github.com/CosmWasm/wasmd/app.Bech32Prefix=${prefix}`]
}

export function buildWasmd(say: (line: string) => void, kind: ProgramKind): Promise<Wasmd> {
  const flags = linkFlags(kind)
  const build = {
    name: 'wasmd',
    cache: join(localnetConfig().cache, 'wasmd'),
    folder: folders[kind.wasmd],
    args: ['build', ...flags],
    packages: ['github.com/CosmWasm/wasmd/cmd/wasmd'],
    words: flags.join(' '),
  }
  return buildGo(build, () => say(`Building ${kind.wasmd} from Go modules (two to ten minutes; cached afterwards)…`))
}
