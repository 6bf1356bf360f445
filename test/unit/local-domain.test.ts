import { describe, expect, it } from 'vitest'
import { startLocalDomain, type LocalDomainOptions } from 'opensearch-local-domain'
import { defaultVersion } from '../../packages/local-domain/src/opensearch/releases.js'
import { startStubOpenSearch } from '../support/stub-opensearch.js'

describe('startLocalDomain', () => {
  it('puts a gateway that asks for signatures in front of the OpenSearch', async () => {
    await using stub = await startStubOpenSearch()
    await using domain = await startLocalDomain({
      openSearch: stub.url,
      service: 'aoss',
      region: 'eu-central-1',
    })
    expect(domain).toMatchObject({
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      signing: { service: 'aoss', region: 'eu-central-1' },
      opensearchUrl: stub.url,
      provider: 'url',
      version: '3.8.0',
      requests: [],
    })
    expect((await fetch(domain.endpoint)).status).toBe(403)
    expect(domain.requests).toHaveLength(1)
    expect(stub.headers).toHaveLength(1)
  })

  it('hands out the credentials that are good now', async () => {
    await using stub = await startStubOpenSearch()
    await using domain = await startLocalDomain({ openSearch: stub.url })
    const before = await domain.signing.credentials()
    const rotated = domain.rotateCredentials()
    expect(rotated.accessKeyId).not.toBe(before.accessKeyId)
    expect(await domain.signing.credentials()).toEqual(rotated)
  })

  it('frees the port when it is stopped, however often', async () => {
    await using stub = await startStubOpenSearch()
    const domain = await startLocalDomain({ openSearch: stub.url })
    await domain.stop()
    await domain.stop()
    await expect(fetch(domain.endpoint)).rejects.toThrow('fetch failed')
    expect((await fetch(stub.url)).status).toBe(200)
  })

  it('takes frozen options, and an option given as undefined for one left out', async () => {
    await using stub = await startStubOpenSearch()
    const options = Object.freeze({ openSearch: stub.url, region: undefined, image: undefined })
    // As a caller in plain JavaScript would: TypeScript refuses it with exactOptionalPropertyTypes.
    await using domain = await startLocalDomain(options as unknown as LocalDomainOptions)
    expect(domain.signing.region).toBe('eu-west-1')
  })

  it.each([
    [
      { openSerach: 'http://127.0.0.1:9200' },
      "Unknown option 'openSerach'. Known: openSearch, provider, image, version, onProgress, service, region, credentials, tls, clock.",
    ],
    [{ openSearch: 9200 }, 'Option openSearch must be a text that is not empty.'],
    [{ image: '' }, 'Option image must be a text that is not empty.'],
    [{ provider: 'cloud' }, 'Option provider must be url, container or process.'],
    [
      { openSearch: 'http://127.0.0.1:9200', provider: 'container' },
      "Option openSearch names a server that runs already; provider 'container' would start another. Leave one of them out.",
    ],
    [{ onProgress: 'yes' }, 'Option onProgress must be a function.'],
    [
      { version: 'latest' },
      `Option version must be a full OpenSearch version such as '${defaultVersion}', not 'latest'.`,
    ],
    [{ service: 's3' }, "'service' must be 'es' or 'aoss'."],
  ])('refuses %j before anything is started', async (options, message) => {
    await expect(startLocalDomain(options as unknown as LocalDomainOptions)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_LOCAL_DOMAIN_OPTIONS', message }),
    )
  })
})
