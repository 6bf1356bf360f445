import { parseAmzDate } from './amz-date.js'
import { parseAuthorization, type SigV4Authorization } from './authorization-header.js'
import { canonicalRequest } from './canonical-request.js'
import { checkClock } from './clock-window.js'
import { checkCollection } from './collection-header.js'
import { checkScope } from './credential-scope.js'
import { checkPayloadHash, checkSignature, expectSignature } from './expected-signature.js'
import {
  headerValue,
  headerValues,
  MAX_BODY_BYTES,
  type ReceivedRequest,
} from './received-request.js'
import type { Refusal } from './refusal.js'
import type { Rules } from './rules.js'
import { checkSignedHeaders } from './signed-headers.js'
import { findAmbiguity } from './target-lint.js'

/** What a signature says, once its header could be read; for the record. */
export interface SignatureClaims {
  readonly accessKeyId: string
  readonly signedHeaders: readonly string[]
  /** As computed here, with a literal `+` in the query as itself. */
  readonly canonicalRequest: string
  /** The same with `+` as a space, where that makes a difference. */
  readonly canonicalRequestPlusAsSpace?: string
}

/** The outcome: accepted when there is no refusal. */
export interface Verification {
  readonly refusal?: Refusal
  readonly claims?: SignatureClaims
}

/** Checks a request in Amazon's order; the first thing wrong is the answer. */
export function verify(request: ReceivedRequest, rules: Rules, now: Date): Verification {
  const unfit = checkForm(request)
  if (unfit) return { refusal: unfit }

  const header = headerValue(request, 'authorization')
  if (header === undefined) return { refusal: anonymous(request.method) }

  const amzDate = headerValue(request, 'x-amz-date')
  const authorization = parseAuthorization(header, amzDate !== undefined)
  if ('problem' in authorization) {
    return { refusal: { reason: 'incomplete-authorization', message: authorization.problem } }
  }
  return verifySignature(request, authorization, amzDate ?? '', rules, now)
}

function verifySignature(
  request: ReceivedRequest,
  authorization: SigV4Authorization,
  amzDate: string,
  rules: Rules,
  now: Date,
): Verification {
  const claims = readClaims(request, authorization)
  const signedAt = parseAmzDate(amzDate)
  if (!signedAt) return { refusal: malformedDate(amzDate), claims }

  const early = checkScope(authorization, amzDate, rules) ?? checkClock(signedAt, now)
  if (early) return { refusal: early, claims }

  const token = headerValue(request, 'x-amz-security-token')
  const identity = rules.identities.lookup(authorization.accessKeyId, token, now)
  if (typeof identity === 'string') return { refusal: IDENTITY_REFUSALS[identity], claims }

  const { canonicalRequest: asItself, canonicalRequestPlusAsSpace: asSpace } = claims
  const readings: [string, ...string[]] = asSpace ? [asItself, asSpace] : [asItself]
  const expected = expectSignature(readings, authorization, amzDate, identity)
  const late =
    checkSignedHeaders(request, authorization.signedHeaders, rules.strict) ??
    checkCollection(request, rules.service) ??
    checkPayloadHash(request, rules.service, expected.mismatchMessage) ??
    checkSignature(authorization, expected) ??
    checkTarget(request)
  return late ? { refusal: late, claims } : { claims }
}

/** What HTTP itself asks for, and what a proxy could not pass on faithfully. */
function checkForm(request: ReceivedRequest): Refusal | undefined {
  if (request.bytes > MAX_BODY_BYTES) {
    const message = `Request size exceeded ${MAX_BODY_BYTES} bytes`
    return { reason: 'payload-too-large', message }
  }
  if (!request.target.startsWith('/')) return malformed(`the request target must start with '/'`)
  for (const name of ['host', 'authorization']) {
    const lines = headerValues(request, name).length
    if (lines > 1) return malformed(`there are ${lines} ${name} headers`)
  }
  return headerValue(request, 'host') ? undefined : malformed('there is no host header')
}

function malformed(message: string): Refusal {
  return { reason: 'malformed-request', message }
}

function anonymous(method: string): Refusal {
  const action = `es:ESHttp${method.charAt(0)}${method.slice(1).toLowerCase()}`
  const message = `User: anonymous is not authorized to perform: ${action} because no resource-based policy allows the ${action} action`
  return { reason: 'unsigned', message }
}

function malformedDate(amzDate: string): Refusal {
  const message = `Date must be in ISO-8601 'basic format'. Got '${amzDate}'. See http://en.wikipedia.org/wiki/ISO_8601`
  return { reason: 'malformed-date', message }
}

function readClaims(request: ReceivedRequest, authorization: SigV4Authorization): SignatureClaims {
  const { accessKeyId, signedHeaders } = authorization
  const asItself = canonicalRequest(request, signedHeaders, 'plus-as-itself')
  const asSpace = canonicalRequest(request, signedHeaders, 'plus-as-space')
  const claims = { accessKeyId, signedHeaders, canonicalRequest: asItself }
  return asItself === asSpace ? claims : { ...claims, canonicalRequestPlusAsSpace: asSpace }
}

const IDENTITY_REFUSALS = {
  // Amazon says the same of a key it does not know and of a token that is not that key's.
  'unknown-key': {
    reason: 'unknown-key',
    message: 'The security token included in the request is invalid.',
  },
  'token-invalid': {
    reason: 'token-invalid',
    message: 'The security token included in the request is invalid.',
  },
  'token-expired': {
    reason: 'token-expired',
    message: 'The security token included in the request is expired',
  },
} as const satisfies Record<string, Refusal>

function checkTarget(request: ReceivedRequest): Refusal | undefined {
  const message = findAmbiguity(request.target)
  return message ? { reason: 'ambiguous-target', message } : undefined
}
