// Renders docs/ERRORS.md from the error catalogue, so that the document cannot say anything else than the code.
import type { CatalogueEntry } from '../core/chainErrors.ts'
import { catalogue, numberedCatalogue } from '../core/errors.ts'

const intro = `# Errors

Generated from the catalogue in \`core/errors.ts\` by \`npm run gen\`. The API and the doors of platforms
answer each error as RFC 9457 problem details with \`code\`, \`hint\` and \`retryable\`. \`later\` means that the same
request may succeed unchanged later.
`

const chainHead = `
## Reasons that chains give

The number travels in packets, acknowledgements and events; a sentence never does. Below 1000: hub, gates and assets
(\`proto/causeway/v1/code.proto\`); from 1000 on: services (\`proto/causeway/services/v1/code.proto\`).

| number | code | status | retry | what happened | what to do |
|---|---|---|---|---|---|
`

const processHead = `
## Reasons of the API and the relayer

| code | status | retry | what happened | what to do |
|---|---|---|---|---|
`

const rest = (entry: CatalogueEntry): string => `${entry.status} | ${entry.retry} | ${entry.text} | ${entry.hint} |`

export function renderErrors(): string {
  const chain = Object.entries(numberedCatalogue).map(
    ([name, entry]) => `| ${entry.number} | \`${name}\` | ${rest(entry)}`,
  )
  const others = Object.entries(catalogue).filter(([name]) => !(name in numberedCatalogue))
  const own = others.map(([name, entry]) => `| \`${name}\` | ${rest(entry)}`)
  return `${intro}${chainHead}${chain.join('\n')}\n${processHead}${own.join('\n')}\n`
}
