import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  EXAMPLE,
  post,
  request,
  send,
  sha256,
  sign,
  startBench,
  withHeader,
  HOST,
  type Bench,
  type Signing,
  type WireRequest,
} from '../support/gateway-bench.js'

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
const token = `IQoJb3JpZ2luX2VjEXAMPLEtoken//////////+${'a/b+c'.repeat(200)}==`

const targets = [
  '/',
  '//',
  '/idx/_search',
  '/idx/',
  '//idx//_doc///1//',
  '/*,-notme/_search',
  '/%2A%2C-notme/_search',
  '/<logs-{now%2Fd}>/_search',
  '/%3Clogs-%7Bnow%2fd%7Byyyy.MM.dd%7C%2B12%3A00%7D%7D%3E',
  `/idx/_doc/a!$&'()*+,:;=@~-._"^|\`[]{}<>\\`,
  '/idx/_doc/caf%C3%A9%F0%9F%98%80%E2%80%A8%00%FF',
  '/idx/_doc/...',
  '/idx/_doc/.a/a./..b',
  '/_cat/indices?v',
  '/_cat/indices?v=',
  '/_cat/indices?',
  '/_cat/indices?&&v&&',
  '/idx/_search?a=2&a=1&a=10&b&a&a=',
  '/idx/_search?a-b=1&a=2&a.b=3&A=4&_a=5&~a=6',
  '/idx/_search?b=%61&%62=a&b=%2B%20%2520',
  `/idx/_search?q=(a*b'c!d)~2:;@,/?$`,
  '/_search/scroll?scroll=1m&scroll_id=abc==',
  '/idx/_search?q=a;b=2',
  '/idx/_search?__proto__=1&constructor=2&hasOwnProperty=3',
  '/idx/_search?q=%F0%9F%98%80&%EF%BC%A1=%00%ff&q=%7e%41',
]

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(async () => bench[Symbol.asyncDispose]())

/** Signs with aws-c-auth, sends, and says what became of the request. */
async function fate(wire: WireRequest, signing?: Signing, on = bench) {
  const answer = await send(on.gateway, await sign(wire, signing))
  const received = on.stub.received.at(-1)
  const { verdict, bytes, bodyHash } = on.gateway.requests.at(-1) ?? {}
  return {
    status: answer.status,
    verdict,
    isMeasured: bytes === wire.body.length && bodyHash === sha256(wire.body),
    isForwarded:
      received?.method === wire.method &&
      received.target === wire.target &&
      received.body.equals(wire.body),
  }
}

const ACCEPTED = { status: 200, verdict: 'accepted', isMeasured: true, isForwarded: true }

