// Reads server-sent events of the API as an application does, to the end of the stream.

export type StreamEvent = {
  readonly id: number
  readonly event: string
  readonly data: { readonly state: string; readonly outcome: string }
}

/** Every event of a stream that ends by itself; `after` goes on behind an event that was read before. */
export async function readEvents(url: string, after = 0): Promise<readonly StreamEvent[]> {
  const response = await fetch(url, { headers: { 'last-event-id': String(after) } })
  const type = response.headers.get('content-type') ?? ''
  if (!type.startsWith('text/event-stream')) throw new Error(`${url} is no event stream but ${type}`)
  const frames = (await response.text()).split('\n\n')
  return frames.filter((frame) => frame.startsWith('id: ')).map(parseFrame)
}

function parseFrame(frame: string): StreamEvent {
  const fields = Object.fromEntries(
    frame.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  )
  const data = JSON.parse(fields['data'] ?? '{}') as StreamEvent['data']
  return { id: Number(fields['id']), event: fields['event'] ?? '', data }
}
