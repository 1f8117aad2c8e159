// Closes the other end of every channel that one end has closed, as far as the chains allow it.
import { isCausewayError } from '../core/errors.ts'
import { type ChannelEnd, isAllowed, type Route } from '../core/relay.ts'
import { endState } from './ics03/handshake.ts'
import { queryChannel, queryChannels } from './ics04/channels.ts'
import { confirmClose } from './ics04/closing.ts'
import type { Chain, Log } from './ports.ts'

/** A connection of `chain`, whose closed ends are followed at `peer`. */
export type ClosingPath = {
  readonly chain: Chain
  readonly peer: Chain
  readonly connectionId: string
  /** Of the connection at `chain`. */
  readonly route: Route
}

const patienceDoublingsMax = 6

export type ClosingsOptions = {
  /** False while another process with our keys acts on the lane between these chains: it closes what is to close. */
  readonly isOurs: (src: string, dst: string) => boolean
  readonly log: Log
}

export class Closings {
  readonly #options: ClosingsOptions
  /** Nothing is left to do for these. */
  readonly #done = new Set<string>()
  /** Contracts may refuse to close: how often one has, and how many looks go by before it is asked again. */
  readonly #refused = new Map<string, { times: number; wait: number }>()

  constructor(options: ClosingsOptions) {
    this.#options = options
  }

  /** Throws when a chain does not answer a question; a close that fails is told in the log, and holds up nothing. */
  async follow(path: ClosingPath): Promise<void> {
    if (!this.#options.isOurs(path.chain.chainId, path.peer.chainId)) return
    for (const { portId, channelId, state, counterparty } of await queryChannels(path.chain, path.connectionId)) {
      const end = { portId, channelId }
      const peerEnd = { portId: counterparty?.portId ?? '', channelId: counterparty?.channelId ?? '' }
      if (endState(state) !== 'closed' || peerEnd.channelId === '') continue
      if (!isAllowed(path.route.filter, portId, channelId) || this.#done.has(nameOf(path, end))) continue
      await this.#followEnd(path, end, peerEnd)
    }
  }

  async #followEnd(path: ClosingPath, end: ChannelEnd, peerEnd: ChannelEnd): Promise<void> {
    const { chain, peer, route } = path
    const name = nameOf(path, end)
    const found = endState((await queryChannel(peer, peerEnd.portId, peerEnd.channelId))?.state)
    if (found === 'closed' || found === 'none') return void this.#done.add(name)
    const refused = this.#refused.get(name)
    if (refused !== undefined && refused.wait > 0) {
      refused.wait -= 1
      return
    }
    const facts = { chain_id: peer.chainId, port_id: peerEnd.portId, channel_id: peerEnd.channelId }
    try {
      await confirmClose({ host: peer, tracked: chain, clientId: route.clientId }, peerEnd, end)
      this.#done.add(name)
      this.#options.log.info('channel.closed', facts)
    } catch (error) {
      if (!isCausewayError(error)) throw error
      const times = (refused?.times ?? 0) + 1
      this.#refused.set(name, { times, wait: 2 ** Math.min(times, patienceDoublingsMax) })
      this.#options.log.warn('channel.close_refused', { ...facts, code: error.code, reason: error.facts['log'] ?? '' })
    }
  }
}

const nameOf = ({ chain }: ClosingPath, { portId, channelId }: ChannelEnd): string =>
  `${chain.chainId}/${portId}/${channelId}`
