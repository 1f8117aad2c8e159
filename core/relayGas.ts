// Decides how much gas a relay tx gets: learns from the gas that earlier ones used, so that nothing is simulated.
import type { Work, WorkKind } from './relay.ts'

/**
 * Gas by part of a tx. Parts of messages are `<kind> <port>`, since a contract costs more than a transfer; in IBC v2
 * ` v2` stands behind them, since the same port may speak both versions.
 */
export type GasModel = { readonly parts: Readonly<Record<string, number>> }

export const baseGas = 80_000
export const updateGas = 150_000
const marginFactor = 1.3
// How far one observation moves the model: a spike is mostly forgotten, a change is learned in a few txs.
const learningRate = 0.3
const firstGuesses: Readonly<Record<WorkKind, number>> = {
  recv: 200_000,
  ack: 150_000,
  timeout: 150_000,
  timeout_on_close: 170_000,
}
/**
 * A contract's receive may be the one that decides a transaction and writes up to 64 acknowledgements; the relayer
 * cannot know which, and running out of gas reverts the whole tx. So each gets this much room above the average.
 */
const contractRoom = 4_000_000
const contractBytesFactor = 150

export const emptyGasModel: GasModel = { parts: {} }

export function gasPart({ kind, packet }: Work): string {
  const part = `${kind} ${kind === 'recv' ? packet.destinationPort : packet.sourcePort}`
  return packet.encoded === undefined ? part : `${part} v2`
}

function guess(model: GasModel, work: Work): number {
  return model.parts[gasPart(work)] ?? firstGuesses[work.kind]
}

function expected(model: GasModel, works: readonly Work[], updates: number): number {
  return works.reduce((sum, work) => sum + guess(model, work), baseGas + updates * updateGas)
}

/** wasmd names ports of contracts `wasm.<address>`, and in IBC v2 `wasm2<address without its prefix>`. */
const isContract = (work: Work): boolean => / wasm[.2]/.test(gasPart(work))

/** Gas limit for a tx with these messages and client updates; `factor` grows after running out. */
export function planGas(model: GasModel, works: readonly Work[], updates: number, factor = 1): bigint {
  const contracts = works.filter(isContract)
  const bytes = contracts.reduce((sum, { packet }) => sum + packet.data.length, 0)
  const room = contracts.length * contractRoom + bytes * contractBytesFactor
  return BigInt(Math.ceil((expected(model, works, updates) * marginFactor + room) * factor))
}

/** Shares what a tx used above or below the expectation among its messages, by their size. */
export function learnGas(model: GasModel, works: readonly Work[], updates: number, used: bigint): GasModel {
  const messages = works.reduce((sum, work) => sum + guess(model, work), 0)
  if (messages === 0) return model
  const target = Math.max(Number(used) - baseGas - updates * updateGas, messages * 0.1)
  const ratio = target / messages
  const parts = { ...model.parts }
  for (const work of works) {
    const now = guess(model, work)
    // A message without room above the average would run out again: that is learned at once.
    const rate = ratio > 1 && !isContract(work) ? 1 : learningRate
    parts[gasPart(work)] = Math.round(now + rate * (now * ratio - now))
  }
  return { parts }
}
