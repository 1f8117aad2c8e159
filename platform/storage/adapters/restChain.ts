// A chain by the REST gateway of the organisation's own node, and txs by the organisation's own signing service.

import { z } from 'zod'
import { toBase64, utf8 } from '../../../core/bytes.ts'
import { CausewayError, isCausewayError } from '../../../core/errors.ts'
import type { ContractChain } from '../../chain/ledger.ts'
import { ledgerAnswerBytesMax, ledgerTimeoutMs } from '../limits.ts'

const answer = z.object({ data: z.unknown() })
const attribute = z.object({ key: z.string(), value: z.string() })
const included = z.object({
  events: z.array(z.object({ type: z.string(), attributes: z.array(attribute) })).default([]),
})

/** `submitUrl` takes POSTs of `{contract, msg}`; it answers the `{events}` of the included tx, or 4xx where refused. */
export function openRestChain(restUrl: string, submitUrl: string): ContractChain {
  return {
    async querySmart(contract, query) {
      const encoded = encodeURIComponent(toBase64(utf8(JSON.stringify(query))))
      const text = await ask(`${restUrl}/cosmwasm/wasm/v1/contract/${contract}/smart/${encoded}`, {})
      return answer.parse(JSON.parse(text)).data
    },
    async execute(contract, msg) {
      const headers = { 'content-type': 'application/json' }
      const text = await ask(submitUrl, { method: 'POST', headers, body: JSON.stringify({ contract, msg }) })
      return included.parse(JSON.parse(text)).events
    },
  }
}

async function ask(url: string, options: RequestInit): Promise<string> {
  try {
    const response = await fetch(url, { ...options, signal: AbortSignal.timeout(ledgerTimeoutMs) })
    const text = await response.text()
    const reason = text.slice(0, 200)
    if (response.status >= 400 && response.status < 500) throw new CausewayError('LEDGER_REFUSED', { reason })
    if (!response.ok) throw new CausewayError('LEDGER_UNAVAILABLE', { status: String(response.status), reason })
    if (text.length > ledgerAnswerBytesMax) throw new CausewayError('LEDGER_UNAVAILABLE', { reason: 'answer too long' })
    return text
  } catch (cause) {
    if (isCausewayError(cause)) throw cause
    throw new CausewayError('LEDGER_UNAVAILABLE', { reason: 'no answer' }, cause)
  }
}
