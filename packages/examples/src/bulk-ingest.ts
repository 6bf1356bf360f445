import { Client } from '@opensearch-project/opensearch'
import { progressReporter, startLocalDomain } from 'opensearch-local-domain'
import { sigV4 } from 'opensearch-sigv4'
import { bulkLoad, describeSpeed } from './shared/bulk-load.js'
import { flightMappings, flights } from './shared/datasets.js'

/** Loads 200,000 flights with the client's bulk helper; every request is signed. */
export async function main() {
  await using domain = await startLocalDomain({ onProgress: progressReporter(process.stderr) })
  const client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })

  await client.indices.create({ index: 'flights', body: { mappings: flightMappings } })
  const loaded = await bulkLoad(client, 'flights', flights())
  const { body } = await client.count({ index: 'flights' })
  console.log(
    `${body.count.toLocaleString('en')} flights are in the index: ${describeSpeed(loaded)}`,
  )

  await client.indices.delete({ index: 'flights' })
  await client.close()
}
