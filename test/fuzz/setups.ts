import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { Identity } from 'opensearch-local-domain'
import { headerLists } from './headers.js'
import { nodePaths } from './targets.js'
import { charOf, textOf, wordOf } from './texts.js'
import type { Setup } from './user-request.js'

const regions = fc.oneof(
  wordOf(
    'us-east-1 us-west-2 eu-west-1 eu-central-2 ap-southeast-5 il-central-1 us-gov-west-1 cn-north-1 ca-west-1 me-central-1 af-south-1',
  ),
  fc
    .tuple(wordOf('us eu ap xx'), wordOf('north south'), fc.nat(99))
    .map((parts) => parts.join('-')),
)

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const base64 = (min: number, max: number) => textOf(charOf(`${LETTERS_AND_DIGITS}+/`), { min, max })

const identities: Arbitrary<Identity> = fc
  .record({
    accessKeyId: textOf(charOf(LETTERS_AND_DIGITS), { min: 16, max: 24 }),
    secretAccessKey: base64(20, 40),
    sessionToken: fc.option(
      fc
        .tuple(base64(1, 20), fc.nat(60), wordOf(' = =='))
        .map(([text, times, end]) => `IQoJb3JpZ2lu//${text.repeat(times)}${end}`),
      { nil: undefined },
    ),
  })
  .map(({ sessionToken, ...identity }) => ({ ...identity, ...(sessionToken && { sessionToken }) }))

const labels = wordOf('search-shop-abc123 VPC-Shop-1 x Domain')

type Place = Pick<Setup, 'region' | 'service' | 'signingHost' | 'scopeFromHost'>

const service = fc.constantFrom('es' as const, 'aoss' as const)

/** Region and service said by option; the host is the node's, or any other. */
const byOption: Arbitrary<Place> = fc.record({
  region: regions,
  service,
  signingHost: fc.option(
    fc
      .tuple(
        fc.oneof(labels, wordOf('tunnel.example a.b.example. 10.1.2.3 [::1]')),
        wordOf('  :9200 :443 :80 :8080'),
      )
      .map(([host, port]) => sentHost(host, port)),
    { nil: undefined, freq: 3 },
  ),
  scopeFromHost: fc.constant(false),
})

/** Region and service in the name of an Amazon host. */
const byHost: Arbitrary<Place> = fc
  .tuple(regions, service, labels, fc.boolean(), wordOf('  .'), wordOf(' :8443'))
  .map(([region, of, label, dualStack, dot, port]) => {
    const name = dualStack
      ? `${of === 'es' ? 'aos' : 'aoss'}.${region}.on.aws`
      : `${region}.${of}.amazonaws.com`
    const signingHost = sentHost(`${label}.${name}${dot}`, port)
    return { region, service: of, signingHost, scopeFromHost: true }
  })

/** In lower case, as URLs have it, and without the port that the protocol implies. */
function sentHost(host: string, port: string) {
  return { given: host + port, sent: host.toLowerCase() + port.replace(/^:80$/, '') }
}

const fewHeaders = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, headerLists)

/** Domains, and how a client for them is set up. */
export const setups: Arbitrary<Setup> = fc
  .record({
    place: fc.oneof({ weight: 3, arbitrary: byOption }, { weight: 1, arbitrary: byHost }),
    identity: identities,
    collection: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: wordOf('movies m-1').map((name) => ({ name })) },
      { weight: 1, arbitrary: wordOf('07tjusf2h91cunochc').map((id) => ({ id })) },
    ),
    nodePath: fc.oneof(fc.constant(''), nodePaths),
    clientHeaders: fewHeaders,
    nodeHeaders: fewHeaders,
    compression: fc.nat(7).map((n) => n === 7),
    suggestCompression: fc.boolean(),
  })
  .map(({ place, ...others }) => ({ ...place, ...others }))

const YEAR_9999 = new Date('9999-12-31T23:54:59.999Z')

/** From the first second to the last year of four digits, with the edges of days, months and years. */
export const dates = fc.oneof(
  fc.date({ min: new Date(0), max: YEAR_9999, noInvalidDate: true }),
  fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
  wordOf(
    '1970-01-01T00:00:00.000Z 1999-12-31T23:59:59.999Z 2000-02-29T12:00:00.500Z 2038-01-19T03:14:08.000Z 2100-03-01T00:00:00.000Z 2024-02-29T23:59:59.999Z 2026-01-01T00:00:00.000Z',
  ).map((text) => new Date(text)),
)
