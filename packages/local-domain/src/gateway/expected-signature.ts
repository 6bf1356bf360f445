import type { SigV4Authorization } from './authorization-header.js'
import type { Identity } from './identities.js'
import { headerValue, type ReceivedRequest } from './received-request.js'
import type { Refusal } from './refusal.js'
import type { Service } from './rules.js'
import { computeSignature, isSameSignature, stringToSign } from './signature.js'

/** What the signature should have been, and what a managed domain says when it is not. */
export interface ExpectedSignature {
  /** One per reading of the target: the first is the one Amazon's answer shows. */
  readonly signatures: readonly string[]
  readonly mismatchMessage: string
}

/** Signs what was received, once per reading of its target. */
export function expectSignature(
  readings: readonly [string, ...string[]],
  { scope }: SigV4Authorization,
  amzDate: string,
  identity: Identity,
): ExpectedSignature {
  const texts = readings.map((reading) => stringToSign(amzDate, scope, reading))
  return {
    signatures: texts.map((text) => computeSignature(identity.secretAccessKey, scope, text)),
    mismatchMessage:
      'The request signature we calculated does not match the signature you provided. ' +
      'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.' +
      `\n\nThe Canonical String for this request should have been\n'${readings[0]}'` +
      `\n\nThe String-to-Sign should have been\n'${texts[0]}'\n`,
  }
}

/** Amazon hashes the body itself: a wrong hash shows up as a canonical request that differs. */
export function checkPayloadHash(
  request: ReceivedRequest,
  service: Service,
  mismatchMessage: string,
): Refusal | undefined {
  const given = headerValue(request, 'x-amz-content-sha256')
  const isRight = given === undefined ? service === 'es' : given === request.bodyHash
  return isRight ? undefined : { reason: 'payload-hash', message: mismatchMessage }
}

/** Right by any reading: what other readings mean is the lint's business. */
export function checkSignature(
  { signature }: SigV4Authorization,
  { signatures, mismatchMessage }: ExpectedSignature,
): Refusal | undefined {
  return signatures.some((expected) => isSameSignature(expected, signature))
    ? undefined
    : { reason: 'signature-mismatch', message: mismatchMessage }
}
