// A free port of the loopback for servers that cannot be asked to choose one themselves.
import { createServer } from 'node:net'

const portMin = 33_000
let next = portMin + (process.pid % 500) * 50

export async function freePort(): Promise<number> {
  for (; next < 65_535; next += 1) {
    const port = next
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer()
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
    })
    if (!free) continue
    next += 1
    return port
  }
  throw new Error('no free port')
}
