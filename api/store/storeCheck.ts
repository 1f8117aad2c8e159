// What the doctor asks of the API's store: that it opens and answers.
import { openStore } from './openStore.ts'

/** Throws STORE_UNAVAILABLE or STORE_FULL. */
export const storeCheck = (url: string) => ({
  name: 'store',
  async look(): Promise<string> {
    const opened = await openStore(url)
    await opened.ping().finally(() => opened.close())
    return 'answers'
  },
})
