// Which known word a mistyped one comes closest to.

export function nearestOf(word: string, known: readonly string[]): string | undefined {
  const [nearest] = [...known].sort((a, b) => distance(word, a) - distance(word, b))
  return nearest
}

/** Levenshtein's: insertions, deletions and substitutions that lead from one word to the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...to].entries()) {
      const substituted = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(substituted, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
