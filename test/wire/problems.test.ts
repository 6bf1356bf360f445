import { Readable } from 'node:stream'
import { Client } from '@opensearch-project/opensearch'
import * as fc from 'fast-check'
import { sigV4, type SigV4Options } from 'opensearch-sigv4'
import { describe, expect, it, vi } from 'vitest'
import { stubNoRegion } from '../support/no-region.js'
import { startSignedDomain } from '../support/signed-domain.js'

/**
 * What users of other signers have suffered, each by what went wrong, on both services. The gateway
 * computes every signature from the bytes that arrive, so that accepted means right.
 */
describe.each(['es', 'aoss'] as const)('on %s', (service) => {
  type Send = (client: Client) => Promise<unknown>

  async function verdicts(send: Send, options: SigV4Options = {}, clientOptions = {}) {
    await using domain = await startSignedDomain({ service })
    const signing = sigV4({ ...domain.signing, ...options })
    const client = new Client({ node: domain.endpoint, ...clientOptions, ...signing })
    await send(client)
    await client.close()
    expect(domain.requests.length).toBeGreaterThan(0)
    return { ...domain, verdicts: new Set(domain.requests.map(({ verdict }) => verdict)) }
  }
  const accepted = new Set(['accepted'])
  const get = (client: Client, path: string) => client.transport.request({ method: 'GET', path })

  it('no mismatch on * , : ! ( ) @ in a path, a slash in an id, //, or a final slash', async () => {
    const { verdicts: seen } = await verdicts(async (client) => {
      for (const path of ['/a*,-b:c/_search', '/a!(b)@c', '/blogs//_search', '/blogs/']) {
        await get(client, path)
      }
      await client.get({ index: 'blogs', id: 'a/b*,:!()@' })
    })
    expect(seen).toEqual(accepted)
  })

  it('no content hash is missing, empty bodies included', async () => {
    const { verdicts: seen, requests } = await verdicts(async (client) => {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']) {
        await client.transport.request({ method, path: '/blogs' })
        await client.transport.request({ method, path: '/blogs', body: { a: 1 } })
      }
    })
    expect(seen).toEqual(accepted)
    for (const { signedHeaders } of requests)
      expect(signedHeaders).toContain('x-amz-content-sha256')
  })

  it('no hash mismatch on gzip, and nothing is chunked', async () => {
    const { verdicts: seen, recorder } = await verdicts(
      async (client) => {
        await client.index({ index: 'blogs', body: { title: 'é😀' } })
        await client.bulk({ body: [{ index: {} }, { a: 1 }] })
        await client.transport.request({
          method: 'POST',
          path: '/_bulk',
          bulkBody: Readable.from(['{}\n']),
        })
      },
      {},
      { compression: 'gzip' },
    )
    expect(seen).toEqual(accepted)
    for (const { header } of recorder.requests) {
      expect(header('content-encoding')).toBe('gzip')
      expect(header('transfer-encoding')).toBeUndefined()
    }
  })

  it('no refusal of settings and snapshots because they came compressed', async () => {
    const { recorder } = await verdicts(
      async (client) => {
        await client.cluster.putSettings({ body: { persistent: {} } })
        await client.snapshot.createRepository({
          repository: 'a',
          body: { type: 's3', settings: {} },
        })
      },
      {},
      { compression: 'gzip' },
    )
    expect(recorder.requests.map(({ header }) => header('content-encoding'))).toEqual([
      undefined,
      undefined,
    ])
  })

  it('no other Host is signed than is sent, with a port, and with the name behind a tunnel', async () => {
    const direct = await verdicts((client) => client.info())
    expect(direct.verdicts).toEqual(accepted)
    const signingHost = 'vpc-shop-abc123.eu-west-1.es.amazonaws.com'
    const tunnel = await verdicts((client) => client.info(), { signingHost })
    expect(tunnel.verdicts).toEqual(accepted)
    expect(tunnel.requests[0]?.canonicalRequest).toContain(`\nhost:${signingHost}\n`)
  })

  it('no header is signed that changes on the way', async () => {
    const { requests } = await verdicts((client) =>
      client.search(
        { index: 'blogs' },
        { headers: { traceparent: '00-a-b-01', 'accept-encoding': 'gzip', te: 'trailers' } },
      ),
    )
    for (const name of requests[0]?.signedHeaders ?? [])
      expect(name).toMatch(/^(?:host|content-type|x-amz-.+)$/)
  })

  it('no mismatch on a query with +, spaces, commas, flags, order and repeated names', async () => {
    const { verdicts: seen } = await verdicts(async (client) => {
      await get(client, '/_search?q=a+b%20c,d&pretty&z=1&a=2&a=1&B=3&scroll_id=abc==&__proto__=x')
      await client.search({ index: 'blogs', q: 'a+b c,d', filter_path: ['hits.hits', 'took'] })
    })
    expect(seen).toEqual(accepted)
  })

  it("no region is guessed from a host name that is not Amazon's", async () => {
    stubNoRegion()
    await using domain = await startSignedDomain({ service })
    const { credentials } = domain.signing
    const signing = sigV4({ credentials, signingHost: 'search.example.com' })
    const client = new Client({ node: domain.endpoint, ...signing })
    await expect(client.info()).rejects.toMatchObject({ code: 'ERR_SIGV4_REGION' })
    await client.close()
    vi.unstubAllEnvs()
    expect(domain.requests).toHaveLength(0)
  })

  it('no mismatch on the body of a GET or a DELETE', async () => {
    const { verdicts: seen, recorder } = await verdicts(async (client) => {
      await client.transport.request({ method: 'GET', path: '/blogs/_search', body: { size: 1 } })
      await client.transport.request({
        method: 'DELETE',
        path: '/_search/scroll',
        body: { scroll_id: 'a==' },
      })
    })
    expect(seen).toEqual(accepted)
    expect(recorder.requests.map(({ body }) => body.toString())).toEqual([
      '{"size":1}',
      '{"scroll_id":"a=="}',
    ])
  })

  it('no header is lost, doubled or unsound by its case, a number, an array or undefined', async () => {
    const name = fc
      .string({
        unit: fc.constantFrom('a', 'b', 'X', 'Y', '0', '9', '-', '_'),
        minLength: 1,
        maxLength: 8,
      })
      .map((text) => (text.length % 2 ? `X-Amz-Meta-${text}` : `X-${text}`))
    const text = fc.string({ unit: 'grapheme-ascii', maxLength: 12 })
    const value = fc.oneof(
      text,
      fc.integer(),
      fc.constant(undefined),
      fc.array(text, { maxLength: 3 }),
    )
    const given = fc.dictionary(name, value, { maxKeys: 5 })
    await using domain = await startSignedDomain({ service })
    const client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })
    const property = fc.asyncProperty(given, async (headers) => {
      await client.transport.request({ method: 'GET', path: '/' }, { headers })
      expect(domain.requests.at(-1)?.verdict).toBe('accepted')
      const sent = domain.recorder.requests.at(-1)
      for (const [named, last] of new Map(
        Object.entries(headers).map(([n, v]) => [n.toLowerCase(), v]),
      )) {
        const expected = [last].flat().filter((item) => item !== undefined)
        const lines = sent?.headerLines.filter(([found]) => found.toLowerCase() === named) ?? []
        expect(lines.map(([, found]) => found.trim())).toEqual(
          expected.length > 0 ? [expected.join(', ').trim()] : [],
        )
      }
    })
    await fc.assert(property, { numRuns: 200, seed: 20261122 })
    await client.close()
  })

  it('no stream body throws, or is sent unsigned', async () => {
    const { verdicts: seen, recorder } = await verdicts(async (client) => {
      await client.index({
        index: 'blogs',
        body: Readable.from([Buffer.from('{"a":'), Buffer.from('1}')]),
      })
      await client.bulk({ body: Readable.from(['{"index":{}}\n', '{"a":1}\n']) as never })
    })
    expect(seen).toEqual(accepted)
    expect(recorder.requests.map(({ body }) => body.length)).toEqual([7, 21])
  })

  it('no characters are counted as bytes', async () => {
    const { verdicts: seen, recorder } = await verdicts(async (client) => {
      await client.index({ index: 'blogs', body: '{"a":"é😀\ud800"}' as never })
    })
    expect(seen).toEqual(accepted)
    const [sent] = recorder.requests
    expect(sent?.body.toString()).toBe('{"a":"é😀\ufffd"}')
    expect(sent?.header('content-length')).toBe(String(sent?.body.length))
  })
})
