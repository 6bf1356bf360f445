import { inspect } from 'node:util'
import { Client } from '@opensearch-project/opensearch'
import { sigV4 } from 'opensearch-sigv4'
import { describe, expect, it } from 'vitest'
import { startChangingHop } from '../support/changing-hop.js'
import { selfSigned } from '../support/self-signed.js'
import { startSignedDomain } from '../support/signed-domain.js'

const signingHost = 'vpc-shop-abc123.eu-west-1.es.amazonaws.com'

describe('a tunnel over TLS', () => {
  async function throughTunnel(certificate: { key: string; cert: string }) {
    await using domain = await startSignedDomain({ tls: certificate })
    const client = new Client({
      node: domain.endpoint,
      maxRetries: 0,
      ssl: { ca: certificate.cert },
      ...sigV4({ credentials: domain.signing.credentials, signingHost }),
    })
    const outcome = await client.search({ index: 'blogs' }).catch((error: unknown) => error)
    await client.close()
    return { outcome, requests: domain.requests, host: domain.requests[0]?.canonicalRequest }
  }

  it("takes the certificate of signingHost, not of the tunnel's own end", async () => {
    const { outcome, requests, host } = await throughTunnel(selfSigned(signingHost))
    expect(outcome).toMatchObject({ statusCode: 200 })
    expect(requests).toMatchObject([{ verdict: 'accepted' }])
    expect(host).toContain(`host:${signingHost}\n`)
  })

  it('shows no secret in what it hands over', async () => {
    const certificate = selfSigned(signingHost)
    await using domain = await startSignedDomain({ tls: certificate })
    const { credentials } = domain.signing
    const client = new Client({
      node: domain.endpoint,
      ssl: { ca: certificate.cert },
      ...sigV4({ credentials, signingHost }),
    })
    await client.search({ index: 'blogs' })
    const streamed = await client.search({ index: 'blogs' }, { asStream: true })
    const shown = inspect(streamed, { depth: Infinity, maxArrayLength: Infinity })
    await client.close()
    const { secretAccessKey, sessionToken = 'none' } = await credentials()
    expect(shown).toContain('TLSSocket')
    for (const secret of [secretAccessKey, sessionToken, 'AWS4-HMAC-SHA256']) {
      expect(shown).not.toContain(secret)
    }
  })

  it('refuses a certificate of another name', async () => {
    const { outcome, requests } = await throughTunnel(selfSigned())
    expect(outcome).toMatchObject({
      name: 'ConnectionError',
      message: expect.stringContaining(signingHost),
    })
    expect(requests).toHaveLength(0)
  })
})

describe('a hop that changes every header that is not signed', () => {
  it.each([
    ['a search', { method: 'GET', path: '/blogs/_search', body: { query: {} } }, undefined],
    [
      'a bulk load',
      { method: 'POST', path: '/_bulk', bulkBody: [{ index: {} }, { a: 1 }] },
      undefined,
    ],
    [
      'a compressed one',
      { method: 'POST', path: '/_bulk', bulkBody: [{ index: {} }, { a: 1 }] },
      'gzip' as const,
    ],
    ['one without a body', { method: 'HEAD', path: '/blogs/_doc/a%2Fb' }, undefined],
  ])('leaves %s verified', async (_, params, compression) => {
    for (const service of ['es', 'aoss'] as const) {
      await using domain = await startSignedDomain({ service })
      await using hop = await startChangingHop(domain.endpoint)
      const signing = { ...domain.signing, signingHost: new URL(domain.endpoint).host }
      const client = new Client({ node: hop.url, ...sigV4(signing) })
      await client.transport.request(params, {
        headers: { 'x-opaque-id': 'a', traceparent: '00-a-b-00' },
        ...(compression && { compression }),
      })
      await client.close()
      expect(domain.requests).toMatchObject([{ verdict: 'accepted' }])
      expect(domain.recorder.requests[0]?.header('user-agent')).toBe('hop')
    }
  })
})
