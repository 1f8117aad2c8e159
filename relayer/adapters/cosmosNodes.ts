// The nodes of one chain. One of them is asked for everything; the next fit one takes over when it is away or behind.
import { isCausewayError } from '../../core/errors.ts'
import type { Log } from '../ports.ts'
import { type NodeStatus, parseStatus, type RawStatus } from './cosmosBlock.ts'
import { CosmosGrpc } from './cosmosGrpc.ts'
import { CosmosRpc } from './cosmosRpc.ts'

/** Two ends of one node: a height that the one tells, the other has. */
export type NodeUrls = { readonly rpcUrl: string; readonly grpcUrl: string }
export type CosmosNodesOptions = {
  readonly chainId: string
  /** In the order in which they are tried; the first one is asked first. */
  readonly nodes: readonly [NodeUrls, ...NodeUrls[]]
  readonly timeoutMs: number
  readonly log: Log
}

type Node = { readonly url: string; readonly rpc: CosmosRpc; readonly probe: CosmosRpc; readonly grpc: CosmosGrpc }
type Stream = { close(): void }

/** A choice must not wait for a node that only swallows what it is asked. */
const probeTimeoutMs = 2_000
const reviewMs = 5_000
/** A node whose proofs were refused is not asked again so soon. */
const doubtMs = 600_000
/** What is refused so soon after a change was asked of the node before. */
const settleMs = 5_000
/** Nodes of one chain hear of a block within moments; who is further behind has lost its peers. */
const lagMax = 5n

/**
 * Stands where one node's RPC and gRPC would. Does NOT come back by itself to a node that it left, and does NOT repeat
 * a broadcast. Whatever must fit together names its height, and a node without that height refuses: so no proof is
 * mixed of two states.
 */
export class CosmosNodes {
  readonly chainId: string
  readonly #nodes: readonly Node[]
  readonly #log: Log
  readonly #streams = new Set<Stream>()
  readonly #unfit = new Map<Node, string>()
  /** Why a node's proofs are not trusted, and until when. */
  readonly #doubted = new Map<Node, { readonly reason: string; readonly untilMs: number }>()
  #changedMs = Number.NEGATIVE_INFINITY
  #node: Node
  #choosing: Promise<void> | undefined
  /** What a node of this chain has shown once is not unseen, even when that node is gone. */
  #best = 0n

  constructor({ chainId, nodes: [first, ...backups], timeoutMs, log }: CosmosNodesOptions) {
    const open = ({ rpcUrl, grpcUrl }: NodeUrls): Node => ({
      url: rpcUrl,
      rpc: new CosmosRpc({ chainId, url: rpcUrl, timeoutMs }),
      probe: new CosmosRpc({ chainId, url: rpcUrl, timeoutMs: Math.min(timeoutMs, probeTimeoutMs) }),
      grpc: new CosmosGrpc({ chainId, url: grpcUrl, timeoutMs }),
    })
    this.chainId = chainId
    this.#log = log
    this.#node = open(first)
    this.#nodes = [this.#node, ...backups.map(open)]
  }

  /** RPC address of the node that is asked now. */
  get url(): string {
    return this.#node.url
  }

