// What the configurations of all processes have in common: where a door listens.
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { CausewayError } from '../../core/errors.ts'
import { type DoorOptions, doorMistake } from './doors.ts'

const text = z.string().min(1, 'must not be empty')

/** Where a door listens, with members of one process's own. */
export const door = <T extends z.ZodRawShape>(more: T) =>
  z
    .strictObject({
      host: text.default('127.0.0.1'),
      port: z.int().min(0).max(65_535),
      tls: z.strictObject({ key_file: text, cert_file: text }).optional(),
      ...more,
    })
    .check(({ value, issues }) => {
      const { host, tls } = value as { host: string; tls?: object }
      const message = doorMistake(host, tls)
      if (message !== undefined) issues.push({ code: 'custom', message, input: value, path: ['host'] })
    })
export type DoorConfig = {
  readonly host: string
  readonly port: number
  readonly tls?: { readonly key_file: string; readonly cert_file: string } | undefined
}

export const nearDoor = <T extends DoorConfig>(one: T, near: (name: string) => string): T =>
  one.tls === undefined
    ? one
    : { ...one, tls: { key_file: near(one.tls.key_file), cert_file: near(one.tls.cert_file) } }

/** With the texts of key and certificate. Throws CONFIG_INVALID. */
export function doorOptions({ host, port, tls }: DoorConfig): DoorOptions {
  if (tls === undefined) return { host, port }
  return { host, port, tls: { key: readText(tls.key_file), cert: readText(tls.cert_file) } }
}

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new CausewayError('CONFIG_INVALID', { path, mistakes: 'the file cannot be read' }, cause)
  }
}
