import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  exchange,
  EXAMPLE,
  header,
  NOW,
  request,
  send,
  sign,
  startBench,
  withHeader,
  type Bench,
} from '../support/gateway-bench.js'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(async () => bench[Symbol.asyncDispose]())

const PLUS = "the query has a literal '+'"
const DOTS = "the path has a '.' or '..' segment"
const PERCENT = "the target has a '%' that is not followed by two hex digits"
const BYTES = 'the target has bytes outside printable ASCII'

describe('a target that not every server reads alike is refused, though its signature is right', () => {
  it.each([
    ['/idx/_search?q=a+b', PLUS],
    ['/idx/_search?a+b=1', PLUS],
    ['/idx/_search?b=+&a=%2B', PLUS],
    ['/idx/_doc/..', DOTS],
    ['/idx/./_search', DOTS],
    ['/idx/_doc/%2e%2E', DOTS],
    ['/idx/_doc/.%2e', DOTS],
    ['/idx/_doc/%2E', DOTS],
    ['/idx/../_search?q=a', DOTS],
    ['/idx/_doc/100%', PERCENT],
    ['/idx/_doc/%4', PERCENT],
    ['/idx/_doc/%zz', PERCENT],
    // aws-c-auth does not sign these; others sign them as what they would be if rightly written.
    ['/idx/_search?q=100%', PERCENT, '/idx/_search?q=100%25'],
    ['/idx/_search?%g1=a', PERCENT, '/idx/_search?%25g1=a'],
  ])('%s', async (target, rule, signedAs = target) => {
    const wire = await sign(request({ target: signedAs }))
    const answer = await send(bench.gateway, { ...wire, target })
    expect(answer.status).toBe(403)
    expect(header(answer, 'content-type')).toBe('application/json')
    expect(JSON.parse(answer.text)).toEqual({
      message: expect.stringContaining(
        `opensearch-local-domain refuses this request by a rule of its own (ambiguous-target): ${rule}`,
      ) as unknown,
    })
    expect(bench.gateway.requests.at(-1)).toMatchObject({ verdict: 'ambiguous-target', target })
    expect(bench.stub.received).toEqual([])
  })

  it('both readings of a + are in the record', async () => {
    await send(bench.gateway, await sign(request({ target: '/idx/_search?q=a+b' })))
    const record = bench.gateway.requests.at(-1)
    expect(record?.canonicalRequest?.split('\n')[2]).toBe('q=a%2Bb')
    expect(record?.canonicalRequestPlusAsSpace?.split('\n')[2]).toBe('q=a%20b')
  })

  it('with a wrong signature it is a mismatch, as at Amazon', async () => {
    const identity = { ...EXAMPLE, secretAccessKey: 'wrong' }
    const wire = await sign(request({ target: '/idx/_search?q=a+b' }), { identity })
    await send(bench.gateway, wire)
    expect(bench.gateway.requests.at(-1)?.verdict).toBe('signature-mismatch')
  })

  it.each([
    ['Latin-1 in the path', '/idx/_doc/caf\xe9'],
    ['UTF-8 in the path', `/idx/_doc/${Buffer.from('café').toString('latin1')}`],
    ['UTF-8 in the query', `/idx/_search?q=${Buffer.from('日本').toString('latin1')}`],
    ['a tab', '/idx/_doc/a\tb'],
    ['DEL', '/idx/_doc/a\x7fb'],
  ])('raw bytes: %s', async (_, target) => {
    const wire = withHeader(await sign(request()), 'host', 'h')
    const answer = await send(bench.gateway, { ...wire, target })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain(`(ambiguous-target): ${BYTES}`)
    expect(header(answer, 'date')).toBe(NOW.toUTCString())
    expect(bench.gateway.requests.at(-1)).toMatchObject({
      method: 'GET',
      verdict: 'ambiguous-target',
      status: 403,
    })
    expect(bench.stub.received).toEqual([])
  })
})

describe('what is no plain request is refused with a 400', () => {
  it.each([
    ['an absolute-form target', 'GET http://h/idx HTTP/1.1\r\nHost: h\r\n', "must start with '/'"],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: h\r\n', "must start with '/'"],
    ['no host', 'GET / HTTP/1.1\r\n', 'there is no host header'],
    ['an empty host', 'GET / HTTP/1.1\r\nHost:\r\n', 'there is no host header'],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n', 'there are 2 host headers'],
    [
      'a length and chunks',
      'GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n',
      'cannot be read as HTTP',
    ],
    ['no HTTP', 'hello\r\n', 'cannot be read as HTTP'],
  ])('%s', async (_, head, words) => {
    const bytes = Buffer.from(`${head}Connection: close\r\n\r\n`)
    const answer = (await exchange(bench.gateway, bytes)).toString()
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(answer).toContain('a rule of its own (malformed-request): ')
    expect(answer).toContain(words)
    expect(bench.gateway.requests.at(-1)).toMatchObject({
      verdict: 'malformed-request',
      status: 400,
    })
  })
})
