#!/bin/sh
# Installs the pinned packages (Node 24 among them) when node_modules does not match package-lock.json.
set -eu
cd "$(dirname "$0")/.."
want=$(cat package.json package-lock.json .npmrc | sha256sum | cut -d ' ' -f 1)
have=$(cat node_modules/.causeway-lock 2>/dev/null || true)
[ "$want" = "$have" ] && exit 0
command -v npm >/dev/null || { echo 'npm is missing: install Node.js 20 or newer (Debian: apt-get install nodejs npm).' >&2; exit 1; }
echo 'Installing packages (first start only)…' >&2
npm ci --no-audit --no-fund --loglevel=error >&2
printf '%s' "$want" > node_modules/.causeway-lock
