import { SigV4Error } from '../errors.js'

const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i
const MALFORMED_PERCENT = /%(?![0-9a-f]{2})/i
// Node refuses these in a path with a bare TypeError, and a lone surrogate has no bytes.
const UNSENDABLE = /[\u0000-\u0020\u007f]|\p{Surrogate}/u
const NON_ASCII = /[^\u0000-\u007f]/gu

/**
 * The request target (path and query) that is signed and sent. It is the client's, byte for byte,
 * but for two rewrites that leave only one way to read it: a raw non-ASCII character is
 * percent-encoded (Node would write one Latin-1 byte where signers see UTF-8), and a `+` in the
 * query becomes `%20` (OpenSearch reads it as a space, signers disagree).
 *
 * @throws {SigV4Error} ERR_SIGV4_REQUEST where a hop could read another target than was signed
 */
export function wireTarget(target: string): string {
  const [path, query] = splitTarget(target)
  if (path.split('/').some((segment) => DOT_SEGMENT.test(segment))) {
    refuse(
      target,
      'has a dot segment, which a hop may resolve to another path: give the id or index another name',
    )
  }
  if (MALFORMED_PERCENT.test(target)) {
    refuse(
      target,
      'has a % that two hexadecimal digits do not follow: write %25 for a percent sign, or encodeURIComponent the value',
    )
  }
  if (UNSENDABLE.test(target)) {
    refuse(
      target,
      'has white space, a control character or a lone surrogate: encodeURIComponent the value',
    )
  }
  if (query?.split('&').some((pair) => pair.startsWith('='))) {
    refuse(
      target,
      'has a query parameter without a name, which signers and servers read differently: name it or drop it',
    )
  }
  const wire = query === undefined ? path : `${path}?${query.replaceAll('+', '%20')}`
  return wire.replace(NON_ASCII, encodeURIComponent)
}

/** Splits at the first `?`, as servers do: a later one belongs to the query. */
export function splitTarget(target: string): [path: string, query: string | undefined] {
  const mark = target.indexOf('?')
  return mark === -1 ? [target, undefined] : [target.slice(0, mark), target.slice(mark + 1)]
}

function refuse(target: string, why: string): never {
  const shown = target.length > 200 ? `${target.slice(0, 200)}…` : target
  throw new SigV4Error('ERR_SIGV4_REQUEST', `The request target ${JSON.stringify(shown)} ${why}.`)
}
