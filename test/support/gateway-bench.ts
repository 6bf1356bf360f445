import { createHash } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { auth, http } from 'aws-crt'
import {
  startGateway,
  type Gateway,
  type GatewayOptions,
  type Identity,
} from 'opensearch-local-domain'
import { EXAMPLE_IDENTITY } from './identity.js'
import { headerPairs, onLoopback } from './loopback.js'

export { startGateway, type Gateway, type GatewayOptions }

export const EXAMPLE: Identity = EXAMPLE_IDENTITY
export const NOW = new Date('2026-11-22T13:00:00Z')
export const HOST = 'search-test-abcdefghij.eu-west-1.es.amazonaws.com'

/** A request as its bytes: the target as it is, header lines in order, Latin-1. */
export interface WireRequest {
  method: string
  target: string
  headers: [string, string][]
  body: Buffer
}

export interface WireAnswer {
  status: number
  statusMessage: string
  /** Header lines in order, names as sent. */
  headers: [string, string][]
  body: Buffer
  text: string
}

export function request(parts: Partial<WireRequest> = {}): WireRequest {
  return { method: 'GET', target: '/', headers: [['host', HOST]], body: Buffer.alloc(0), ...parts }
}

export function post(
  target: string,
  body: string | Buffer,
  type = 'application/json',
): WireRequest {
  const headers: [string, string][] = [
    ['host', HOST],
    ['content-type', type],
  ]
  return request({ method: 'POST', target, headers, body: Buffer.from(body) })
}

export interface Signing {
  identity?: Identity
  region?: string
  service?: 'es' | 'aoss'
  date?: Date
  /** What stands in x-amz-content-sha256; null for no such header. */
  payloadHash?: string | null
}

export const sha256 = (body: string | Buffer) => createHash('sha256').update(body).digest('hex')

/** Signs with aws-c-auth, which knows nothing of the gateway: every header given, and what it adds. */
export async function sign(unsigned: WireRequest, signing: Signing = {}): Promise<WireRequest> {
  const { identity = EXAMPLE, region = 'eu-west-1', service = 'es', date = NOW } = signing
  const hash = signing.payloadHash === undefined ? sha256(unsigned.body) : signing.payloadHash
  const signed = await auth.aws_sign_request(
    new http.HttpRequest(unsigned.method, unsigned.target, new http.HttpHeaders(unsigned.headers)),
    {
      algorithm: auth.AwsSigningAlgorithm.SigV4,
      signature_type: auth.AwsSignatureType.HttpRequestViaHeaders,
      provider: auth.AwsCredentialsProvider.newStatic(
        identity.accessKeyId,
        identity.secretAccessKey,
        identity.sessionToken,
      ),
      region,
      service,
      date,
      use_double_uri_encode: true,
      should_normalize_uri_path: true,
      signed_body_value: hash ?? sha256(unsigned.body),
      signed_body_header:
        hash === null
          ? auth.AwsSignedBodyHeaderType.None
          : auth.AwsSignedBodyHeaderType.XAmzContentSha256,
    },
  )
  return { ...unsigned, headers: [...signed.headers] as [string, string][] }
}

/** Changes one header's value; adds the header where it is missing. */
export function withHeader(
  wire: WireRequest,
  name: string,
  value: string | undefined,
): WireRequest {
  const isIt = ([key]: [string, string]) => key.toLowerCase() === name.toLowerCase()
  const others = wire.headers.filter((line) => !isIt(line))
  if (value === undefined) return { ...wire, headers: others }
  if (!wire.headers.some(isIt)) return { ...wire, headers: [...wire.headers, [name, value]] }
  return { ...wire, headers: wire.headers.map((line) => (isIt(line) ? [line[0], value] : line)) }
}

export function header(message: { headers: [string, string][] }, name: string): string | undefined {
  return message.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
}

/** Rewrites the Authorization header of a signed request. */
export function withAuthorization(
  wire: WireRequest,
  change: (authorization: string) => string,
): WireRequest {
  return withHeader(wire, 'authorization', change(header(wire, 'authorization') ?? ''))
}

/** Sends the bytes over a socket of its own and reads until the server closes it. */
export async function send(gateway: { endpoint: string }, wire: WireRequest): Promise<WireAnswer> {
  const length = header(wire, 'content-length')
  const isChunked = header(wire, 'transfer-encoding') !== undefined
  const lines = wire.headers.map(([name, value]) => `${name}: ${value}\r\n`)
  if (wire.body.length > 0 && !length && !isChunked) {
    lines.push(`content-length: ${wire.body.length}\r\n`)
  }
  if (!header(wire, 'connection')) lines.push('connection: close\r\n')
  const head = `${wire.method} ${wire.target} HTTP/1.1\r\n${lines.join('')}\r\n`
  return parseAnswer(
    await exchange(gateway, Buffer.concat([Buffer.from(head, 'latin1'), wire.body])),
  )
}

/** Writes bytes to the gateway and gives all that comes back. */
export function exchange(gateway: { endpoint: string }, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(gateway.endpoint).port), '127.0.0.1')
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => resolve(Buffer.concat(chunks)))
    socket.write(bytes)
  })
}

function parseAnswer(bytes: Buffer): WireAnswer {
  const end = bytes.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const [, status = '', statusMessage = ''] = /^HTTP\/1\.1 (\d+) ?(.*)$/.exec(statusLine) ?? []
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  const raw = bytes.subarray(end + 4)
  const body = header({ headers }, 'transfer-encoding') === 'chunked' ? dechunk(raw) : raw
  return { status: Number(status), statusMessage, headers, body, text: body.toString() }
}

function dechunk(raw: Buffer): Buffer {
  const chunks: Buffer[] = []
  for (let at = 0; ;) {
    const lineEnd = raw.indexOf('\r\n', at)
    const size = Number.parseInt(raw.subarray(at, lineEnd).toString(), 16)
    if (!size) return Buffer.concat(chunks)
    chunks.push(raw.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
}

/** Stands for OpenSearch: keeps what it received, answers `{"ok":true}` or as told. */
export interface Stub extends AsyncDisposable {
  url: string
  received: WireRequest[]
  /** How many connections are open to it. */
  connections: () => Promise<number>
}

export async function startStub(answer?: RequestListener): Promise<Stub> {
  const received: Stub['received'] = []
  const server = createServer({ maxHeaderSize: 256 * 1024 }, (message, response) => {
    const chunks: Buffer[] = []
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.on('end', () => {
      const headers = headerPairs(message.rawHeaders)
      const { method = '', url: target = '' } = message
      received.push({ method, target, headers, body: Buffer.concat(chunks) })
      if (answer) answer(message, response)
      else response.end('{"ok":true}')
    })
  })
  return {
    ...(await onLoopback(server)),
    received,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
      }),
  }
}

/** A gateway before a stub, with the example key and the clock at {@link NOW}. */
export async function startBench(
  options: Partial<GatewayOptions> = {},
  answer?: RequestListener,
): Promise<Bench> {
  const stub = await startStub(answer)
  const gateway = await startGateway({
    target: stub.url,
    credentials: EXAMPLE,
    clock: () => NOW,
    ...options,
  })
  return {
    gateway,
    stub,
    async [Symbol.asyncDispose]() {
      await gateway.stop()
      await stub[Symbol.asyncDispose]()
    },
  }
}

export interface Bench extends AsyncDisposable {
  gateway: Gateway
  stub: Stub
}
