// Ends an MQTT connection before a packet that is too large is gathered in memory: the broker itself has no such limit.
import { Duplex, Transform } from 'node:stream'

/** The same stream, failing at the head of the first packet that announces more than `bytesMax`. */
export function boundPackets(socket: Duplex, bytesMax: number): Duplex {
  const readable = socket.pipe(packetGuard(bytesMax))
  socket.once('close', () => readable.destroy())
  readable.once('error', () => socket.destroy())
  return Duplex.from({ readable, writable: socket })
}

/** Reads nothing but fixed headers: a type, then the remaining length in groups of seven bits (MQTT 3.1.1, 2.2.3). */
export function packetGuard(bytesMax: number): Transform {
  let [body, length, shift, inHead, groups] = [0, 0, 1, false, 0]
  const takeHead = (byte: number): boolean => {
    length += (byte & 0x7f) * shift
    shift *= 128
    groups += 1
    if (byte > 0x7f) return groups < 4
    body = length
    inHead = false
    return length <= bytesMax
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (let at = 0; at < chunk.length; ) {
        if (body > 0) {
          const taken = Math.min(body, chunk.length - at)
          body -= taken
          at += taken
          continue
        }
        if (!inHead) [inHead, length, shift, groups] = [true, 0, 1, 0]
        else if (!takeHead(chunk[at] ?? 0)) return done(new RangeError(`an MQTT packet beyond ${bytesMax} bytes`))
        at += 1
      }
      done(null, chunk)
    },
  })
}
