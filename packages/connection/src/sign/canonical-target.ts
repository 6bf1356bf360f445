const RESERVED = /[^A-Za-z0-9\-._~]/g
const ESCAPE_OR_RESERVED = /%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~]/g

/**
 * The canonical form of a wire path for every service but S3: empty segments dropped, a final
 * slash kept, each segment encoded once more, so that `%2A` on the wire becomes `%252A`. Dot
 * segments never come here; they are refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalPath(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '')
  const slash = segments.length > 0 && path.endsWith('/') ? '/' : ''
  return `/${segments.map((segment) => segment.replace(RESERVED, escapeChar)).join('/')}${slash}`
}

/**
 * The canonical form of a wire query: pairs split at the first `=`, decoded byte by byte and
 * encoded again, sorted after encoding. Not URLSearchParams, which reads `+` as a space, and not a
 * record of parameters, in which `__proto__` is no name like any other.
 */
export function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map(encodedPair)
    .toSorted(([nameA, valueA], [nameB, valueB]) => order(nameA, nameB) || order(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function encodedPair(pair: string): [name: string, value: string] {
  const equals = pair.indexOf('=')
  return equals === -1
    ? [reencode(pair), '']
    : [reencode(pair.slice(0, equals)), reencode(pair.slice(equals + 1))]
}

function reencode(text: string): string {
  return text.replace(ESCAPE_OR_RESERVED, (found) => {
    if (found.length === 1) return escapeChar(found)
    return String.fromCharCode(Number.parseInt(found.slice(1), 16)).replace(RESERVED, escapeChar)
  })
}

/** One byte, as a character, in the form that SigV4 wants: upper-case hexadecimal. */
function escapeChar(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

/** By code unit, not by locale. */
function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
