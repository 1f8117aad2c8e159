// Commands as an operator types them on a configuration, each as a process of its own, and what they answer.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type LocalnetConfig, root } from '../../localnet/config.ts'
import { configPath } from '../../localnet/programs.ts'

const execute = promisify(execFile)

export type Json = Readonly<Record<string, unknown>>
export type LinkEnd = { readonly clientId: string; readonly connectionId: string; readonly channelId: string }
/** What `causeway link` answers. */
export type Linked = { readonly a: LinkEnd; readonly b: LinkEnd }

/** Of Node.js, before the words of a command that answers in JSON; of a localnet, or with a file of one's own. */
export const argumentsOn = (config: LocalnetConfig | string): readonly string[] => [
  join(root, 'causeway.ts'),
  '--config',
  typeof config === 'string' ? config : configPath(config),
  '--json',
]

/** What `causeway <words>` answers; throws where it ends with anything but 0. */
export async function typed(config: LocalnetConfig | string, ...words: readonly string[]): Promise<Json> {
  const { stdout } = await execute(process.execPath, [...argumentsOn(config), ...words])
  return JSON.parse(stdout) as Json
}
