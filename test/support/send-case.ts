import { Client } from '@opensearch-project/opensearch'
import { sigV4 } from 'opensearch-sigv4'
import { startRecorder, type RecordedRequest } from './recorder.js'
import { dateOf, type WireCase } from './vectors.js'

/** What became of a request of the client: its answer or error, and what came out of the socket. */
export interface CaseOutcome {
  readonly outcome: unknown
  readonly requests: readonly RecordedRequest[]
}

/** Sends a case with a real client that signs, to a recorder of its own. */
export async function sendCase({ headers, ...one }: WireCase): Promise<CaseOutcome> {
  await using recorder = await startRecorder()
  const { host, ...own } = Object.fromEntries(headers)
  const client = new Client({
    node: recorder.url,
    ...sigV4({
      credentials: one.credentials,
      region: one.region,
      service: one.service,
      signingHost: host,
      clock: () => dateOf(one),
    }),
  })
  const { method, path, querystring, body } = one
  const outcome = await client.transport
    .request({ method, path, querystring, ...(body.length > 0 && { body }) }, { headers: own })
    .catch((error: unknown) => error)
  await client.close()
  return { outcome, requests: recorder.requests }
}
