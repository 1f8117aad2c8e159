// The Accesses port over the rights contract: a use is decided and counted there, and found again by its number.
import { z } from 'zod'
import { CausewayError, codeName } from '../../core/errors.ts'
import type { ChainEvent, Clock } from '../../relayer/ports.ts'
import { accessMs } from '../access/limits.ts'
import type { Accesses, Recorded } from '../access/ports.ts'
import type { AccessRequest } from '../access/request.ts'
import type { ContractChain } from './ledger.ts'

const accesses = z.object({
  accesses: z.array(z.object({ number: z.string(), grant: z.string(), time_ns: z.string(), code: z.int() })),
})
const nanosecondsPerMs = 1_000_000n

export class ContractAccesses implements Accesses {
  readonly #chain: ContractChain
  readonly #rights: string
  readonly #clock: Pick<Clock, 'nowMs'>

  constructor(chain: ContractChain, rights: string, clock: Pick<Clock, 'nowMs'>) {
    this.#chain = chain
    this.#rights = rights
    this.#clock = clock
  }

  async submitUse(request: AccessRequest): Promise<Recorded> {
    const events = await this.#chain.execute(this.#rights, { use: request })
    const told = events.find(({ type }) => type === 'wasm-rights_used' || type === 'wasm-rights_denied')
    if (told === undefined) throw new CausewayError('LEDGER_REFUSED', { reason: 'the tx tells of no access' })
    const code = Number(read(told, 'code'))
    return {
      // A grant that nobody gave has no asset, and so no number.
      number: BigInt(read(told, 'number') ?? 0),
      asset: read(told, 'asset') ?? '',
      grant: request.grant,
      code: code === 0 ? '' : codeName(code),
    }
  }

  async queryAccess(asset: string, number: bigint): Promise<Recorded | undefined> {
    const query = { accesses: { asset, start_after: `${number - 1n}`, limit: 1 } }
    const parsed = accesses.safeParse(await this.#chain.querySmart(this.#rights, query))
    if (!parsed.success) throw new CausewayError('CHAIN_ANSWER_INVALID', { query: 'accesses' }, parsed.error)
    const found = parsed.data.accesses.find((each) => BigInt(each.number) === number && each.code === 0)
    const oldestNs = BigInt(this.#clock.nowMs() - accessMs) * nanosecondsPerMs
    if (found === undefined || BigInt(found.time_ns) < oldestNs) return undefined
    return { number, asset, grant: found.grant, code: '' }
  }
}

const read = ({ attributes }: ChainEvent, key: string): string | undefined =>
  attributes.find((attribute) => attribute.key === key)?.value
