import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { distribution } from '../../packages/local-domain/src/opensearch/distribution.js'
import { download } from '../../packages/local-domain/src/opensearch/download.js'
import { defaultVersion } from '../../packages/local-domain/src/opensearch/releases.js'
import { unzip } from '../../packages/local-domain/src/opensearch/unzip.js'
import type { ProgressEvent } from '../../packages/local-domain/src/progress.js'
import { selfSigned } from '../support/self-signed.js'

/** opensearch-9.9.9/bin/opensearch, which may be executed, and opensearch-9.9.9/config/jvm.options. */
const zip = Buffer.from(
  'UEsDBBQAAAAAAAAAIVwdnfsECgAAAAoAAAAfAAAAb3BlbnNlYXJjaC05LjkuOS9iaW4vb3BlbnNlYXJjaCMhL2Jpbi9zaApQSwMEFAAAAAAAAAAhXO8qMyQHAAAABwAAACMAAABvcGVuc2VhcmNoLTkuOS45L2NvbmZpZy9qdm0ub3B0aW9ucy1YbXMxZwpQSwECFAMUAAAAAAAAACFcHZ37BAoAAAAKAAAAHwAAAAAAAAAAAAAA7YEAAAAAb3BlbnNlYXJjaC05LjkuOS9iaW4vb3BlbnNlYXJjaFBLAQIUAxQAAAAAAAAAIVzvKjMkBwAAAAcAAAAjAAAAAAAAAAAAAACkgUcAAABvcGVuc2VhcmNoLTkuOS45L2NvbmZpZy9qdm0ub3B0aW9uc1BLBQYAAAAAAgACAJ4AAACPAAAAAAA=',
  'base64',
)
/** One file, named ../outside.txt. */
const escapingZip = Buffer.from(
  'UEsDBBQAAAAAAAAAIVwfKKpnAgAAAAIAAAAOAAAALi4vb3V0c2lkZS50eHRub1BLAQIUAxQAAAAAAAAAIVwfKKpnAgAAAAIAAAAOAAAAAAAAAAAAAACkgQAAAAAuLi9vdXRzaWRlLnR4dFBLBQYAAAAAAQABADwAAAAuAAAAAAA=',
  'base64',
)
const sum = (bytes: Buffer) => createHash('sha512').update(bytes).digest('hex')

let folder: string
let server: Server
let repository: string
/** What the repository answers; each test sets its own. */
let answer: (request: IncomingMessage, response: ServerResponse) => void
let asked: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-test-'))
  asked = []
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  repository = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
})

const publish =
  (bytes: Buffer, published = sum(bytes)): typeof answer =>
  (request, response) =>
    request.url?.endsWith('.sha512')
      ? response.end(`${published}  opensearch-9.9.9.zip\n`)
      : response.setHeader('content-length', bytes.length).end(bytes)

describe('distribution', () => {
  const events: ProgressEvent[] = []
  const have = () => {
    events.length = 0
    const onProgress = (event: ProgressEvent) => void events.push(event)
    return distribution({ version: '9.9.9', cache: join(folder, 'cache'), repository, onProgress })
  }

  it('downloads, checks and unpacks once, readable for every account, and then uses the cache', async () => {
    answer = publish(zip)
    const home = await have()
    expect(home).toBe(join(folder, 'cache/opensearch-9.9.9'))
    expect(await readFile(join(home, 'config/jvm.options'), 'utf8')).toBe('-Xms1g\n')
    const mode = async (path: string) => (await stat(join(home, path))).mode & 0o777
    expect(await mode('bin/opensearch')).toBe(0o755)
    expect(await mode('config/jvm.options')).toBe(0o644)
    expect(await mode('config')).toBe(0o755)
    expect(await readdir(join(folder, 'cache'))).toEqual(['opensearch-9.9.9'])
    const at = '/org/opensearch/distribution/integ-test-zip/opensearch/9.9.9/opensearch-9.9.9.zip'
    expect(asked).toEqual([`${at}.sha512`, at])

    expect(await have()).toBe(home)
    expect(asked).toHaveLength(2)
    expect(events).toEqual([])
  })

  it('says how far the download is', async () => {
    answer = publish(zip)
    await have()
    const message = 'downloading OpenSearch 9.9.9'
    expect(events).toContainEqual({
      stage: 'download',
      message,
      done: zip.length,
      total: zip.length,
    })
    expect(events.at(-1)).toEqual({ stage: 'unpack', message: 'unpacking OpenSearch 9.9.9' })
  })

  it('gives the same folder to all who ask at once', async () => {
    answer = publish(zip)
    const homes = await Promise.all([have(), have(), have()])
    expect(new Set(homes)).toEqual(new Set([join(folder, 'cache/opensearch-9.9.9')]))
    expect(await readdir(join(folder, 'cache'))).toEqual(['opensearch-9.9.9'])
  })

  it('refuses bytes that are not the published ones, at once, and keeps none of them', async () => {
    answer = publish(zip, sum(Buffer.from('something else')))
    await expect(have()).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_LOCAL_DOMAIN_CHECKSUM',
        message: expect.stringContaining(
          'opensearch-9.9.9.zip does not have the SHA-512 it was published with: refused and removed.',
        ),
      }),
    )
    expect(asked).toHaveLength(2)
    expect(await readdir(join(folder, 'cache'))).toEqual([])
  })

  it('does not download what has no sum to be checked against', async () => {
    answer = publish(zip, '<html>not a sum</html>')
    await expect(have()).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_LOCAL_DOMAIN_CHECKSUM' }),
    )
    answer = (_request, response) => response.writeHead(404).end()
    await expect(have()).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_LOCAL_DOMAIN_DOWNLOAD',
        message: expect.stringMatching(
          /9\.9\.9\.zip\.sha512 was answered with HTTP 404\. Is there such a version\?$/,
        ),
      }),
    )
    expect(asked.filter((path) => path.endsWith('.zip'))).toEqual([])
  })

  it('holds a version that this package starts by itself against its own sum, not the published one', async () => {
    answer = publish(zip)
    const cache = join(folder, 'cache')
    const pinned = { version: defaultVersion, cache, repository, onProgress: () => undefined }
    await expect(distribution(pinned)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_LOCAL_DOMAIN_CHECKSUM' }),
    )
    expect(asked.filter((path) => path.endsWith('.sha512'))).toEqual([])
  })
})

