// Opens the Store that the configuration names by its url.
import { CausewayError } from '../../core/errors.ts'
import { openPostgres } from '../../database/postgres.ts'
import { openSqlite } from '../../database/sqlite.ts'
import { openKyselyStore } from './kyselyStore.ts'
import type { Store } from './store.ts'

/** `sqlite:<path>` or `postgres://…`. Throws STORE_UNAVAILABLE when the database is away. */
export function openStore(url: string): Promise<Store> {
  if (url.startsWith('sqlite:')) return openKyselyStore(openSqlite(url.slice('sqlite:'.length)), 'sqlite')
  if (/^postgres(ql)?:\/\//.test(url)) return openKyselyStore(openPostgres(url), 'postgres')
  throw new CausewayError('CONFIG_INVALID', { mistakes: '[store] url is neither sqlite:<path> nor postgres://…' })
}
