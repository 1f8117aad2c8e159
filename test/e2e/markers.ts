// Searches files for planted bytes in every form that they could hide in.
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

type Marker = string | Uint8Array

/** As it is, in hexadecimal, and in both alphabets of base64 at each of the three places where a group may begin. */
export function formsOf(marker: Marker): readonly Buffer[] {
  const bytes = typeof marker === 'string' ? Buffer.from(marker) : Buffer.from(marker)
  const hex = bytes.toString('hex')
  const base64 = (['base64', 'base64url'] as const).flatMap((alphabet) =>
    [0, 1, 2].map((shift) => {
      const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString(alphabet)
      // The first and last characters also hold bits of the neighbours.
      return text.slice(shift === 0 ? 0 : 4, -4)
    }),
  )
  return [bytes, ...[hex, hex.toUpperCase(), ...base64].map((text) => Buffer.from(text))]
}

/** The files under the folders that hold any form of the marker. */
export const filesWith = (marker: Marker, folders: readonly string[]): Promise<readonly string[]> =>
  filesWithAny([marker], folders)

export async function filesWithAny(markers: readonly Marker[], folders: readonly string[]): Promise<readonly string[]> {
  const forms = markers.flatMap(formsOf)
  const found: string[] = []
  for (const folder of folders) {
    const files = await readdir(folder, { recursive: true, withFileTypes: true })
    for (const file of files.filter((each) => each.isFile())) {
      const path = join(file.parentPath, file.name)
      if (await holds(path, forms)) found.push(path)
    }
  }
  return found
}

async function holds(path: string, forms: readonly Buffer[]): Promise<boolean> {
  const overlap = Math.max(...forms.map(({ length }) => length)) - 1
  let tail = Buffer.alloc(0)
  try {
    for await (const part of createReadStream(path, { highWaterMark: 4 * 1024 * 1024 })) {
      const bytes = Buffer.concat([tail, part as Buffer])
      if (forms.some((form) => bytes.includes(form))) return true
      tail = bytes.subarray(-overlap)
    }
    return false
  } catch (error) {
    // Databases of running nodes drop files while we read.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
