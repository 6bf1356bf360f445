import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsAnswer } from '../support/aws-answers.js'
import {
  EXAMPLE,
  header,
  HOST,
  post,
  send,
  sha256,
  sign,
  startBench,
  withHeader,
  type Bench,
  type WireRequest,
} from '../support/gateway-bench.js'

const identity = { ...EXAMPLE, sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE//token==' }

const MISMATCH = (JSON.parse(awsAnswer('es-bad-signature-plain').body) as { message: string })
  .message
/** Amazon has other words for this one. */
const TOKEN = 'x-amz-security-token'

let es: Bench
let aoss: Bench
beforeAll(async () => {
  es = await startBench({ credentials: identity })
  aoss = await startBench({ credentials: identity, service: 'aoss' })
})
afterAll(async () => {
  await es[Symbol.asyncDispose]()
  await aoss[Symbol.asyncDispose]()
})

function signed(service: 'es' | 'aoss'): Promise<WireRequest> {
  const wire = withHeader(post('/idx/_doc/1?routing=a&v=1', '{"a":1}'), 'x-amz-meta-note', 'seven')
  return sign(wire, { identity, service })
}

const change = (name: string, value: string) => (wire: WireRequest) => withHeader(wire, name, value)

const tampered: [name: string, verdict: string, change: (wire: WireRequest) => WireRequest][] = [
  ['body', 'payload-hash', (wire) => ({ ...wire, body: Buffer.from('{"a":2}') })],
  [
    'body and its hash',
    'signature-mismatch',
    (wire) =>
      withHeader(
        { ...wire, body: Buffer.from('{"a":2}') },
        'x-amz-content-sha256',
        sha256('{"a":2}'),
      ),
  ],
  ['body cut off', 'payload-hash', (wire) => ({ ...wire, body: Buffer.from('{"a":1') })],
  ['no body', 'payload-hash', (wire) => ({ ...wire, body: Buffer.alloc(0) })],
  ['method', 'signature-mismatch', (wire) => ({ ...wire, method: 'PUT' })],
  ['path', 'signature-mismatch', (wire) => ({ ...wire, target: '/idx/_doc/2?routing=a&v=1' })],
  [
    'case of path',
    'signature-mismatch',
    (wire) => ({ ...wire, target: '/Idx/_doc/1?routing=a&v=1' }),
  ],
  [
    'escape in path',
    'signature-mismatch',
    (wire) => ({ ...wire, target: '/id%78/_doc/1?routing=a&v=1' }),
  ],
  [
    'slash at the end',
    'signature-mismatch',
    (wire) => ({ ...wire, target: '/idx/_doc/1/?routing=a&v=1' }),
  ],
  [
    'query value',
    'signature-mismatch',
    (wire) => ({ ...wire, target: '/idx/_doc/1?routing=b&v=1' }),
  ],
  [
    'query name',
    'signature-mismatch',
    (wire) => ({ ...wire, target: '/idx/_doc/1?routinG=a&v=1' }),
  ],
  ['one more parameter', 'signature-mismatch', (wire) => ({ ...wire, target: `${wire.target}&w` })],
  ['host', 'signature-mismatch', change('host', `${HOST}:443`)],
  ['content-type', 'signature-mismatch', change('content-type', 'application/jsoN')],
  ['x-amz-date', 'signature-mismatch', change('x-amz-date', '20261122T130001Z')],
  ['x-amz-content-sha256', 'payload-hash', change('x-amz-content-sha256', sha256('{"a":2}'))],
  [
    'x-amz-security-token',
    'token-invalid',
    change('x-amz-security-token', 'IQoJb3JpZ2luX2VjEXAMPLE//tokeN=='),
  ],
  ['x-amz-meta-note', 'signature-mismatch', change('x-amz-meta-note', 'sevem')],
  [
    'signature',
    'signature-mismatch',
    (wire) =>
      withHeader(
        wire,
        'authorization',
        header(wire, 'authorization')?.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
      ),
  ],
]

describe('one thing changed after signing', () => {
  it('nothing changed is accepted, the query in another order too', async () => {
    for (const bench of [es, aoss]) {
      const wire = await signed(bench.gateway.signing.service)
      expect((await send(bench.gateway, wire)).status).toBe(200)
      const reordered = { ...wire, target: '/idx/_doc/1?v=1&&routing=%61' }
      expect((await send(bench.gateway, reordered)).status).toBe(200)
    }
  })

  it.each(tampered.filter(([name]) => name !== TOKEN))('es: %s', async (_, verdict, tamper) => {
    const forwarded = es.stub.received.length
    const wire = tamper(await signed('es'))
    const answer = await send(es.gateway, wire)
    expect(answer.status).toBe(403)
    const { message } = JSON.parse(answer.text) as { message: string }
    expect(message.split('\n')[0]).toBe(MISMATCH)
    expect(message).toContain(
      `The Canonical String for this request should have been\n'${wire.method}\n`,
    )
    expect(header(answer, 'x-amzn-errortype')).toBe('InvalidSignatureException')
    expect(header(answer, 'content-type')).toBe('application/json')
    expect(es.gateway.requests.at(-1)).toMatchObject({ verdict, status: 403 })
    expect(es.stub.received).toHaveLength(forwarded)
  })

  it.each(tampered.filter(([name]) => name === TOKEN))('es: %s', async (_, verdict, tamper) => {
    const forwarded = es.stub.received.length
    const answer = await send(es.gateway, tamper(await signed('es')))
    const { status, body } = awsAnswer('es-token-invalid')
    expect([answer.status, answer.text]).toEqual([status, body])
    expect(es.gateway.requests.at(-1)).toMatchObject({ verdict, status: 403 })
    expect(es.stub.received).toHaveLength(forwarded)
  })

  it.each(tampered)('aoss: %s, without an echo', async (_, verdict, tamper) => {
    const forwarded = aoss.stub.received.length
    const answer = await send(aoss.gateway, tamper(await signed('aoss')))
    expect([answer.status, answer.text]).toEqual([403, awsAnswer('aoss-forbidden').body])
    expect(aoss.gateway.requests.at(-1)).toMatchObject({ verdict, status: 403 })
    expect(aoss.stub.received).toHaveLength(forwarded)
  })
})
