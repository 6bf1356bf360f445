import { canonicalQuery, splitTarget } from './canonical-request.js'

/** The first rule of the lint; Node's parser finds such targets itself, so they never come as far as here. */
export const RAW_BYTES =
  'the target has bytes outside printable ASCII, which signers and servers decode differently; percent-encode them'

/**
 * Says why servers on the way, or signers, would read this target differently; undefined when they
 * all read it alike. A signature over such a target is luck, even where it matches here.
 */
export function findAmbiguity(target: string): string | undefined {
  const { path, query } = splitTarget(target)
  if (/%(?![0-9a-f]{2})/i.test(target)) {
    return "the target has a '%' that is not followed by two hex digits; write %25 for a percent sign"
  }
  if (path.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment))) {
    return "the path has a '.' or '..' segment, which the next hop may resolve into another path; leave it out"
  }
  if (canonicalQuery(query, 'plus-as-itself') !== canonicalQuery(query, 'plus-as-space')) {
    return "the query has a literal '+', a space to some servers and itself to others; write %20 or %2B"
  }
  return undefined
}
