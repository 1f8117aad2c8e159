// Composition root of the API process: configuration in, adapters made, API started.
import { randomBytes } from 'node:crypto'