  /** As CosmosRpc.call, of whichever node answers. */
  call<T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    // Without an answer nobody knows whether the node took the tx: its signer reads the account again before the next.
    return this.#ask(({ rpc }) => rpc.call<T>(method, params), !method.startsWith('broadcast_'))
  }

  /** As CosmosGrpc.unary, of whichever node answers. */
  unary(path: string, request: Uint8Array, height?: bigint): Promise<Uint8Array> {
    return this.#ask(({ grpc }) => grpc.unary(path, request, height), true)
  }

  /** As CosmosRpc.streamBlocks; it also ends when another node takes over, and the next stream is that one's. */
  streamBlocks(on: Parameters<CosmosRpc['streamBlocks']>[0]): Stream {
    const review = this.#nodes.length === 1 ? undefined : setInterval(() => void this.#choose(), reviewMs)
    let closed = false
    const stream = this.#node.rpc.streamBlocks({
      ...on,
      end: () => {
        clearInterval(review)
        this.#streams.delete(stream)
        if (!closed) void this.#choose()
        on.end()
      },
    })
    this.#streams.add(stream)
    const close = (): void => {
      closed = true
      stream.close()
    }
    return { close }
  }

  /** Its proofs are refused: true when another node takes over, or just has. */
  async doubt(reason: string): Promise<boolean> {
    if (this.#nodes.length === 1) return false
    const nowMs = performance.now()
    if (nowMs - this.#changedMs < settleMs) return true
    const node = this.#node
    this.#doubted.set(node, { reason, untilMs: nowMs + doubtMs })
    await this.#leave(node)
    return this.#node !== node
  }

  close(): void {
    for (const { grpc } of this.#nodes) grpc.close()
  }

  async #ask<T>(ask: (node: Node) => Promise<T>, repeatable: boolean): Promise<T> {
    for (let left = this.#nodes.length - 1; ; left -= 1) {
      const node = this.#node
      try {
        return await ask(node)
      } catch (error) {
        if (!isCausewayError(error, 'CHAIN_UNREACHABLE')) throw error
        await this.#leave(node)
        if (!repeatable || left === 0 || this.#node === node) throw error
      }
    }
  }

  async #leave(node: Node): Promise<void> {
    // A choice under way may not know yet that this node fails.
    await this.#choosing
    if (this.#node === node) await this.#choose(node)
  }

  /** One choice at a time. `failed` answers its status, perhaps, and nothing else. */
  #choose(failed?: Node): Promise<void> {
    if (this.#nodes.length === 1) return Promise.resolve()
    this.#choosing ??= this.#compare(failed).finally(() => {
      this.#choosing = undefined
    })
    return this.#choosing
  }

  async #compare(failed: Node | undefined): Promise<void> {
    const states = await Promise.all(this.#nodes.map((node) => this.#look(node)))
    for (const state of states) {
      if (state?.chainId === this.chainId && state.height > this.#best) this.#best = state.height
    }
    const at = this.#nodes.indexOf(this.#node)
    const inOrder = [...this.#nodes.slice(at), ...this.#nodes.slice(0, at)]
    const isFit = (node: Node): boolean => this.#isFit(node, states[this.#nodes.indexOf(node)])
    const next = inOrder.filter(isFit).find((node) => node !== failed)
    if (next === undefined || next === this.#node) return
    this.#log.warn('chain.node_changed', { chain_id: this.chainId, from: this.#node.url, to: next.url })
    this.#node = next
    this.#changedMs = performance.now()
    for (const stream of [...this.#streams]) stream.close()
  }

  async #look({ probe }: Node): Promise<NodeStatus | undefined> {
    try {
      return parseStatus(await probe.call<RawStatus>('status'))
    } catch {
      return undefined
    }
  }

  /** What keeps a node from being asked is told once, and so is its end. */
  #isFit(node: Node, state: NodeStatus | undefined): boolean {
    const reason = this.#reasonAgainst(state) ?? this.#doubtAbout(node)
    if (reason !== this.#unfit.get(node)) {
      const facts = { chain_id: this.chainId, url: node.url }
      if (reason === undefined) this.#log.info('chain.node_fit', facts)
      else this.#log.warn('chain.node_unfit', { ...facts, reason })
    }
    if (reason === undefined) this.#unfit.delete(node)
    else this.#unfit.set(node, reason)
    return reason === undefined
  }

  #doubtAbout(node: Node): string | undefined {
    const doubt = this.#doubted.get(node)
    return doubt !== undefined && performance.now() < doubt.untilMs ? doubt.reason : undefined
  }

  #reasonAgainst(state: NodeStatus | undefined): string | undefined {
    if (state === undefined) return 'it does not answer'
    if (state.chainId !== this.chainId) return `it serves ${state.chainId}`
    if (state.catchingUp) return 'it is catching up'
    return state.height + lagMax < this.#best ? 'it is behind the others' : undefined
  }
}
