// Content of many platforms: each stream's batches are asked for at the door that the configuration has for it.
import { parseEntryId } from '../../core/batch.ts'
import { type Asker, openDoorContents } from './doorContents.ts'
import type { Contents } from './ports.ts'

/** The door of a platform's collection, and whose batches it hands out; without streams: of every other stream. */
export type StreamDoor = { readonly contents_url: string; readonly streams?: readonly string[] | undefined }

/** Nothing is had of a stream that no door is for. */
export function openStreamContents(doors: readonly StreamDoor[], asker: Asker): Contents {
  const opened = doors.map(({ contents_url, streams }) => ({
    streams,
    contents: openDoorContents(contents_url, asker),
  }))
  const others = opened.find(({ streams }) => streams === undefined)
  return {
    async content(batch, attempt) {
      const { streamId } = parseEntryId(batch)
      const door = opened.find(({ streams }) => streams?.includes(streamId)) ?? others
      return door?.contents.content(batch, attempt)
    },
  }
}
