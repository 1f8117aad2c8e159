// What the API hands to the relayer: the shapes of its jobs and the queues they go to, said once for both processes.

/** Legs that one call of a zone's gate is to prepare; bytes in base64. */
export type PrepareJob = {
  readonly chain: string
  readonly legs: readonly {
    readonly manifest: string
    readonly authorisations: readonly string[]
    readonly contents: readonly { readonly operation: number; readonly content: string }[]
  }[]
}

/** A message for a contract, to be sent under the operator's key. */
export type OperateJob = { readonly chain: string; readonly contract: string; readonly msg: object }

/** A tx whose packets somebody waits for: what is pending of them is to be relayed now. */
export type ClearJob = { readonly chain: string; readonly txHash: string }

// Braces let Redis Cluster keep all keys of a queue in one place.
export const prepareQueueName = (chainId: string): string => `{prepare.${chainId}}`
export const operateQueueName = (hubChainId: string): string => `{operate.${hubChainId}}`
export const clearQueueName = (chainId: string): string => `{clear.${chainId}}`
