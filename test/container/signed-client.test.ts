import { Client } from '@opensearch-project/opensearch'
import { progressReporter, startLocalDomain, type LocalDomain } from 'opensearch-local-domain'
import { sigV4 } from 'opensearch-sigv4'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

/** Set where one provider has to be there, as in CI: another one then fails the run. */
const expectedProvider = process.env['EXPECT_OPENSEARCH_PROVIDER']

let domain: LocalDomain
let client: Client

beforeAll(async () => {
  domain = await startLocalDomain({ onProgress: progressReporter(process.stderr) })
  process.stderr.write(
    `signed client: OpenSearch ${domain.version} by provider ${domain.provider}\n`,
  )
  client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })
})
afterEach(async () => {
  await client.indices.delete({ index: 'signed-*', expand_wildcards: 'all' })
})
afterAll(async () => {
  await client?.close()
  await domain?.stop()
})

/** Everything that the gateway was sent, and refused, while `work` ran. */
async function refusedDuring(work: () => Promise<void>) {
  const before = domain.requests.length
  await work()
  const seen = domain.requests.slice(before)
  expect(seen.length).toBeGreaterThan(0)
  return seen.filter(({ verdict }) => verdict !== 'accepted')
}

describe('a signed client and a real OpenSearch', () => {
  it('run with the provider that is expected', () => {
    const fitting = expectedProvider ? [expectedProvider] : ['url', 'container', 'process']
    expect(fitting).toContain(domain.provider)
  })

  it('index one document and find it', async () => {
    const refused = await refusedDuring(async () => {
      await client.index({
        index: 'signed-blogs',
        id: '1',
        body: { author: 'Jon', title: 'signing is easy!' },
        refresh: 'wait_for',
      })
      const { body } = await client.search({
        index: 'signed-blogs',
        body: { query: { match: { title: 'easy' } } },
      })
      expect(body.hits.hits).toMatchObject([{ _id: '1', _source: { author: 'Jon' } }])
    })
    expect(refused).toEqual([])
  })

  it.each([
    'a/b',
    'a b',
    'a+b',
    'a,b:c;d',
    'a*(b)!',
    "it's",
    'é😀',
    '100%',
    '..a',
    '<x|y>',
    '{"id":"x"}',
    '#1?',
  ])('keep a document under the id %s', async (id) => {
    const refused = await refusedDuring(async () => {
      await client.index({ index: 'signed-ids', id, body: { id } })
      const { body } = await client.get({ index: 'signed-ids', id })
      expect(body).toMatchObject({ _id: id, _source: { id } })
      await client.delete({ index: 'signed-ids', id })
      expect((await client.exists({ index: 'signed-ids', id })).body).toBe(false)
    })
    expect(refused).toEqual([])
  })

  it.each([false, 'gzip'] as const)(
    'load, page through and clear with bodies on every method, compression %s',
    async (compression) => {
      const zipped = new Client({
        node: domain.endpoint,
        ...(compression && { compression }),
        ...sigV4(domain.signing),
      })
      const refused = await refusedDuring(async () => {
        const documents = Array.from({ length: 2500 }, (_, n) => ({ n, text: `é😀 ${n}` }))
        const loaded = await zipped.helpers.bulk({
          datasource: documents,
          flushBytes: 20_000,
          onDocument: () => ({ index: { _index: 'signed-bulk' } }),
          refreshOnCompletion: 'signed-bulk',
        })
        expect(loaded).toMatchObject({ successful: 2500, failed: 0 })
        let found = 0
        for await (const { documents: page } of zipped.helpers.scrollSearch({
          index: 'signed-bulk',
          body: { size: 1000, query: { match_all: {} } },
        })) {
          found += page.length
        }
        expect(found).toBe(2500)
      })
      await zipped.close()
      expect(refused).toEqual([])
      expect(domain.requests.map(({ method }) => method)).toContain('DELETE')
    },
  )

  it('take a bulk body as text without its final newline', async () => {
    const body = '{"index":{"_index":"signed-text"}}\n{"a":1}'
    const answer = await client.bulk({ body: body as never, refresh: true })
    expect(answer.body).toMatchObject({ errors: false })
    expect((await client.count({ index: 'signed-text' })).body.count).toBe(1)
  })

  it('search many indices by pattern, with a query of every kind of character', async () => {
    const refused = await refusedDuring(async () => {
      await client.bulk({
        body: [{ index: { _index: 'signed-a' } }, { title: 'a b' }],
        refresh: true,
      })
      const answer = await client.search({
        index: 'signed-*,-signed-b*',
        q: 'title:(a AND b) OR title:"a+b"',
      })
      expect(answer.body.hits.hits).toHaveLength(1)
      const raw = await client.transport.request({
        method: 'GET',
        path: '/signed-*/_search?q=title:a+AND+title:b&pretty',
      })
      expect(raw.body.hits.hits).toHaveLength(1)
      const many = await client.msearch({
        body: [
          { index: 'signed-a' },
          { query: { match_all: {} } },
          {},
          { query: { match_none: {} } },
        ],
      })
      expect(many.body.responses).toHaveLength(2)
    })
    expect(refused).toEqual([])
  })

  it('are told apart from an unsigned client by the gateway', async () => {
    const unsigned = new Client({ node: domain.endpoint })
    await expect(unsigned.cat.indices()).rejects.toMatchObject({ statusCode: 403 })
    await unsigned.close()
    expect(domain.requests.at(-1)).toMatchObject({ verdict: 'unsigned' })
  })
})
