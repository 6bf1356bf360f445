import { gunzipSync } from 'node:zlib'
import { sha256 } from '../support/gateway-bench.js'
import { authorizationByAwsCAuth } from './aws-c-auth.js'
import type { PlainRequest } from './plain-client.js'
import type { Setup, UserRequest } from './user-request.js'
import type { Arrival } from './wire-tap.js'

/** All that is known of one request that had to be accepted. */
export interface Sent {
  readonly setup: Setup
  readonly request: UserRequest
  readonly plain: PlainRequest
  readonly arrival: Arrival
  /** The body as it arrived. */
  readonly body: Buffer
  /** The Host where the setup names none. */
  readonly nodeHost: string
}

/** A law that was broken, and how. */
export interface Breach {
  readonly law: string
  readonly expected: unknown
  readonly actual: unknown
}

/** What became of a request, whether it had to be accepted or refused. */
export interface Outcome {
  /** What the call was rejected with; undefined when it was answered. */
  readonly error: unknown
  /** How many requests arrived at the gateway. */
  readonly arrived: number
  /** The gateway's on the last one. */
  readonly verdict: string | undefined
  readonly nodesAlive: boolean
  /** The first that arrived. */
  readonly arrival: Arrival | undefined
  /** Its body, if the gateway let it through. */
  readonly body: Buffer | undefined
}

/** Refused before anything is sent, with the one error for it; or sent once and accepted. */
export function breachByOutcome({ flaw }: UserRequest, outcome: Outcome): Breach | undefined {
  const { error, arrived, verdict, nodesAlive } = outcome
  if (flaw === undefined) {
    return firstBreach([
      ['it is sent, once', 1, arrived],
      ['the gateway accepts it', 'accepted', verdict],
      ['it is answered', undefined, error],
    ])
  }
  return firstBreach([
    [`${flaw} is refused`, 'SigV4Error ERR_SIGV4_REQUEST', nameAndCode(error)],
    [`nothing is sent with ${flaw}`, 0, arrived],
    [`no node is given up for ${flaw}`, true, nodesAlive],
  ])
}

function nameAndCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return `${error.name} ${'code' in error ? String(error.code) : error.message}`
}

/** Holds what was sent against the laws; gives the first that is broken. */
export async function breachOnTheWire(sent: Sent): Promise<Breach | undefined> {
  const { arrival, plain, request, body } = sent
  const field = (name: string) => values(arrival, name).join(' | ')
  const length = field('content-length')
  return firstBreach([
    ['the method', request.method.toUpperCase(), arrival.method],
    [
      "the target is the client's own but for two rewrites",
      rewritten(plain.target),
      arrival.target,
    ],
    ['Host', sent.setup.signingHost?.sent ?? sent.nodeHost, field('host')],
    ['gzip', compresses(sent), field('content-encoding') === 'gzip'],
    [
      "the body is the client's own",
      expectedBody(sent),
      unzipped(body, arrival).toString('base64'),
    ],
    ['content-length', body.length === 0 && length === '' ? '' : String(body.length), length],
    ['transfer-encoding', '', field('transfer-encoding')],
    ['content-type', contentType(sent), field('content-type')],
    ['x-amz-content-sha256', sha256(body), field('x-amz-content-sha256')],
    ['x-amz-security-token', sent.setup.identity.sessionToken ?? '', field('x-amz-security-token')],
    [
      'what is signed',
      toBeSigned(arrival),
      /SignedHeaders=([^,]*)/.exec(field('authorization'))?.[1],
    ],
    ["the caller's other headers", others(expectedHeaders(sent)), others(arrival.headers)],
    ['Authorization as of aws-c-auth', await authorizationByAwsCAuth(sent), field('authorization')],
  ])
}

type Law = readonly [law: string, expected: unknown, actual: unknown]

function firstBreach(laws: readonly Law[]): Breach | undefined {
  const broken = laws.find(([, expected, actual]) => expected !== actual)
  return broken && { law: broken[0], expected: broken[1], actual: broken[2] }
}

function values({ headers }: Pick<Arrival, 'headers'>, wanted: string): string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value)
}

/** By byte: a `+` of the query becomes `%20`, what is not ASCII is percent-encoded. */
function rewritten(target: string): string {
  let isQuery = false
  const chars = Array.from(Buffer.from(target), (byte) => {
    const char = String.fromCharCode(byte)
    isQuery ||= char === '?'
    if (byte > 0x7f) return `%${byte.toString(16).toUpperCase()}`
    return isQuery && char === '+' ? '%20' : char
  })
  return chars.join('')
}

function compresses({ plain, request }: Sent): boolean {
  // Amazon refuses compressed bodies there.
  const isNever = /^\/*(?:_cluster\/settings|_snapshot)(?:[/?]|$)/.test(request.path)
  return plain.headers['content-encoding'] === 'gzip' && !isNever
}

function unzipped(body: Buffer, { headers }: Pick<Arrival, 'headers'>): Buffer {
  return values({ headers }, 'content-encoding').includes('gzip') ? gunzipSync(body) : body
}

/** In Base64; with the final newline where an API reads lines. */
function expectedBody({ request, plain }: Sent): string {
  const body = unzipped(plain.body, { headers: Object.entries(plain.headers) })
  const readsLines = /(?:^|\/)_(?:bulk|msearch|msearch\/template)\/?(?:\?|$)/.test(request.path)
  const needsNewline = body.length > 0 && body.at(-1) !== 0x0a
  const isLines = readsLines || request.body?.field === 'bulkBody'
  const end = needsNewline && isLines ? '\n' : ''
  return Buffer.concat([body, Buffer.from(end)]).toString('base64')
}

function contentType({ plain, body }: Sent): string {
  return trimmed(plain.headers['content-type'] ?? (body.length > 0 ? 'application/json' : ''))
}

function toBeSigned({ headers }: Arrival): string {
  const names = headers.map(([name]) => name.toLowerCase())
  return names
    .filter((name) => /^(?:host|content-type|x-amz-.*)$/.test(name))
    .toSorted()
    .join(';')
}

function expectedHeaders({ plain, setup }: Sent): [name: string, value: string][] {
  const collection = Object.entries(setup.collection ?? {}).map(
    ([kind, value]): [string, string] => [`x-amz-aoss-collection-${kind}`, value],
  )
  return [...Object.entries(plain.headers), ...collection]
}

// Framing, and what the laws above are about.
const OWN =
  /^(?:authorization|connection|content-encoding|content-length|content-type|host|transfer-encoding|x-amz-content-sha256|x-amz-date|x-amz-security-token)$/i

/** The fields that pass untouched, one a line; a value's outer white space is no part of it. */
function others(headers: readonly (readonly [name: string, value: string])[]): string {
  return headers
    .filter(([name]) => !OWN.test(name))
    .map(([name, value]) => `${name.toLowerCase()}: ${trimmed(value)}`)
    .toSorted()
    .join('\n')
}

function trimmed(value: string): string {
  return value.replace(/^[ \t]+|[ \t]+$/g, '')
}
