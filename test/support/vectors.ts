import { readFileSync } from 'node:fs'

export interface SigningCase {
  readonly name: string
  readonly kind: 'wire-ok' | 'wire-odd' | 'hazard'
  readonly method: string
  readonly path: string
  readonly querystring: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body_b64: string
  readonly region: string
  readonly service: string
  /** As x-amz-date has it. */
  readonly date: string
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  readonly advice?: string
  readonly expected: Expected
  /** Where a `+` in the query is rewritten to `%20`. */
  readonly expectedPlusAsSpace?: Expected
}

interface Expected {
  readonly canonicalRequest: string
  readonly stringToSign: string
  readonly authorization: string
}

const file = new URL('../vectors/requests.json', import.meta.url)

/** Requests with their expected signatures; most agree in nine or ten implementations. */
export const signingCases: readonly SigningCase[] = (
  JSON.parse(readFileSync(file, 'utf8')) as { cases: SigningCase[] }
).cases

/** `20261122T130000Z` as a Date. */
export function dateOf({ date }: SigningCase): Date {
  return new Date(date.replace(/(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)/, '$1-$2-$3:$4:$5'))
}
