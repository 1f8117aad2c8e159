// Reads single attributes from the events of an included tx.
import { CausewayError } from '../core/errors.ts'
import type { ChainEvent, Included } from './ports.ts'

export function attributeIn(event: ChainEvent, key: string): string | undefined {
  return event.attributes.find((attribute) => attribute.key === key)?.value
}

/** First value of `key` in an event of `type`; throws CHAIN_ANSWER_INVALID when the tx has none. */
export function attributeOf(included: Included, type: string, key: string): string {
  for (const event of included.result.events) {
    const value = event.type === type ? attributeIn(event, key) : undefined
    if (value !== undefined) return value
  }
  throw new CausewayError('CHAIN_ANSWER_INVALID', { hash: included.hash, missing: `${type}.${key}` })
}