describe('what aws-c-auth signs is accepted', () => {
  it.each(targets)('target %s', async (target) => {
    expect(await fate(request({ target }))).toEqual(ACCEPTED)
  })

  it('a target of 64 KiB', async () => {
    expect(
      await fate(request({ target: `/_search/scroll?scroll_id=${'AAEC%2F'.repeat(9362)}` })),
    ).toEqual(ACCEPTED)
  })

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s', async (method) => {
    expect(await fate(request({ method, target: '/idx/_doc/1' }))).toEqual(ACCEPTED)
  })

  it.each([
    ['JSON', post('/idx/_search', '{"query":{"match_all":{}}}')],
    ['NDJSON in UTF-8', post('/_bulk', '{"index":{}}\n{"t":"日本 😀"}\n', 'application/x-ndjson')],
    ['every byte', post('/idx/_doc/1', everyByte, 'application/octet-stream')],
    ['gzip', withHeader(post('/_bulk', gzipSync('{}\n')), 'content-encoding', 'gzip')],
    ['3 MiB', post('/_bulk', 'x'.repeat(3 << 20), 'application/x-ndjson')],
    ['a body on GET', { ...post('/idx/_search', '{}'), method: 'GET' }],
    ['a body on DELETE', { ...post('/_search/scroll', '{}'), method: 'DELETE' }],
  ])('body: %s', async (_, wire) => {
    expect(await fate(wire)).toEqual(ACCEPTED)
  })

  it.each<[string, [string, string][]]>([
    ['a host with a port', [['host', '127.0.0.1:9200']]],
    ['an IPv6 host', [['host', '[::1]:9200']]],
    [
      'inner and outer spaces',
      [
        ['host', HOST],
        ['x-amz-meta-note', '  a   b  c  '],
      ],
    ],
    [
      'UTF-8 bytes',
      [
        ['host', HOST],
        ['x-amz-meta-note', Buffer.from('café').toString('latin1')],
      ],
    ],
    [
      'an empty value',
      [
        ['host', HOST],
        ['x-amz-meta-note', ''],
      ],
    ],
    [
      'commas',
      [
        ['host', HOST],
        ['x-opaque-id', 'a, b,c'],
      ],
    ],
    [
      'upper case in names',
      [
        ['Host', HOST],
        ['Content-Type', 'application/json'],
        ['X-AMZ-Meta-A', 'B'],
      ],
    ],
    [
      'a name that is a prefix of another',
      [
        ['host', HOST],
        ['x-amz-a-b', '1'],
        ['x-amz-a', '2'],
      ],
    ],
  ])('headers: %s', async (name, headers) => {
    const wire = request({ headers })
    // aws-crt takes header values as UTF-8, the wire has their bytes.
    const signed = await sign(
      request({
        headers: headers.map(([key, value]) => [key, Buffer.from(value, 'latin1').toString()]),
      }),
    )
    const signedLines = signed.headers.slice(headers.length)
    const answer = await send(bench.gateway, { ...wire, headers: [...headers, ...signedLines] })
    expect([name, answer.status]).toEqual([name, 200])
  })

  it('two lines of one header, joined by a comma in their order', async () => {
    const joined = await sign(withHeader(request(), 'x-amz-meta-a', '2,1,3'))
    const others = joined.headers.filter(([name]) => name !== 'x-amz-meta-a')
    const lines: [string, string][] = [['X-Amz-Meta-A', ' 2'], ...others, ['x-amz-meta-a', '1,3 ']]
    expect((await send(bench.gateway, { ...joined, headers: lines })).status).toBe(200)
  })

  it('a request without x-amz-content-sha256, for es', async () => {
    expect(await fate(post('/_bulk', '{}\n'), { payloadHash: null })).toEqual(ACCEPTED)
  })

  it('parameters of Authorization in any order, with a comma alone or with space', async () => {
    const signed = await sign(request())
    const [, credential, names, signature] =
      /(Credential=\S+), (SignedHeaders=\S+), (Signature=\S+)/.exec(
        signed.headers.find(([name]) => name === 'Authorization')?.[1] ?? '',
      ) ?? []
    for (const parameters of [
      `${signature},${credential},${names}`,
      `${names} , ${signature},   ${credential}`,
    ]) {
      const wire = withHeader(signed, 'authorization', `AWS4-HMAC-SHA256 ${parameters}`)
      expect((await send(bench.gateway, wire)).status).toBe(200)
    }
  })

  it.each(['es', 'aoss'] as const)('service %s, in four regions, with a token', async (service) => {
    const identity = { ...EXAMPLE, sessionToken: token }
    for (const region of ['us-east-1', 'eu-central-2', 'us-gov-west-1', 'cn-north-1']) {
      await using other = await startBench({ service, region, credentials: identity })
      expect(
        await fate(post('/idx/_search?a=b', '{}'), { identity, service, region }, other),
      ).toEqual(ACCEPTED)
      expect(await fate(request(), { identity, service, region }, other)).toEqual(ACCEPTED)
    }
  })

  it('a hop that changes every unsigned header', async () => {
    const wire = await sign(post('/_bulk', '{}\n'))
    const added: [string, string][] = [
      ['user-agent', 'hop/1'],
      ['accept-encoding', 'br'],
      ['x-forwarded-for', '10.0.0.1'],
      ['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
      ['via', '1.1 hop'],
      ['accept', '*/*'],
    ]
    const answer = await send(bench.gateway, { ...wire, headers: [...added, ...wire.headers] })
    expect(answer.status).toBe(200)
  })
})
