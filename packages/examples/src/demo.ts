import { Client, errors } from '@opensearch-project/opensearch'
import { progressReporter, startLocalDomain, type LocalDomain } from 'opensearch-local-domain'
import { sigV4 } from 'opensearch-sigv4'
import colors from 'picocolors'
import { bulkLoad, describeSpeed } from './shared/bulk-load.js'
import { flightMappings, flights, movies } from './shared/datasets.js'
import { table } from './shared/table.js'
import { startTamperingHop } from './shared/tampering-hop.js'

/**
 * The whole story: a signed client indexes, searches and bulk-loads into a real OpenSearch behind a
 * gateway that checks signatures as Amazon does; then come requests that Amazon would refuse.
 */
export async function main() {
  console.log(colors.bold('opensearch-sigv4: every request signed with AWS Signature Version 4\n'))
  await using domain = await startLocalDomain({ onProgress: progressReporter(process.stderr) })
  const { endpoint, signing, provider, version } = domain
  console.log(`OpenSearch ${version} (${provider}) behind a gateway that checks signatures:`)
  console.log(`${endpoint}, service ${signing.service}, region ${signing.region}`)

  const client = new Client({ node: endpoint, ...sigV4(signing) })
  for (const index of ['blogs', 'movies']) await client.indices.create({ index })
  await client.indices.create({ index: 'flights', body: { mappings: flightMappings } })
  const story = new Story(domain)
  await story.chapter('index and search', () => indexAndSearch(client))
  await story.chapter('search 3,201 movies', () => searchMovies(client))
  await story.chapter('bulk-load 200,000 flights', () => loadFlights(client))
  await story.chapter('unsigned', () => refused(new Client({ node: endpoint })))
  await story.chapter('changed on the way', () => changedOnTheWay(domain))
  await story.chapter('signed 20 minutes ago', () => signedLongAgo(domain))
  await client.indices.delete({ index: 'blogs,movies,flights' })
  await client.close()
  story.end()
}

/** The chapters of the demo, with what the gateway's log says of each. */
class Story {
  readonly #domain: LocalDomain
  readonly #rows: [what: string, sent: number, accepted: number, refused: number][] = []

  constructor(domain: LocalDomain) {
    this.#domain = domain
  }

  async chapter(what: string, tell: () => Promise<void>) {
    console.log(`\n${colors.cyan(`> ${what}`)}`)
    const before = this.#domain.requests.length
    await tell()
    const logged = this.#domain.requests.slice(before)
    const accepted = logged.filter(({ verdict }) => verdict === 'accepted').length
    this.#rows.push([what, logged.length, accepted, logged.length - accepted])
  }

  end() {
    console.log(`\n${table(['what the gateway saw', 'sent', 'accepted', 'refused'], this.#rows)}`)
    // The first three chapters are signed, the others are not, or badly.
    const wrong = this.#rows.filter(([, sent, accepted], index) => {
      return sent === 0 || accepted !== (index < 3 ? sent : 0)
    })
    if (wrong.length > 0) {
      throw new Error(`Not as it should be: ${wrong.map(([what]) => what).join(', ')}`)
    }
    console.log(colors.green('\nWhat was signed got through, what was not did not.'))
  }
}

async function indexAndSearch(client: Client) {
  const document = { author: 'Jon', title: 'signing is easy!' }
  await client.index({ index: 'blogs', id: '1', body: document, refresh: 'wait_for' })
  const query = { match: { title: 'easy' } }
  const { body } = await client.search({ index: 'blogs', body: { query } })
  for (const { _id, _source } of body.hits.hits) console.log(`blogs/${_id}`, _source)
}

async function searchMovies(client: Client) {
  await bulkLoad(client, 'movies', movies())
  const { body } = await client.search({
    index: 'movies',
    body: { size: 5, query: { match: { Director: 'Kubrick' } }, sort: [{ 'IMDB Rating': 'desc' }] },
  })
  const rows = body.hits.hits.map(({ _source }) => [
    String(_source?.['Title']),
    String(_source?.['Director']),
    Number(_source?.['IMDB Rating']).toFixed(1),
  ])
  console.log(table(['title', 'director', 'IMDB rating'], rows))
}

async function loadFlights(client: Client) {
  const all = flights()
  const loaded = await bulkLoad(client, 'flights', all)
  const { body } = await client.count({ index: 'flights' })
  console.log(describeSpeed(loaded))
  console.log(`OpenSearch counts ${body.count.toLocaleString('en')} flights`)
  if (body.count !== all.length) throw new Error(`${all.length} flights were sent`)
}

/** A byte of the body is not the one that was signed. */
async function changedOnTheWay({ endpoint, signing }: LocalDomain) {
  await using hop = await startTamperingHop(endpoint)
  const signingHost = new URL(endpoint).host
  await refused(new Client({ node: hop.endpoint, ...sigV4({ ...signing, signingHost }) }))
}

async function signedLongAgo({ endpoint, signing }: LocalDomain) {
  const clock = () => new Date(Date.now() - 20 * 60_000)
  await refused(new Client({ node: endpoint, ...sigV4({ ...signing, clock }) }))
}

/** Sends what must be refused, and shows the refusal. */
async function refused(client: Client) {
  try {
    await client.index({ index: 'blogs', body: { author: 'Eve', title: 'signing is optional?' } })
    throw new Error('This request should have been refused')
  } catch (error) {
    if (!(error instanceof errors.ResponseError)) throw error
    const said: unknown = error.body['message'] ?? error.body['Message']
    const [firstLine] = String(said).split('\n')
    console.log(`${colors.red(String(error.statusCode))} ${firstLine}`)
  } finally {
    await client.close()
  }
}
