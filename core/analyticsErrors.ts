// Reasons of analytics: what an analysis, or a part of one, is refused for.
import { later, never } from './chainErrors.ts'

export const analyticsCatalogue = {
  ANALYSIS_DENIED: never(
    403,
    'The rights to this data do not cover this analysis.',
    'Ask the owner for a right to these elements and this purpose; nothing was read.',
  ),
  ANALYSIS_OVERFLOW: never(
    422,
    'A value or a sum is too large to be calculated exactly.',
    'Narrow the span or the conditions, or drop the variance: squares outgrow 38 digits first.',
  ),
  ANALYSIS_TOO_LARGE: never(
    422,
    'The analysis wants more groups, files, memory or time than a platform lends.',
    'Group by less, or ask for a shorter span; the facts name the limit.',
  ),
  ANALYSES_WAITING: later(
    503,
    'Too many analyses wait here already.',
    'Ask again in a moment, or with a later deadline.',
  ),
  ELEMENT_UNSUITABLE: never(
    422,
    'An element is unknown, or of a type that does not allow what is asked of it.',
    'Compare the elements of the stream; sums want integers or decimals. The fact `element` names it.',
  ),
  INPUT_MISSING: never(
    409,
    'A batch that the result cites is no longer kept here.',
    'Restore the export of the batch that the fact `batchId` names, then repeat the analysis.',
  ),
  PARTS_DIFFER: never(
    502,
    'A platform answered with something else than the part that it was asked for.',
    'Upgrade the platform of the zone in the facts; nothing of its answer was used.',
  ),
  PLATFORM_UNREACHABLE: later(
    503,
    'The process of another platform, or an API, did not answer.',
    'Check that it runs and that its address is right.',
  ),
  REQUEST_UNSIGNED: never(
    401,
    'The request is not signed by a platform that is known here.',
    'Sign the bytes of the body with a key that the DID of the platform holds now.',
  ),
} as const
