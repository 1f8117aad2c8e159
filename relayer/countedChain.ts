// A chain that counts what it is asked for and what is submitted to it, whichever adapter answers.
import { isCausewayError } from '../core/errors.ts'
import type { Chain, Signer } from './ports.ts'
import type { RelayMetrics } from './telemetry.ts'

/** Where Hermes has another word for a gRPC method than its name. */
const hermesWords: Readonly<Record<string, string>> = {
  ClientStates: 'clients',
  Params: 'staking_params',
  UnreceivedAcks: 'unreceived_acknowledgements',
}

/** `query_client_state` for `/ibc.core.client.v1.Query/ClientState`. */
function queryType(path: string): string {
  const method = path.slice(path.lastIndexOf('/') + 1)
  const word = hermesWords[method] ?? method.replaceAll(/\B[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
  return `query_${word}`
}

export function countedChain(chain: Chain, metrics: RelayMetrics): Chain {
  const { chainId, prefix, clockDriftMs } = chain
  const asked = (query_type: string): Chain => {
    metrics.add('queries_total', { chain: chainId, query_type })
    return chain
  }
  return {
    chainId,
    prefix,
    clockDriftMs,
    queryStatus: () => asked('query_application_status').queryStatus(),
    watchBlocks: (onBlock, signal) => chain.watchBlocks(onBlock, signal),
    queryBlock: (height) => asked('query_block').queryBlock(height),
    searchTxs: (query, limit) => asked('query_txs').searchTxs(query, limit),
    querySmart: (contract, query) => asked('query_smart').querySmart(contract, query),
    queryBalance: (address, denom) => asked('query_balance').queryBalance(address, denom),
    queryProof: (key, height, store) => asked('query_proof').queryProof(key, height, store),
    queryGrpc: (path, request, decode, height) => asked(queryType(path)).queryGrpc(path, request, decode, height),
    queryHeader: (height, trustedHeight) => asked('query_header').queryHeader(height, trustedHeight),
    doubt: (reason) => chain.doubt(reason),
    signer: async (name) => countedSigner(chainId, await chain.signer(name), metrics),
    close: () => chain.close(),
  }
}

function countedSigner(chain: string, signer: Signer, metrics: RelayMetrics): Signer {
  const { address: account } = signer
  const count = async <R>(messages: number, submitting: Promise<R>): Promise<R> => {
    try {
      const submitted = await submitting
      metrics.add('messages_submitted_total', { chain }, messages)
      return submitted
    } catch (error) {
      const { codespace, abciCode: error_code } = isCausewayError(error) ? error.facts : {}
      // Without a code no node has refused anything.
      if (isCausewayError(error) && error_code !== undefined) {
        const error_description = `${codespace} ${error.code}`
        metrics.add('broadcast_errors_total', { account, error_code, error_description })
      }
      throw error
    }
  }
  return {
    address: account,
    submit: (msgs, gas, memo) => count(msgs.length, signer.submit(msgs, gas, memo)),
    submitAndWait: (msgs, gas, timeoutMs) => count(msgs.length, signer.submitAndWait(msgs, gas, timeoutMs)),
    included: (hash, timeoutMs) => signer.included(hash, timeoutMs),
  }
}
