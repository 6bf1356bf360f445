import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SigV4Options } from 'opensearch-sigv4'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EXAMPLE_IDENTITY } from '../support/identity.js'
import { stubNoRegion } from '../support/no-region.js'
import { startRecorder, type Recorder } from '../support/recorder.js'
import { sendTo } from '../support/send-to.js'

let recorder: Recorder
beforeEach(async () => {
  recorder = await startRecorder()
  stubNoRegion()
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await recorder[Symbol.asyncDispose]()
})

/** By way of this test's recorder. */
const signedScope = (hostname: string | undefined, options: SigV4Options = {}) =>
  sendTo(recorder, hostname, options)

describe('region and service', () => {
  it.each([
    ['search-shop-abc123.eu-west-1.es.amazonaws.com', 'eu-west-1', 'es'],
    ['vpc-shop-abc123.us-gov-west-1.es.amazonaws.com', 'us-gov-west-1', 'es'],
    ['SEARCH-shop-abc123.AP-southeast-2.es.amazonaws.com', 'ap-southeast-2', 'es'],
    ['search-shop-abc123.eu-west-1.es.amazonaws.com.', 'eu-west-1', 'es'],
    ['search-shop-abc123.cn-north-1.es.amazonaws.com.cn', 'cn-north-1', 'es'],
    ['search-shop-abc123.aos.eu-central-2.on.aws', 'eu-central-2', 'es'],
    ['abc123.us-east-1.aoss.amazonaws.com', 'us-east-1', 'aoss'],
    ['abc123.aoss.us-east-1.on.aws', 'us-east-1', 'aoss'],
  ])('are read from the host name %s', async (hostname, region, service) => {
    vi.stubEnv('AWS_REGION', 'sa-east-1')
    expect(await signedScope(hostname)).toMatchObject({ region, service })
  })

  it.each([
    'search-shop.eu-west-1.es.amazonaws.com.evil.example',
    'search-shop.eu-west-1.es.amazonaws.com-evil.example',
    'eu-west-1.es.amazonaws.com',
    'a.search-shop.eu-west-1.es.amazonaws.com',
    'search-shop.nowhere.es.amazonaws.com',
    'search.example.com',
    'localhost',
  ])('are not read from %s', async (hostname) => {
    await expect(signedScope(hostname)).rejects.toMatchObject({ code: 'ERR_SIGV4_REGION' })
    vi.stubEnv('AWS_REGION', 'sa-east-1')
    expect(await signedScope(hostname)).toMatchObject({ region: 'sa-east-1', service: 'es' })
  })

  it('are read from signingHost rather than from the way to it', async () => {
    const signingHost = 'vpc-shop-abc.eu-west-1.es.amazonaws.com'
    expect(await signedScope(undefined, { signingHost })).toMatchObject({
      region: 'eu-west-1',
      service: 'es',
      host: signingHost,
    })
  })

  it('are what the options say before all', async () => {
    const options = { region: 'eu-north-1', service: 'aoss' }
    expect(await signedScope('search-shop-abc.eu-west-1.es.amazonaws.com', options)).toMatchObject(
      options,
    )
  })

  it('the region may come from a function', async () => {
    expect(await signedScope(undefined, { region: async () => 'eu-north-1' })).toMatchObject({
      region: 'eu-north-1',
    })
  })

  it('the region comes from AWS_DEFAULT_REGION where AWS_REGION is empty', async () => {
    vi.stubEnv('AWS_DEFAULT_REGION', 'eu-south-1')
    expect(await signedScope(undefined)).toMatchObject({ region: 'eu-south-1' })
  })

  it('the region comes from the active profile, and the credentials too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'profile-'))
    const file = join(folder, 'config')
    const { accessKeyId, secretAccessKey } = EXAMPLE_IDENTITY
    const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`
    await writeFile(file, `[profile shop]\nregion = eu-west-3\n${keys}`)
    vi.stubEnv('AWS_CONFIG_FILE', file)
    vi.stubEnv('AWS_PROFILE', 'shop')
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined)
    expect(await signedScope(undefined, { credentials: undefined })).toMatchObject({
      region: 'eu-west-3',
    })
    expect(recorder.requests[0]?.header('authorization')).toContain(`Credential=${accessKeyId}/`)
    await rm(folder, { recursive: true })
  })
})

describe('credentials', () => {
  it('come from the environment without an option, the session token too', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', EXAMPLE_IDENTITY.secretAccessKey)
    vi.stubEnv('AWS_SESSION_TOKEN', 'TOKENEXAMPLE')
    await signedScope(undefined, { credentials: undefined, region: 'eu-west-1' })
    const [sent] = recorder.requests
    expect(sent?.header('x-amz-security-token')).toBe('TOKENEXAMPLE')
    expect(sent?.header('authorization')).toMatch(/SignedHeaders=[^,]*;x-amz-security-token,/)
  })

  it('that are nowhere to be found make a typed error', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined)
    await expect(
      signedScope(undefined, { credentials: undefined, region: 'eu-west-1' }),
    ).rejects.toMatchObject({
      name: 'SigV4Error',
      code: 'ERR_SIGV4_CREDENTIALS',
    })
    expect(recorder.requests).toHaveLength(0)
  })
})

describe('the Host header', () => {
  it('is the host of the node, with its port', async () => {
    const { host, port } = await signedScope(undefined, { region: 'eu-west-1' })
    expect(host).toBe(`127.0.0.1:${port}`)
  })

  it('is the address of an IPv6 node, in its brackets', async () => {
    await using ipv6 = await startRecorder('::1')
    const { host, port } = await sendTo(ipv6, undefined, { region: 'eu-west-1' })
    expect(host).toBe(`[::1]:${port}`)
  })

  it.each([
    ['vpc-shop.example:443', 'vpc-shop.example:443'],
    ['vpc-shop.example:80', 'vpc-shop.example'],
    ['vpc-shop.example:9200', 'vpc-shop.example:9200'],
    ['VPC-Shop.example', 'vpc-shop.example'],
    ['[::1]:9200', '[::1]:9200'],
  ])('is signingHost %s, without the default port of http', async (signingHost, host) => {
    expect(await signedScope(undefined, { region: 'eu-west-1', signingHost })).toMatchObject({
      host,
    })
  })
})
