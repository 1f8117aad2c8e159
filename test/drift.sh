#!/bin/sh
# Fails when the committed generated files differ from what the generators write now.
set -eu
cd "$(dirname "$0")/.."
npm run --silent gen
git diff --exit-code -- proto/gen contracts/packages/causeway-proto/src/gen docs/ERRORS.md docs/metrics.md docs/operations docs/assurance/LEDGER.md
