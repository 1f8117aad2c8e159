// A port for a process that is told it before it listens.
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

// Below those that outgoing connections are given, so that none of them takes it meanwhile; and not a localnet's own.
const [portMin, portEnd] = [12_000, 25_000]
// In turn from anywhere: no port is given twice, and processes beside each other seldom try the same.
let next = randomInt(portMin, portEnd)

/** Nobody listens there now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next
    next = port + 1 < portEnd ? port + 1 : portMin
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
