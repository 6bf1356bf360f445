import { FRAGILE_HEADERS } from './header-names.js'
import { headerValue, type ReceivedRequest } from './received-request.js'
import type { Refusal } from './refusal.js'

const CONTENT_HASH = 'x-amz-content-sha256'

/** Checks the list of signed headers against the rules for it and the headers that came. */
export function checkSignedHeaders(
  request: ReceivedRequest,
  signedHeaders: readonly string[],
  strict: boolean,
): Refusal | undefined {
  const problem = findProblem(request, signedHeaders)
  if (problem) return { reason: 'signed-headers', message: problem }

  const unsigned = findUnsignedAmzHeader(request, signedHeaders)
  if (unsigned) {
    const reason = unsigned === CONTENT_HASH ? 'unsigned-payload-hash' : 'signed-headers'
    const message = `'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`
    return { reason, message }
  }

  const fragile = signedHeaders.find((name) => FRAGILE_HEADERS.has(name))
  if (!strict || !fragile) return undefined
  return {
    reason: 'fragile-signed-headers',
    message: `'${fragile}' is signed, but may change on the way to the server; sign host, content-type and x-amz-* only`,
  }
}

function findProblem(request: ReceivedRequest, signed: readonly string[]): string | undefined {
  if (!signed.includes('host')) {
    return `'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.`
  }
  for (const [index, name] of signed.entries()) {
    const previous = signed[index - 1]
    if (name !== name.toLowerCase()) return `SignedHeaders must be in lower case, not '${name}'.`
    if (name === previous) return `SignedHeaders must not name '${name}' twice.`
    if (previous !== undefined && name < previous) {
      return `SignedHeaders must be sorted: '${name}' comes before '${previous}'.`
    }
    if (headerValue(request, name) === undefined) {
      return `SignedHeaders names '${name}', which the request does not have.`
    }
  }
  return undefined
}

/** The content hash first: Serverless has an answer of its own for it. */
function findUnsignedAmzHeader(
  request: ReceivedRequest,
  signed: readonly string[],
): string | undefined {
  const unsigned = request.headers
    .map((line) => line.name.toLowerCase())
    .filter((name) => name.startsWith('x-amz-') && !signed.includes(name))
  return unsigned.find((name) => name === CONTENT_HASH) ?? unsigned[0]
}
