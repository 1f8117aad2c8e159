// The one command. Compiled code is kept between runs (in NODE_COMPILE_CACHE, else the temporary folder), before
// anything else is loaded: a process that was killed is at work again in about half the time.
import { enableCompileCache } from 'node:module'

enableCompileCache()
const { main } = await import('./commands.ts')
await main()
