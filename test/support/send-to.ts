import { Client } from '@opensearch-project/opensearch'
import { sigV4, type SigV4Options } from 'opensearch-sigv4'
import { EXAMPLE_IDENTITY } from './identity.js'
import type { Recorder } from './recorder.js'

/** Sends to any host name by way of the recorder; gives scope and Host as they were on the wire. */
export async function sendTo(
  recorder: Recorder,
  hostname: string | undefined,
  options: SigV4Options = {},
) {
  const node = new URL(recorder.url)
  if (hostname !== undefined) node.hostname = hostname
  type Found = (
    error: null,
    address: string | { address: string; family: number }[],
    family?: number,
  ) => void
  const lookup = (_: string, { all }: { all?: boolean }, found: Found) =>
    all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4)
  const client = new Client({
    node: node.href,
    agent: { lookup } as never,
    ...sigV4({ credentials: EXAMPLE_IDENTITY, ...options }),
  })
  try {
    await client.search({ index: 'blogs' })
  } finally {
    await client.close()
  }
  const sent = recorder.requests.at(-1)
  const [, region, service] =
    /Credential=\w+\/\d{8}\/([^/]+)\/([^/]+)\//.exec(sent?.header('authorization') ?? '') ?? []
  return { region, service, host: sent?.header('host'), port: node.port }
}