describe('download', () => {
  const fetchZip = (tries: number, onBytes = (_done: number) => undefined as void) =>
    download(`${repository}/x.zip`, join(folder, 'x.zip'), {
      sha512: sum(zip),
      onBytes,
      tries,
      between: 0,
    })

  it('begins again from the start when the connection breaks off or the server has trouble', async () => {
    const faults: (typeof answer)[] = [
      (_request, response) => response.writeHead(503).end(),
      (request, response) => {
        response.setHeader('content-length', zip.length).write(zip.subarray(0, 100))
        setImmediate(() => request.socket.destroy())
      },
      publish(zip),
    ]
    answer = (request, response) => faults.shift()?.(request, response)
    const seen: number[] = []
    await fetchZip(3, (done) => void seen.push(done))
    expect(await readFile(join(folder, 'x.zip'))).toEqual(zip)
    expect(seen.at(-1)).toBe(zip.length)
  })

  it('gives up after its tries, says why, and leaves no file', async () => {
    answer = (_request, response) => response.writeHead(503).end()
    await expect(fetchZip(2)).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_LOCAL_DOMAIN_DOWNLOAD',
        message: `OpenSearch cannot be downloaded (2 tries): ${repository}/x.zip was answered with HTTP 503. Check the network, or set OPENSEARCH_URL.`,
      }),
    )
    expect(asked).toHaveLength(2)
    expect(await readdir(folder)).toEqual([])
  })

  it('says how to trust a network that has certificate authorities of its own', async () => {
    const intercepted = createTlsServer(selfSigned(), (_, response) => response.end()).listen(0)
    await once(intercepted, 'listening')
    const { port } = intercepted.address() as AddressInfo
    const options = { sha512: sum(zip), onBytes: () => undefined, tries: 1 }
    await expect(
      download(`https://127.0.0.1:${port}/x.zip`, join(folder, 'x.zip'), options),
    ).rejects.toThrow(
      /certificate.*\. Set NODE_EXTRA_CA_CERTS to the file of .*, or set OPENSEARCH_URL/,
    )
    intercepted.close()
  })

  it('takes an answer that is cut short for a failure, not for the file', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'transfer-encoding': 'chunked' })
      response.write(zip.subarray(0, 100), () => response.destroy())
    }
    await expect(fetchZip(1)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_LOCAL_DOMAIN_DOWNLOAD' }),
    )
    expect(await readdir(folder)).toEqual([])
  })
})

describe('unzip', () => {
  it('refuses a name that leads out of the folder', async () => {
    await writeFile(join(folder, 'bad.zip'), escapingZip)
    await expect(unzip(join(folder, 'bad.zip'), join(folder, 'in'))).rejects.toThrow(
      'invalid relative path: ../outside.txt',
    )
    expect(await readdir(folder)).toEqual(['bad.zip'])
  })
})
