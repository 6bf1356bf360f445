import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { LocalDomainError } from '../errors.js'
import { failure } from './answer.js'

interface DownloadOptions {
  /** The SHA-512 the bytes must have, in hex. */
  readonly sha512: string
  /** Told after each piece: bytes so far, and of how many where the server says so. */
  readonly onBytes: (done: number, total: number | undefined) => void
  /** Tries, the first one included. Default: 3. */
  readonly tries?: number
  /** Milliseconds between tries. Default: 1000. */
  readonly between?: number
}

/** A connection that delivers nothing for this long, in ms, is given up. */
const stall = 30_000

/**
 * Fetches a file, and keeps it only if it has the sum it must have. A try that breaks off is made
 * again from the start; wrong bytes are not asked for twice.
 */
export async function download(url: string, file: string, options: DownloadOptions): Promise<void> {
  const { tries = 3, between = 1000 } = options
  try {
    const sum = await retried(tries, between, () => fetchTo(url, file, options.onBytes))
    if (sum === options.sha512.toLowerCase()) return
    throw new LocalDomainError(
      'ERR_LOCAL_DOMAIN_CHECKSUM',
      `${url} does not have the SHA-512 it was published with: refused and removed. Something on the way changes downloads; try another network, or set OPENSEARCH_URL.`,
    )
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
}

/** Fetches a small text, with the same tries as a file. */
export async function downloadText(url: string, tries = 3, between = 1000): Promise<string> {
  return retried(tries, between, async () => {
    const response = await get(url, AbortSignal.timeout(stall))
    return response.text()
  })
}

async function fetchTo(
  url: string,
  file: string,
  onBytes: DownloadOptions['onBytes'],
): Promise<string> {
  const stalled = new AbortController()
  const giveUp = setTimeout(() => stalled.abort(new Error(`nothing came for ${stall} ms`)), stall)
  try {
    const response = await get(url, stalled.signal)
    if (!response.body) throw new Error('the answer is empty')
    const total = Number(response.headers.get('content-length')) || undefined
    const hash = createHash('sha512')
    let done = 0
    const measure = new Transform({
      transform(piece: Buffer, _encoding, next) {
        giveUp.refresh()
        hash.update(piece)
        done += piece.length
        onBytes(done, total)
        next(null, piece)
      },
    })
    await pipeline(Readable.fromWeb(response.body), measure, createWriteStream(file))
    return hash.digest('hex')
  } finally {
    clearTimeout(giveUp)
  }
}

async function get(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal })
  if (response.ok) return response
  await response.body?.cancel()
  const message = `${url} was answered with HTTP ${response.status}`
  // A server's own trouble may pass. A file that is not there will not be there in a second either.
  if (response.status >= 500 || response.status === 429) throw new Error(message)
  throw new LocalDomainError('ERR_LOCAL_DOMAIN_DOWNLOAD', `${message}. Is there such a version?`)
}

/** Node trusts its own list of authorities, not the system's, to which companies add theirs. */
function wayOut(error: unknown): string {
  return /certificate/i.test(failure(error))
    ? "Set NODE_EXTRA_CA_CERTS to the file of your network's certificate authorities"
    : 'Check the network'
}

async function retried<T>(tries: number, between: number, attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other is the point
      return await attempt()
    } catch (error) {
      if (error instanceof LocalDomainError) throw error
      if (tried >= tries) {
        throw new LocalDomainError(
          'ERR_LOCAL_DOMAIN_DOWNLOAD',
          `OpenSearch cannot be downloaded (${tries} tries): ${failure(error)}. ${wayOut(error)}, or set OPENSEARCH_URL.`,
          { cause: error },
        )
      }
      // oxlint-disable-next-line no-await-in-loop
      await pause(between)
    }
  }
}
