// The Log port over pino: JSON lines with constant event names, to stderr; keys and mnemonics are never facts.
import pino, { type Logger } from 'pino'
import type { Log } from '../ports.ts'

type Facts = Readonly<Record<string, unknown>>

function wrap(logger: Logger): Log {
  return {
    debug: (event, facts: Facts = {}) => logger.debug({ event, ...facts }),
    info: (event, facts: Facts = {}) => logger.info({ event, ...facts }),
    warn: (event, facts: Facts = {}) => logger.warn({ event, ...facts }),
    error: (event, facts: Facts = {}) => logger.error({ event, ...facts }),
    child: (facts) => wrap(logger.child(facts)),
  }
}

export function openLog(level: string): Log {
  const redact = { paths: ['mnemonic', '*.mnemonic', 'privateKey', '*.privateKey'], censor: '[kept back]' }
  const serializers = { error: pino.stdSerializers.err }
  return wrap(pino({ level, redact, serializers, base: null }, pino.destination({ fd: 2, sync: false })))
}
