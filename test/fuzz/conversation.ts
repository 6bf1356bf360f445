import { Client, type ClientOptions } from '@opensearch-project/opensearch'
import { sigV4 } from 'opensearch-sigv4'
import { startSignedDomain } from '../support/signed-domain.js'
import { breachByOutcome, breachOnTheWire, type Breach, type Outcome } from './laws.js'
import { plainClient } from './plain-client.js'
import { clientCall, type Setup, type UserRequest } from './user-request.js'
import { tapWire, type Arrival } from './wire-tap.js'

/** Never reached, but by a request that hangs for what is wrong with it. */
const REQUEST_TIMEOUT_MS = 10_000

/** A request that did not go as it had to. */
export interface Disagreement extends Breach {
  readonly setup: Setup
  readonly request: UserRequest
  /** What arrived at the gateway, if anything did. */
  readonly arrival: Arrival | undefined
  /** Its body, if the gateway let it through. */
  readonly body: Buffer | undefined
}

/**
 * Sends requests, one after another, with one signing client, to one gateway that verifies, and
 * holds what became of each against the laws; gives undefined for each that kept them.
 */
export async function* converse(
  setup: Setup,
  requests: readonly UserRequest[],
): AsyncGenerator<Disagreement | undefined> {
  let now = new Date(0)
  const clock = () => now
  const { region, service, identity: credentials } = setup
  await using domain = await startSignedDomain({ region, service, credentials, clock })
  using tap = tapWire(domain.endpoint)
  const options = clientOptions(setup, domain.endpoint)
  const client = new Client({ ...options, ...sigV4({ ...signingOptions(setup), clock }) })
  const wouldSend = plainClient(options)

  async function outcomeOf(request: UserRequest): Promise<Outcome> {
    now = request.date
    const before = { arrived: tap.arrivals.length, recorded: domain.recorder.requests.length }
    const error: unknown = await client.transport.request(...clientCall(request)).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    return {
      error,
      arrived: tap.arrivals.length - before.arrived,
      verdict: domain.requests.at(-1)?.verdict,
      nodesAlive: client.connectionPool.connections.every(({ deadCount }) => deadCount === 0),
      arrival: tap.arrivals[before.arrived],
      body: domain.recorder.requests[before.recorded]?.body,
    }
  }

  for (const request of requests) {
    const outcome = await outcomeOf(request)
    const { arrival, body } = outcome
    let breach = breachByOutcome(request, outcome)
    if (!breach && request.flaw === undefined && arrival && body) {
      const plain = await wouldSend(request)
      const nodeHost = new URL(domain.endpoint).host
      breach = await breachOnTheWire({ setup, request, plain, arrival, body, nodeHost })
    }
    yield breach && { ...breach, setup, request, arrival, body }
  }
  // Not awaited: the client waits for ever once it has sent what it should have refused.
  void client.close()
}

function clientOptions(setup: Setup, endpoint: string): ClientOptions {
  const { nodePath, nodeHeaders, clientHeaders, compression, suggestCompression } = setup
  return {
    node: { url: new URL(endpoint + nodePath), headers: Object.fromEntries(nodeHeaders) },
    headers: Object.fromEntries(clientHeaders),
    maxRetries: 0,
    requestTimeout: REQUEST_TIMEOUT_MS,
    suggestCompression,
    ...(compression && { compression: 'gzip' }),
  }
}

function signingOptions(setup: Setup) {
  const { identity, region, service, signingHost, scopeFromHost, collection } = setup
  return {
    credentials: identity,
    collection,
    ...(!scopeFromHost && { region, service }),
    ...(signingHost && { signingHost: signingHost.given }),
  }
}
