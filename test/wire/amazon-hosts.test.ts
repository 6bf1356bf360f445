import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRecorder, type Recorder } from '../support/recorder.js'
import { sendTo } from '../support/send-to.js'

interface Partition {
  readonly partition: string
  readonly dnsSuffix: string
  readonly resourceSuffix: string
  /** Regions that have managed domains. */
  readonly es: readonly string[]
  /** Regions that have Serverless. */
  readonly aoss: readonly string[]
}

const file = new URL('../vectors/hosts/hosts.json', import.meta.url)
const { partitions } = JSON.parse(readFileSync(file, 'utf8')) as { partitions: Partition[] }

const hosts = partitions.flatMap(({ partition, dnsSuffix, resourceSuffix, es, aoss }) => [
  ...es.flatMap((region) =>
    [
      `search-shop-abc123.${region}.es.${dnsSuffix}`,
      `vpc-shop-abc123.${region}.es.${dnsSuffix}`,
      `search-shop-abc123.aos.${region}.${resourceSuffix}`,
      `vpc-shop-abc123.aos.${region}.${resourceSuffix}`,
    ].map((host) => ({ partition, host, region, service: 'es' })),
  ),
  ...aoss.flatMap((region) =>
    [
      `1tg2xudton46knx2a95g.${region}.aoss.${dnsSuffix}`,
      `1tg2xudton46knx2a95g.${region}.aoss-fips.${dnsSuffix}`,
      `1tg2xudton46knx2a95g.aoss.${region}.${resourceSuffix}`,
      `1tg2xudton46knx2a95g.aoss-fips.${region}.${resourceSuffix}`,
      `123456789012.aoss.${region}.${resourceSuffix}`,
    ].map((host) => ({ partition, host, region, service: 'aoss' })),
  ),
])

describe('an Amazon host name', () => {
  let recorder: Recorder
  beforeAll(async () => {
    recorder = await startRecorder()
  })
  afterAll(() => recorder[Symbol.asyncDispose]())

  it('stands for every partition', () => {
    expect(new Set(hosts.map(({ partition }) => partition)).size).toBe(8)
  })

  it.each(hosts)('$host says $region and $service', async ({ host, region, service }) => {
    const sent = await sendTo(recorder, host)
    expect(sent).toMatchObject({ region, service, host: `${host}:${sent.port}` })
  })
})
