import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { startGateway, startStub } from '../support/gateway-bench.js'
import { EXAMPLE_IDENTITY } from '../support/identity.js'
import { startRecorder, type RecordedRequest } from '../support/recorder.js'
import { authorizationDue, signedHeaders } from './judge.js'
import { arrives, exchange, SIGNING, type Behaviour, type Request } from './observe.js'
import { messageOf } from './run-case.js'
import { clientOf, type SignerUnderTest } from './signers.js'

const SEARCH = '{"query":{"match_all":{}}}'
const BULK = ['{"index":{}}\n', '{"a":1}\n']
const post = (path: string, body: NonNullable<Request['body']>): Request => ({
  method: 'POST',
  path,
  body,
})
const has = (body: string) => (sent: RecordedRequest) => sent.body.toString() === body
const hasGzip = (body: string) => (sent: RecordedRequest) =>
  sent.header('content-encoding') === 'gzip' && gunzipSync(sent.body).toString() === body

/** What is asked of both about bodies, headers and hosts. */
export const messages: readonly Behaviour[] = [
  {
    asked: 'A Buffer as body of a PUT arrives, rightly signed',
    seenIn: [],
    observe: arrives(
      () => ({ method: 'PUT', path: '/idx/_doc/1', body: Buffer.from(SEARCH) }),
      has(SEARCH),
    ),
  },
  {
    asked: 'A body on GET arrives, rightly signed',
    seenIn: ['opensearch-project/opensearch-benchmark#396'],
    observe: arrives(() => ({ method: 'GET', path: '/idx/_search', body: SEARCH }), has(SEARCH)),
  },
  {
    asked: 'A body on DELETE arrives, rightly signed',
    seenIn: ['opensearch-project/opensearch-benchmark#396'],
    observe: arrives(
      () => ({ method: 'DELETE', path: '/_search/scroll', body: { scroll_id: ['abc=='] } }),
      has('{"scroll_id":["abc=="]}'),
    ),
  },
  {
    asked: 'A body compressed by the client arrives, rightly signed',
    seenIn: ['opensearch-project/OpenSearch#3640'],
    observe: arrives(() => post('/idx/_search', SEARCH), hasGzip(SEARCH), { compression: 'gzip' }),
  },
  {
    asked: 'A stream of bytes as body arrives, rightly signed',
    seenIn: [],
    observe: arrives(() => post('/idx/_search', Readable.from([Buffer.from(SEARCH)])), has(SEARCH)),
  },
  {
    asked: 'A stream of text as bulk body arrives, rightly signed',
    seenIn: [],
    observe: arrives(
      () => ({ method: 'POST', path: '/_bulk', bulkBody: Readable.from(BULK) }),
      has(BULK.join('')),
    ),
  },
  {
    asked: 'A stream compressed by the client arrives, rightly signed',
    seenIn: [],
    observe: arrives(() => post('/idx/_search', Readable.from([SEARCH])), hasGzip(SEARCH), {
      compression: 'gzip',
    }),
  },
  {
    asked: 'A bulk body given as one text gets the final newline that OpenSearch demands',
    seenIn: [],
    observe: arrives(
      () => ({ method: 'POST', path: '/_bulk', bulkBody: BULK.join('').trimEnd() }),
      has(BULK.join('')),
      { otherwise: 'sent as it is' },
    ),
  },
  {
    asked: '`_cluster/settings`, which Amazon refuses compressed, is sent uncompressed',
    seenIn: ['opensearch-project/opensearch-py#507'],
    observe: arrives(
      () => ({ method: 'PUT', path: '/_cluster/settings', body: '{"transient":{}}' }),
      has('{"transient":{}}'),
      { compression: 'gzip', otherwise: 'sent compressed' },
    ),
  },
  {
    asked: "The port of the node's URL is in Host, as it is without a signer",
    seenIn: ['opensearch-project/opensearch-js#1089', 'opensearch-project/opensearch-go#370'],
    observe: keepsPort,
  },
  {
    asked:
      'With `suggestCompression`, the signature is right behind a proxy that changes `accept-encoding`',
    seenIn: ['open-telemetry/opentelemetry-js#3922'],
    observe: survivesHop,
  },
  {
    asked: 'Serverless gets its content hash, signed, with a body and without',
    seenIn: ['opensearch-project/opensearch-js#356', 'opensearch-project/opensearch-js#1098'],
    observe: satisfiesServerless,
  },
  {
    asked: 'A header that is undefined, with compression, does not end the process',
    seenIn: [],
    observe: survivesUndefinedHeader,
  },
]

async function keepsPort(signer: SignerUnderTest) {
  await using recorder = await startRecorder()
  const client = clientOf(signer, SIGNING, { node: recorder.url })
  await client.transport.request({ method: 'GET', path: '/' })
  const host = recorder.requests[0]?.header('host')
  const isGood = host === new URL(recorder.url).host
  return { isGood, saw: isGood ? 'sent with its port' : `\`Host: ${host}\`` }
}

async function survivesHop(signer: SignerUnderTest) {
  const request = post('/idx/_search', SEARCH)
  const { sent } = await exchange(signer, request, { suggestCompression: true })
  if (sent?.header('accept-encoding') === undefined)
    return { isGood: false, saw: 'nothing is sent' }
  const header = (name: string) => (name === 'accept-encoding' ? 'br' : sent.header(name))
  const claims = { ...SIGNING, credentials: EXAMPLE_IDENTITY, service: 'es' }
  const due = await authorizationDue({ ...sent, header }, claims)
  const names = signedHeaders(sent).join(', ')
  return { isGood: due === sent.header('authorization'), saw: `signed are ${names}` }
}

async function satisfiesServerless(signer: SignerUnderTest) {
  await using stub = await startStub()
  // Not strict: a signed content-length is another matter than the hash.
  await using gateway = await startGateway({ target: stub.url, service: 'aoss', strict: false })
  const client = clientOf(signer, gateway.signing, { node: gateway.endpoint })
  for (const request of [{ method: 'GET', path: '/idx' }, post('/idx/_search', SEARCH)]) {
    await client.transport.request(request).catch(messageOf)
  }
  const verdicts = gateway.requests.map(({ verdict }) => verdict)
  const isGood = verdicts.length === 2 && verdicts.every((verdict) => verdict === 'accepted')
  return { isGood, saw: verdicts.join(', ') }
}

async function survivesUndefinedHeader({ name }: SignerUnderTest) {
  const file = fileURLToPath(new URL('undefined-header.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', file, name])
  const [printed, failure] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    child.exitCode === null && once(child, 'exit'),
  ])
  if (child.exitCode === 0) return { isGood: true, saw: printed.trim() }
  const [error = failure] = /^\w*Error\b.*$/m.exec(failure) ?? []
  return { isGood: false, saw: `the process ends, ${error}` }
}
