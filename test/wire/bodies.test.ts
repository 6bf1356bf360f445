import { Client } from '@opensearch-project/opensearch'
import { createHash } from 'node:crypto'
import { Readable, Stream } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import { sigV4 } from 'opensearch-sigv4'
import { describe, expect, it } from 'vitest'
import { EXAMPLE_IDENTITY } from '../support/identity.js'
import { startRecorder } from '../support/recorder.js'
import { startSignedDomain } from '../support/signed-domain.js'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const document = { author: 'Jon', title: 'signing is easy! 😀 é' }
const lines = [{ index: { _id: '1' } }, document]
const ndjson = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`

interface Body {
  readonly what: string
  readonly params: () => { method: string; path: string; body?: unknown; bulkBody?: unknown }
  readonly sent: string
  readonly contentType: string
}

const json = 'application/json'
const xNdjson = 'application/x-ndjson'
const bodies: readonly Body[] = [
  {
    what: 'an object',
    params: () => ({ method: 'PUT', path: '/blogs/_doc/1', body: document }),
    sent: JSON.stringify(document),
    contentType: json,
  },
  {
    what: 'an object with a field that streams have',
    params: () => ({ method: 'PUT', path: '/blogs/_doc/1', body: { pipe: 'clay' } }),
    sent: '{"pipe":"clay"}',
    contentType: json,
  },
  {
    what: 'a string',
    params: () => ({ method: 'PUT', path: '/blogs/_doc/1', body: '{"a":"é😀"}' }),
    sent: '{"a":"é😀"}',
    contentType: json,
  },
  {
    what: 'a string with a lone surrogate',
    params: () => ({ method: 'PUT', path: '/blogs/_doc/1', body: '{"a":"\ud800"}' }),
    sent: '{"a":"\ufffd"}',
    contentType: json,
  },
  {
    what: 'a Buffer',
    params: () => ({ method: 'POST', path: '/blogs/_doc', body: Buffer.from('{"a":1}') }),
    sent: '{"a":1}',
    contentType: json,
  },
  {
    what: 'a Uint8Array',
    params: () => ({
      method: 'POST',
      path: '/blogs/_doc',
      body: new TextEncoder().encode(' {"a":1} ').subarray(1, 8),
    }),
    sent: '{"a":1}',
    contentType: json,
  },
  {
    what: 'an NDJSON Uint8Array',
    params: () => ({
      method: 'POST',
      path: '/_bulk',
      bulkBody: new TextEncoder().encode(ndjson.trimEnd()),
    }),
    sent: ndjson,
    contentType: xNdjson,
  },
  {
    what: 'the body of a GET',
    params: () => ({ method: 'GET', path: '/blogs/_search', body: { query: {} } }),
    sent: '{"query":{}}',
    contentType: json,
  },
  {
    what: 'the body of a DELETE',
    params: () => ({ method: 'DELETE', path: '/_search/scroll', body: { scroll_id: 'abc==' } }),
    sent: '{"scroll_id":"abc=="}',
    contentType: json,
  },
  {
    what: 'an NDJSON array',
    params: () => ({ method: 'POST', path: '/blogs/_bulk', bulkBody: lines }),
    sent: ndjson,
    contentType: xNdjson,
  },
  {
    what: 'an NDJSON string',
    params: () => ({ method: 'POST', path: '/blogs/_bulk', bulkBody: ndjson }),
    sent: ndjson,
    contentType: xNdjson,
  },
  {
    what: 'an NDJSON string without its final newline',
    params: () => ({ method: 'POST', path: '/_bulk', bulkBody: ndjson.trimEnd() }),
    sent: ndjson,
    contentType: xNdjson,
  },
  {
    what: 'an NDJSON Buffer without its final newline',
    params: () => ({ method: 'POST', path: '/_msearch', bulkBody: Buffer.from(ndjson.trimEnd()) }),
    sent: ndjson,
    contentType: xNdjson,
  },
  {
    what: 'a plain string body for _bulk without its final newline',
    params: () => ({ method: 'POST', path: '/blogs/_bulk', body: ndjson.trimEnd() }),
    sent: ndjson,
    contentType: json,
  },
  {
    what: 'a Buffer for _bulk, its path without the first slash',
    params: () => ({ method: 'POST', path: '_bulk', body: Buffer.from(ndjson.trimEnd()) }),
    sent: ndjson,
    contentType: json,
  },
  {
    what: 'a byte stream',
    params: () => ({
      method: 'PUT',
      path: '/blogs/_doc/1',
      body: Readable.from([Buffer.from('{"a":'), Buffer.from('1}')], { objectMode: false }),
    }),
    sent: '{"a":1}',
    contentType: json,
  },
  {
    what: 'a bulk stream of objects',
    params: () => ({ method: 'POST', path: '/_bulk', bulkBody: Readable.from(lines) }),
    sent: ndjson,
    contentType: xNdjson,
  },
  {
    what: 'a stream of the first kind that Node had',
    params: () => {
      const body = new Stream()
      // At once, before there can be credentials.
      process.nextTick(() => body.emit('data', Buffer.from('{"a":1}')) && body.emit('end'))
      return { method: 'PUT', path: '/blogs/_doc/1', body }
    },
    sent: '{"a":1}',
    contentType: json,
  },
  {
    what: 'a stream of strings',
    params: () => ({
      method: 'POST',
      path: '/_bulk',
      bulkBody: Readable.from(lines.map((line) => `${JSON.stringify(line)}\n`)),
    }),
    sent: ndjson,
    contentType: xNdjson,
  },
]

describe('the client', () => {
  describe.each(['es', 'aoss'] as const)('service %s', (service) => {
    describe.each([false, 'gzip'] as const)('compression %s', (compression) => {
      it.each(bodies)('signs and sends $what', async ({ params, sent, contentType }) => {
        await using domain = await startSignedDomain({ service })
        const client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })
        const answer = await client.transport.request(params() as never, {
          ...(compression && { compression }),
        })
        await client.close()

        expect(answer.statusCode).toBe(200)
        expect(domain.requests).toMatchObject([{ verdict: 'accepted' }])
        const [received] = domain.recorder.requests
        const bytes = received?.body ?? Buffer.alloc(0)
        expect((compression ? gunzipSync(bytes) : bytes).toString()).toBe(sent)
        expect(received?.header('content-encoding')).toBe(compression || undefined)
        expect(received?.header('content-type')).toBe(contentType)
      })
    })
  })

  it('states length and hash of exactly the bytes sent, once, and never chunks', async () => {
    await using recorder = await startRecorder()
    const client = new Client({
      node: recorder.url,
      ...sigV4({ credentials: EXAMPLE_IDENTITY, region: 'eu-west-1' }),
    })
    for (const { params } of bodies) {
      await client.transport.request(params() as never)
      await client.transport.request(params() as never, { compression: 'gzip' })
    }
    await client.close()
    expect(recorder.requests).toHaveLength(2 * bodies.length)
    for (const { body, header, headerLines } of recorder.requests) {
      expect(header('content-length')).toBe(String(body.length))
      expect(header('x-amz-content-sha256')).toBe(sha256(body))
      expect(header('transfer-encoding')).toBeUndefined()
      const names = headerLines.map(([name]) => name.toLowerCase())
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])(
    'hashes the empty body of a %s',
    async (method) => {
      await using domain = await startSignedDomain({ service: 'aoss' })
      const client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })
      await client.transport.request({ method, path: '/blogs' })
      await client.close()
      expect(domain.requests).toMatchObject([{ verdict: 'accepted', method, bytes: 0 }])
    },
  )

  it.each([undefined, null, '', Buffer.alloc(0)])(
    'sends %o as no body, without length and type',
    async (body) => {
      await using domain = await startSignedDomain({ service: 'aoss' })
      const client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })
      await client.transport.request({ method: 'GET', path: '/blogs', body: body as never })
      const ping = { method: 'GET', path: '/blogs', body }
      await new Promise((resolve) =>
        client.connectionPool.connections[0]?.request(ping as never, resolve),
      )
      await client.close()
      for (const { verdict } of domain.requests) expect(verdict).toBe('accepted')
      expect(domain.recorder.requests).toHaveLength(2)
      for (const { header } of domain.recorder.requests) {
        expect(header('content-length')).toBeUndefined()
      }
      expect(domain.recorder.requests[1]?.header('content-type')).toBeUndefined()
    },
  )

  it('sends a body past the Transport as JSON', async () => {
    await using domain = await startSignedDomain()
    const client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })
    const params = { method: 'PUT', path: '/blogs/_doc/1', body: '{}' }
    await new Promise((resolve) => client.connectionPool.connections[0]?.request(params, resolve))
    await client.close()
    expect(domain.requests).toMatchObject([
      { verdict: 'accepted', contentType: 'application/json' },
    ])
  })

  it('adds no newline to an empty bulk body', async () => {
    await using recorder = await startRecorder()
    const signing = sigV4({ credentials: EXAMPLE_IDENTITY, region: 'eu-west-1' })
    const client = new Client({ node: recorder.url, ...signing })
    for (const bulkBody of ['', Buffer.alloc(0)]) {
      await client.transport.request({ method: 'POST', path: '/_bulk', bulkBody })
    }
    await client.close()
    expect(recorder.requests.map(({ body }) => body.length)).toEqual([0, 0])
  })

  it('refuses a stream of what has no bytes', async () => {
    await using recorder = await startRecorder()
    const signing = sigV4({ credentials: EXAMPLE_IDENTITY, region: 'eu-west-1' })
    const client = new Client({ node: recorder.url, ...signing })
    for (const body of [Readable.from([{ a: 1 }]), Readable.from([1])]) {
      await expect(
        client.transport.request({ method: 'POST', path: '/blogs/_doc', body }),
      ).rejects.toMatchObject({
        code: 'ERR_SIGV4_REQUEST',
        message: expect.stringMatching(/has no bytes to sign/),
      })
      expect(body.destroyed).toBe(true)
    }
    await client.close()
    expect(recorder.requests).toHaveLength(0)
  })

  it('sends a stream body again where the node answers 503', async () => {
    await using domain = await startSignedDomain()
    domain.recorder.answer = (_, index) => ({ status: index === 0 ? 503 : 200 })
    const client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })
    const answer = await client.transport.request({
      method: 'POST',
      path: '/_bulk',
      bulkBody: Readable.from([ndjson]),
    })
    await client.close()
    expect(answer.statusCode).toBe(200)
    expect(domain.recorder.requests.map(({ body }) => body.toString())).toEqual([ndjson, ndjson])
  })

  it('refuses a stream over maxStreamBody and destroys it', async () => {
    await using recorder = await startRecorder()
    const client = new Client({
      node: recorder.url,
      ...sigV4({ credentials: EXAMPLE_IDENTITY, region: 'eu-west-1', maxStreamBody: 10 }),
    })
    const body = Readable.from(['12345', '12345', '1'])
    await expect(
      client.transport.request({ method: 'POST', path: '/_bulk', bulkBody: body }),
    ).rejects.toMatchObject({
      code: 'ERR_SIGV4_BODY_TOO_LARGE',
      message: expect.stringMatching(/larger than maxStreamBody \(10 bytes\)/),
    })
    expect(body.destroyed).toBe(true)
    expect(recorder.requests).toHaveLength(0)
    await client.close()
  })

  it('takes a stream of exactly maxStreamBody', async () => {
    await using recorder = await startRecorder()
    const client = new Client({
      node: recorder.url,
      ...sigV4({ credentials: EXAMPLE_IDENTITY, region: 'eu-west-1', maxStreamBody: 10 }),
    })
    const body = Readable.from(['12345', '12345'])
    await client.transport.request({ method: 'POST', path: '/blogs/_doc', body })
    expect(recorder.requests[0]?.body.toString()).toBe('1234512345')
    await client.close()
  })

  it('takes a body of exactly maxRequestBody, and none that is larger', async () => {
    await using recorder = await startRecorder()
    const client = new Client({
      node: recorder.url,
      ...sigV4({ credentials: EXAMPLE_IDENTITY, region: 'eu-west-1', maxRequestBody: 10 }),
    })
    await client.transport.request({ method: 'POST', path: '/blogs/_doc', body: '1234567890' })
    await expect(
      client.transport.request({ method: 'POST', path: '/blogs/_doc', body: '12345678901' }),
    ).rejects.toMatchObject({ code: 'ERR_SIGV4_BODY_TOO_LARGE' })
    expect(recorder.requests.map(({ body }) => body.length)).toEqual([10])
    await client.close()
  })

  it.each([false, 'gzip'] as const)(
    'rejects with the error of a stream that fails, compression %s',
    async (compression) => {
      await using recorder = await startRecorder()
      const client = new Client({
        node: recorder.url,
        ...(compression && { compression }),
        ...sigV4({ credentials: EXAMPLE_IDENTITY, region: 'eu-west-1' }),
      })
      const failure = new Error('disk gone')
      const body = new Readable({ read: () => void body.destroy(failure) })
      await expect(
        client.transport.request({ method: 'POST', path: '/blogs/_doc', body }),
      ).rejects.toBe(failure)
      expect(recorder.requests).toHaveLength(0)
      expect(client.connectionPool.connections[0]?.status).toBe('alive')
      await client.close()
    },
  )
})
