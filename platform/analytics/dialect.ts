// How engines spell what differs between them; a part has the same rows under each.

import { decimalDigits, decimalScale } from './limits.ts'
import type { Column } from './query.ts'

export type Dialect = {
  quote(name: string): string
  /** The n-th parameter, from 1; each is used once and in order. */
  parameter(n: number): string
  readonly types: Readonly<Record<Column['type'], string>>
  /** RFC 3339 text of an hour's beginning, and of a date, from a moment that is one. */
  readonly hour: (moment: string) => string
  readonly day: (moment: string) => string
  /** Exact sum of 64-bit integers. */
  sumOfIntegers(column: string): string
  /** Exact square of a 64-bit integer. */
  squareOfInteger(column: string): string
}

const decimal = `DECIMAL(${decimalDigits},${decimalScale})`

export const duckdbDialect: Dialect = {
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  parameter: (n) => `$${n}`,
  types: {
    boolean: 'BOOLEAN',
    integer: 'BIGINT',
    decimal,
    text: 'VARCHAR',
    bytes: 'BLOB',
    // Nanoseconds since 1970: other engines read no Parquet timestamps of nanoseconds, and microseconds lose some.
    timestamp: 'BIGINT',
  },
  hour: (moment) => `strftime(${moment}, '%Y-%m-%dT%H:00:00Z')`,
  day: (moment) => `strftime(${moment}, '%Y-%m-%d')`,
  sumOfIntegers: (column) => `sum(${column})`,
  squareOfInteger: (column) => `CAST(${column} AS HUGEINT) * CAST(${column} AS HUGEINT)`,
}

export const sparkDialect: Dialect = {
  ...duckdbDialect,
  quote: (name) => `\`${name.replaceAll('`', '``')}\``,
  // Spark 4.1 mixes up the values of positional parameters once an IN follows them.
  parameter: (n) => `:p${n}`,
  types: { ...duckdbDialect.types, text: 'STRING', bytes: 'BINARY' },
  hour: (moment) => `date_format(${moment}, "yyyy-MM-dd'T'HH:00:00'Z'")`,
  day: (moment) => `date_format(${moment}, 'yyyy-MM-dd')`,
  sumOfIntegers: (column) => `sum(CAST(${column} AS DECIMAL(28,0)))`,
  squareOfInteger: (column) => `CAST(${column} AS DECIMAL(19,0)) * CAST(${column} AS DECIMAL(19,0))`,
}
