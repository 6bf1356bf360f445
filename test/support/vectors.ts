import { readFileSync } from 'node:fs'

/** A request as the wire has it, and the signature that implementations not ours give it. */
export interface WireCase {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly querystring: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
  readonly region: string
  readonly service: string
  /** As x-amz-date has it. */
  readonly date: string
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  readonly expected: { readonly authorization: string; readonly canonicalRequest?: string }
}

/** One of the shared cases, which also cover what has to be refused. */
export interface SigningCase extends WireCase {
  readonly kind: 'wire-ok' | 'wire-odd' | 'hazard'
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

/** One of the cases of test/vectors/oracle, all of them signed as they are. */
export interface OracleCase extends WireCase {
  readonly class: string
  /** Whose Authorization is the expected one. */
  readonly producedBy: readonly string[]
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../vectors/${file}`, import.meta.url), 'utf8'))
}

type InFile<T> = Omit<T, 'body'> & { readonly body_b64: string }

/** Requests with their expected signatures; most agree in nine or ten implementations. */
export const signingCases: readonly SigningCase[] = (
  read('requests.json') as { cases: InFile<SigningCase>[] }
).cases.map(({ body_b64, ...one }) => ({ ...one, body: Buffer.from(body_b64, 'base64') }))

interface OracleFile {
  readonly credentials: WireCase['credentials']
  readonly versions: Readonly<Record<string, string>>
  readonly cases: readonly (Omit<OracleCase, 'body' | 'credentials'> & {
    readonly body: string
    readonly sessionToken?: string
  })[]
}

const oracle = read('oracle/cases.json') as OracleFile

/** Requests signed by aws-c-auth, and by one other implementation at least where one can. */
export const oracleCases: readonly OracleCase[] = oracle.cases.map(
  ({ body, sessionToken, ...one }) => ({
    ...one,
    body: Buffer.from(body, 'base64'),
    credentials: { ...oracle.credentials, ...(sessionToken !== undefined && { sessionToken }) },
  }),
)

/** Path and query as the request line has them. */
export function targetOf({ path, querystring }: Pick<WireCase, 'path' | 'querystring'>): string {
  return querystring === '' ? path : `${path}?${querystring}`
}

/** `20261122T130000Z` as a Date. */
export function dateOf({ date }: Pick<WireCase, 'date'>): Date {
  return new Date(date.replace(/(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)/, '$1-$2-$3:$4:$5'))
}
