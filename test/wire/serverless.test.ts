import { Client } from '@opensearch-project/opensearch'
import { sigV4, type Collection } from 'opensearch-sigv4'
import { describe, expect, it } from 'vitest'
import { startSignedDomain } from '../support/signed-domain.js'

const account = '123456789012.aoss.eu-west-1.on.aws'

async function search(collection: Collection | undefined, headers: Record<string, string> = {}) {
  await using domain = await startSignedDomain({ service: 'aoss' })
  const { credentials } = domain.signing
  const client = new Client({
    node: domain.endpoint,
    ...sigV4({ credentials, signingHost: account, collection }),
  })
  const outcome = await client
    .search({ index: 'blogs' }, { headers })
    .catch((error: unknown) => error)
  await client.close()
  const [record] = domain.requests
  return { outcome, record, header: domain.recorder.requests[0]?.header }
}

describe('the endpoint of a whole Serverless account', () => {
  it('is told the collection by name, signed', async () => {
    const { record, header } = await search({ name: 'movies' })
    expect(record?.verdict).toBe('accepted')
    expect(record?.signedHeaders).toContain('x-amz-aoss-collection-name')
    expect(header?.('x-amz-aoss-collection-name')).toBe('movies')
  })

  it('is told the collection by id, signed', async () => {
    const { record, header } = await search({ id: '1tg2xudton46knx2a95g' })
    expect(record?.verdict).toBe('accepted')
    expect(record?.signedHeaders).toContain('x-amz-aoss-collection-id')
    expect(header?.('x-amz-aoss-collection-id')).toBe('1tg2xudton46knx2a95g')
  })

  it("takes a request's own collection before that of the option", async () => {
    const own = { 'X-Amz-Aoss-Collection-Id': 'tenant2' }
    const { record, header } = await search({ name: 'movies' }, own)
    expect(record?.verdict).toBe('accepted')
    expect(header?.('x-amz-aoss-collection-id')).toBe('tenant2')
    expect(header?.('x-amz-aoss-collection-name')).toBeUndefined()
  })

  it('refuses a request that names none', async () => {
    const { record, outcome } = await search(undefined)
    expect(record?.verdict).toBe('no-collection')
    expect(outcome).toMatchObject({ name: 'ResponseError', statusCode: 400 })
  })
})

describe.each(['es', 'aoss'] as const)('service %s', (service) => {
  it.each([
    '/_cluster/settings',
    '/_cluster/settings?pretty',
    '/_snapshot/backups',
    '/_snapshot/backups/1',
    '_snapshot/backups',
  ])('a body for %s is never compressed, for Amazon refuses it', async (path) => {
    await using domain = await startSignedDomain({ service })
    const client = new Client({
      node: domain.endpoint,
      compression: 'gzip',
      ...sigV4(domain.signing),
    })
    const request = { method: 'PUT', path, body: { a: 1 } }
    await client.transport.request(request)
    await client.transport.request(request, { compression: 'gzip' })
    await client.close()
    expect(domain.requests.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted'])
    for (const { header, body } of domain.recorder.requests) {
      expect(header('content-encoding')).toBeUndefined()
      expect(body.toString()).toBe('{"a":1}')
    }
  })

  it.each(['/blogs/_settings', '/_cluster/reroute', '/x/_snapshot', '/_snapshots'])(
    'a body for %s is compressed where that is asked for',
    async (path) => {
      await using domain = await startSignedDomain({ service })
      const client = new Client({
        node: domain.endpoint,
        compression: 'gzip',
        ...sigV4(domain.signing),
      })
      await client.transport.request({ method: 'PUT', path, body: { a: 1 } })
      await client.close()
      expect(domain.recorder.requests[0]?.header('content-encoding')).toBe('gzip')
    },
  )

  it('compresses nothing that it is not asked to', async () => {
    await using domain = await startSignedDomain({ service })
    const client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })
    await client.index({ index: 'blogs', body: { a: 1 } })
    await client.close()
    expect(domain.recorder.requests[0]?.header('content-encoding')).toBeUndefined()
  })
})
