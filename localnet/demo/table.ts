// Draws the closing table on the terminal.
import type { ChapterReport, StoryTransaction } from './story.ts'

/** Rows under headings, columns as wide as their longest cell. */
export function drawTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(headings), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n')
}

function statesOf(transaction: StoryTransaction): string {
  return transaction.chains.map((one) => `${one.chainId} ${one.state}@${one.height}`).join(', ')
}

function hashesOf(transaction: StoryTransaction): string {
  return transaction.chains.map((one) => one.txHash.slice(0, 8)).join(' ')
}

export function closingTable(chapters: readonly ChapterReport[]): string {
  const rows = chapters.flatMap((chapter) =>
    chapter.transactions.map((transaction) => [
      transaction.what,
      transaction.decision,
      statesOf(transaction),
      String(transaction.blocks),
      String(transaction.ms),
      hashesOf(transaction),
    ]),
  )
  return drawTable(['what', 'decision', 'state on every chain', 'blocks', 'ms', 'tx hashes'], rows)
}
