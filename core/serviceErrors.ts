// Catalogue of the reasons that services give, by `ServiceCode` of proto/causeway/services/v1/code.proto.
import { collection, credentials, identity, storage } from './dataErrors.ts'
import { companions, market, rights } from './tradeErrors.ts'

export const serviceCatalogue = {
  ...identity,
  ...collection,
  ...credentials,
  ...storage,
  ...rights,
  ...market,
  ...companions,
} as const
