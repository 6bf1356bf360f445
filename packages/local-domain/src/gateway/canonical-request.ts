import { headerValues, type ReceivedRequest } from './received-request.js'

/**
 * The canonical request of Signature Version 4, for services other than S3.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * Every string here is Latin-1, one character per byte received: hash it as such.
 */
export function canonicalRequest(
  request: ReceivedRequest,
  signedHeaders: readonly string[],
  plus: PlusReading,
): string {
  const { path, query } = splitTarget(request.target)
  return [
    request.method,
    canonicalPath(path),
    canonicalQuery(query, plus),
    ...signedHeaders.map((name) => `${name}:${canonicalHeaderValue(request, name)}`),
    '',
    signedHeaders.join(';'),
    request.bodyHash,
  ].join('\n')
}

/** Servers differ on a literal `+` in a query: itself, or (as in HTML forms) a space. */
export type PlusReading = 'plus-as-itself' | 'plus-as-space'

/** Splits a target at its first question mark. */
export function splitTarget(target: string): { path: string; query: string } {
  const mark = target.indexOf('?')
  return mark < 0
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) }
}

/**
 * The path as sent, without empty and dot segments, each segment percent-encoded once more
 * (so a `%` on the wire becomes `%25`). A trailing slash stays.
 */
function canonicalPath(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(percentEncode(segment))
  }
  const endsInSlash = path.endsWith('/') && kept.length > 0
  return `/${kept.join('/')}${endsInSlash ? '/' : ''}`
}

/** Every pair decoded to bytes, encoded again, and sorted by encoded name, then value. */
export function canonicalQuery(query: string, plus: PlusReading): string {
  const text = plus === 'plus-as-space' ? query.replaceAll('+', '%20') : query
  return text
    .split('&')
    .filter((piece) => piece !== '')
    .map((piece) => {
      const equals = piece.indexOf('=')
      const name = equals < 0 ? piece : piece.slice(0, equals)
      const value = equals < 0 ? '' : piece.slice(equals + 1)
      return {
        name: percentEncode(percentDecode(name)),
        value: percentEncode(percentDecode(value)),
      }
    })
    .toSorted((a, b) => compareBytes(a.name, b.name) || compareBytes(a.value, b.value))
    .map(({ name, value }) => `${name}=${value}`)
    .join('&')
}

function canonicalHeaderValue(request: ReceivedRequest, name: string): string {
  return (
    headerValues(request, name)
      // AWS's text says spaces; its implementations, aws-c-auth and botocore, fold tabs like them.
      .map((value) => value.replace(/[ \t]+/g, ' ').replace(/^ | $/g, ''))
      .join(',')
  )
}

/** Leaves `A-Za-z0-9-._~` and writes every other byte as `%XX`. */
function percentEncode(latin1: string): string {
  return latin1.replace(
    /[^A-Za-z0-9\-._~]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}

/** Turns each `%XX` into its byte; a `%` without two hex digits stays what it is. */
function percentDecode(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** Order of encoded text, which is ASCII: by code unit is by byte. */
function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
