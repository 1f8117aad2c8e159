// What lies on the disk of a store, past its process: shares in the rows of its shelf, and in the bytes of its files.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The wrapped share of an object; '' where there is none. */
export function shareOnDisk(dataFolder: string, objectId: string): string {
  const shelf = new DatabaseSync(join(dataFolder, 'shelf.db'), { readOnly: true })
  const row = shelf.prepare('select jwe from shares where object_id = ?').get(objectId)
  shelf.close()
  return String(row?.['jwe'] ?? '')
}

/** Whether any byte of a share is left, also where no row has it; its end, since a long one lies in several pages. */
export function isLeftOnDisk(dataFolder: string, share: string): boolean {
  if (share === '') throw new Error('a share is looked for')
  const end = Buffer.from(share.slice(-60))
  return ['shelf.db', 'shelf.db-wal'].some((name) => readFileSync(join(dataFolder, name)).includes(end))
}
