import { Readable } from 'node:stream'
import { SigV4Error } from '../errors.js'

/**
 * The bytes of a body: encoded once, so that what is hashed, measured and sent is the same. Gives
 * undefined for no body; an empty one is none.
 *
 * @throws {SigV4Error} ERR_SIGV4_BODY_TOO_LARGE over `limit` bytes, ERR_SIGV4_REQUEST for a body of another type
 */
export function bodyBytes(body: unknown, limit: number | undefined): Buffer | undefined {
  if (body === undefined || body === null) return undefined
  const bytes = encoded(body)
  if (bytes.byteLength === 0) return undefined
  if (limit === undefined || bytes.byteLength <= limit) return bytes
  throw new SigV4Error(
    'ERR_SIGV4_BODY_TOO_LARGE',
    `The body has ${bytes.byteLength} bytes, maxRequestBody is ${limit}: send it in smaller parts (for bulk: flushBytes), or raise the option if the domain takes more.`,
  )
}

function encoded(body: unknown): Buffer {
  if (typeof body === 'string') return Buffer.from(body, 'utf8')
  if (body instanceof Uint8Array) return asBuffer(body)
  throw new SigV4Error(
    'ERR_SIGV4_REQUEST',
    `The body, or a piece of it, is of type ${typeof body}, which has no bytes to sign: give a string, a Buffer, or a stream of them.`,
  )
}

/** The same bytes, as the one kind of Uint8Array that clients know. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** What clients take for a stream: anything with a pipe(), and no document with a field pipe. */
export function isStream(body: unknown): body is NodeJS.ReadableStream {
  return (
    typeof body === 'object' && body !== null && 'pipe' in body && typeof body.pipe === 'function'
  )
}

/**
 * Reads a whole stream, for a signature covers a body's hash and stands before the body. Begins at
 * once, so that no error and no data of the stream is missed.
 *
 * @param toText makes text of an object that an object stream gives, where objects are meant
 * @throws {SigV4Error} ERR_SIGV4_BODY_TOO_LARGE over `limit` bytes, with the stream destroyed
 */
export async function collectStream(
  stream: NodeJS.ReadableStream,
  limit: number,
  toText?: (piece: object) => string,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  // Streams of the first kind that Node had cannot be iterated.
  const source: AsyncIterable<unknown> =
    Symbol.asyncIterator in stream ? stream : new Readable().wrap(stream)
  // Leaving the loop by a throw destroys the stream.
  for await (const chunk of source) {
    const bytes = encoded(toText && isPlain(chunk) ? toText(chunk) : chunk)
    size += bytes.byteLength
    if (size > limit) {
      throw new SigV4Error(
        'ERR_SIGV4_BODY_TOO_LARGE',
        `The body stream is larger than maxStreamBody (${limit} bytes), and is held in memory to be hashed: send it in smaller parts, or raise the option.`,
      )
    }
    chunks.push(bytes)
  }
  return Buffer.concat(chunks, size)
}

function isPlain(piece: unknown): piece is object {
  return typeof piece === 'object' && piece !== null && !(piece instanceof Uint8Array)
}

const NEWLINE = 0x0a

/**
 * An NDJSON body given as one text, with the final newline that people forget and OpenSearch
 * demands. https://docs.opensearch.org/latest/api-reference/document-apis/bulk/
 */
export function endWithNewline<T>(body: T): T | string | Buffer {
  if (typeof body === 'string') return body.endsWith('\n') ? body : `${body}\n`
  if (Buffer.isBuffer(body) && body.length > 0 && body.at(-1) !== NEWLINE) {
    return Buffer.concat([body, Buffer.of(NEWLINE)])
  }
  return body
}
