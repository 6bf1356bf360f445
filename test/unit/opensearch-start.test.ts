import { describe, expect, it } from 'vitest'
import {
  firstToBeHad,
  startOpenSearch,
  type Way,
} from '../../packages/local-domain/src/opensearch/opensearch.js'
import {
  LocalDomainError,
  type LocalDomainErrorCode,
} from '../../packages/local-domain/src/errors.js'
import { defaultVersion } from '../../packages/local-domain/src/opensearch/releases.js'
import type { ProgressEvent } from '../../packages/local-domain/src/progress.js'
import { startStubOpenSearch } from '../support/stub-opensearch.js'

const closed = (name: string, code: LocalDomainErrorCode, message: string): Way => ({
  name,
  start: () => Promise.reject(new LocalDomainError(code, message)),
})
const running = {
  url: 'http://127.0.0.1:1234',
  provider: 'process',
  version: '3.8.0',
  stop: () => Promise.resolve(),
} as const

describe('firstToBeHad', () => {
  it('takes the next way when one is closed on this machine, and says so', async () => {
    const events: ProgressEvent[] = []
    const ways: Way[] = [
      closed('a container', 'ERR_LOCAL_DOMAIN_NO_IMAGE', 'No such image.'),
      { name: 'a Java process', start: () => Promise.resolve(running) },
    ]
    expect(await firstToBeHad(ways, (event) => void events.push(event))).toBe(running)
    expect(events).toEqual([{ stage: 'closed', message: 'not as a container: No such image.' }])
  })

  it('names the three ways and what each lacked when none is open', async () => {
    const ways = [
      closed('a container', 'ERR_LOCAL_DOMAIN_NO_ENGINE', 'No container engine answers.'),
      closed('a Java process', 'ERR_LOCAL_DOMAIN_NO_JAVA', 'Java 21 or newer is needed.'),
    ]
    await expect(firstToBeHad(ways, () => undefined)).rejects.toThrow(
      expect.objectContaining({
        name: 'LocalDomainError',
        code: 'ERR_LOCAL_DOMAIN_NO_OPENSEARCH',
        message: [
          'No OpenSearch can be had here. Each of these would do:',
          '- one that runs already: no address is given. Set OPENSEARCH_URL, or the option openSearch.',
          '- a container: No container engine answers.',
          '- a Java process: Java 21 or newer is needed.',
        ].join('\n'),
      }),
    )
  })

  it.each(['ERR_LOCAL_DOMAIN_START', 'ERR_LOCAL_DOMAIN_CHECKSUM'] as const)(
    'shows %s instead of hiding it behind another way',
    async (code) => {
      const ways = [
        closed('a container', code, 'It broke.'),
        { name: 'x', start: async () => running },
      ]
      await expect(firstToBeHad(ways, () => undefined)).rejects.toThrow(
        expect.objectContaining({ code, message: 'It broke.' }),
      )
    },
  )
})

describe('startOpenSearch', () => {
  it('uses the server at the address of the option before that of OPENSEARCH_URL', async () => {
    await using stub = await startStubOpenSearch()
    const found = await startOpenSearch(
      { openSearch: `${stub.url}/` },
      { OPENSEARCH_URL: 'http://x' },
    )
    expect(found).toMatchObject({ url: stub.url, provider: 'url', version: '3.8.0' })
    const again = await startOpenSearch({}, { OPENSEARCH_URL: stub.url })
    expect(again).toMatchObject({ url: stub.url, provider: 'url', version: '3.8.0' })
  })

  it('leaves a server that it was given running', async () => {
    await using stub = await startStubOpenSearch()
    const found = await startOpenSearch({ openSearch: stub.url }, {})
    await found.stop()
    expect((await fetch(stub.url)).status).toBe(200)
  })

  it('sends user and password of the address, and shows them to nobody', async () => {
    await using stub = await startStubOpenSearch()
    const events: ProgressEvent[] = []
    const openSearch = stub.url.replace('//', '//ada:s%40cret@')
    const onProgress = (event: ProgressEvent) => void events.push(event)
    await startOpenSearch({ openSearch, onProgress }, {})
    expect(stub.headers[0]?.authorization).toBe(`Basic ${btoa('ada:s@cret')}`)
    expect(events).toEqual([{ stage: 'ready', message: `OpenSearch 3.8.0 answers at ${stub.url}` }])
  })

  it('refuses a server that is not there, without its password in the message', async () => {
    const stub = await startStubOpenSearch()
    await stub.stop()
    const openSearch = stub.url.replace('//', '//ada:secret@')
    await expect(startOpenSearch({ openSearch }, {})).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_LOCAL_DOMAIN_UNREACHABLE',
        message: `No OpenSearch answers at ${stub.url}: connect ECONNREFUSED ${stub.url.slice(7)}. Start it, or leave the address out to have one started.`,
      }),
    )
  })

  it('refuses a server that is not an OpenSearch', async () => {
    await using stub = await startStubOpenSearch({ hello: 'world' })
    await expect(startOpenSearch({ openSearch: stub.url }, {})).rejects.toThrow(
      `No OpenSearch answers at ${stub.url}: GET / was not answered the way an OpenSearch answers.`,
    )
  })

  it.each(['', 'localhost:9200', 'ftp://127.0.0.1', 'http://127.0.0.1:9200/?a=1'])(
    'refuses %j for an address',
    async (address) => {
      const env = { OPENSEARCH_PROVIDER: 'url', OPENSEARCH_URL: address }
      await expect(startOpenSearch({}, env)).rejects.toThrow(
        expect.objectContaining({
          code: 'ERR_LOCAL_DOMAIN_OPTIONS',
          message:
            'The address of OpenSearch (option openSearch, or OPENSEARCH_URL) must be an http or https URL without a query, such as http://127.0.0.1:9200.',
        }),
      )
    },
  )

  it('refuses a provider it does not know', async () => {
    await expect(startOpenSearch({}, { OPENSEARCH_PROVIDER: 'cloud' })).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_LOCAL_DOMAIN_OPTIONS',
        message: "OPENSEARCH_PROVIDER must be url, container or process, not 'cloud'.",
      }),
    )
  })

  it.each(['3', '3.8', 'latest', '3.8.0/../..'])('refuses %j for a version', async (version) => {
    await expect(startOpenSearch({ version }, {})).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_LOCAL_DOMAIN_OPTIONS',
        message: `Option version must be a full OpenSearch version such as '${defaultVersion}', not '${version}'.`,
      }),
    )
  })
})
