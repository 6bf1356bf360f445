import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** What Amazon's largest instances take in one request. */
export const MAX_BODY_BYTES = 100 * 1024 * 1024

/** One header line, its name as sent, its value as Latin-1 (one character per byte). */
export interface HeaderLine {
  readonly name: string
  readonly value: string
}

/** A request exactly as it arrived: nothing decoded, merged or put in order. */
export interface ReceivedRequest {
  readonly method: string
  /** The request target, byte for byte. */
  readonly target: string
  readonly headers: readonly HeaderLine[]
  /** Empty when it was larger than {@link MAX_BODY_BYTES}: see `bytes`. */
  readonly body: Buffer
  /** Length of the body received, also when it was too large to keep. */
  readonly bytes: number
  /** SHA-256 of the body received, in hex. */
  readonly bodyHash: string
}

/**
 * Reads a request to its end. A body that is too large is read on but not kept: a client that is
 * still sending would otherwise see a reset connection in place of the answer.
 *
 * @throws when the client leaves before the body has ended.
 */
export async function receive(message: IncomingMessage): Promise<ReceivedRequest> {
  const hash = createHash('sha256')
  let chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk)
    else chunks = []
  }
  return {
    method: message.method ?? '',
    target: message.url ?? '',
    headers: headerLines(message.rawHeaders),
    body: Buffer.concat(chunks),
    bytes,
    bodyHash: hash.digest('hex'),
  }
}

/** Pairs the flat list of names and values that Node gives. */
export function headerLines(rawHeaders: readonly string[]): HeaderLine[] {
  const lines: HeaderLine[] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    lines.push({ name: rawHeaders[index] ?? '', value: rawHeaders[index + 1] ?? '' })
  }
  return lines
}

/** Every value of a header, in the order of the lines; `name` in lower case. */
export function headerValues(request: { headers: readonly HeaderLine[] }, name: string): string[] {
  return request.headers
    .filter((line) => line.name.toLowerCase() === name)
    .map((line) => line.value)
}

/** A header's value, several lines joined by a comma; undefined when there is no such line. */
export function headerValue(
  request: { headers: readonly HeaderLine[] },
  name: string,
): string | undefined {
  const values = headerValues(request, name)
  return values.length > 0 ? values.join(',') : undefined
}
