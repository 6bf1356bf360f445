import { Client } from '@opensearch-project/opensearch'
import { progressReporter, startLocalDomain } from 'opensearch-local-domain'
import { sigV4 } from 'opensearch-sigv4'

/** Indexes one document and finds it again; every request is signed. */
export async function main() {
  await using domain = await startLocalDomain({ onProgress: progressReporter(process.stderr) })
  // On AWS this is: new Client({ node: 'https://search-….eu-west-1.es.amazonaws.com', ...sigV4() })
  const client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })

  await client.indices.create({ index: 'blogs' })
  await client.index({
    index: 'blogs',
    id: '1',
    body: { author: 'Jon', title: 'signing is easy!' },
    refresh: 'wait_for',
  })
  const { body } = await client.search({
    index: 'blogs',
    body: { query: { match: { title: 'easy' } } },
  })
  for (const { _id, _source } of body.hits.hits) console.log(_id, _source)

  await client.indices.delete({ index: 'blogs' })
  await client.close()
}
