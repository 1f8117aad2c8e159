// The Log port over pino: JSON lines with constant event names, to standard error; standard output stays a command's.
import { type Logger, pino } from 'pino'
import type { Log } from '../ports.ts'

const keptMax = 1_000_000

type Facts = Readonly<Record<string, unknown>>

/** `level` is one of pino's: debug, info, warn, error, silent. */
export function openLog(level: string): Log {
  // Secrets are read by file only; should one reach a log line after all, it is masked.
  const redact = { paths: ['mnemonic', '*.mnemonic', 'privateKey', '*.privateKey'], censor: '[kept back]' }
  const timestamp = pino.stdTimeFunctions.isoTime
  const destination = pino.destination({ fd: 2, sync: true, maxLength: keptMax })
  // Nobody can be told that the disk of the log is full: lines are kept up to a bound, and what comes then is lost.
  destination.on('error', () => undefined)
  return wrap(pino({ level, redact, timestamp, base: null }, destination))
}

function wrap(logger: Logger): Log {
  return {
    debug: (event, facts: Facts = {}) => logger.debug({ event, ...plain(facts) }),
    info: (event, facts: Facts = {}) => logger.info({ event, ...plain(facts) }),
    warn: (event, facts: Facts = {}) => logger.warn({ event, ...plain(facts) }),
    error: (event, facts: Facts = {}) => logger.error({ event, ...plain(facts) }),
    child: (facts) => wrap(logger.child(plain(facts))),
  }
}

/** JSON has no bigint and no Error: the first is logged as text, the second as its message. */
function plain(facts: Facts): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, plainValue(value)]))
}

function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  return value instanceof Error ? value.message : value
}
