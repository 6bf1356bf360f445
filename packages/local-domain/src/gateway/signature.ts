import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { SigV4Authorization } from './authorization-header.js'

type Scope = SigV4Authorization['scope']

/** What is signed: the algorithm, the time, the credential scope, the canonical request's hash. */
export function stringToSign(amzDate: string, scope: Scope, canonicalRequest: string): string {
  const hash = createHash('sha256').update(canonicalRequest, 'latin1').digest('hex')
  const { date, region, service, terminator } = scope
  const credentialScope = `${date}/${region}/${service}/${terminator}`
  return ['AWS4-HMAC-SHA256', amzDate, credentialScope, hash].join('\n')
}

/** The signature in hex, under a key derived from the secret for that day, region and service. */
export function computeSignature(secretAccessKey: string, scope: Scope, text: string): string {
  let key: string | Buffer = `AWS4${secretAccessKey}`
  for (const part of [scope.date, scope.region, scope.service, scope.terminator]) {
    key = createHmac('sha256', key).update(part).digest()
  }
  return createHmac('sha256', key).update(text).digest('hex')
}

/** Compares in a time that does not tell how much was right. */
export function isSameSignature(expected: string, given: string): boolean {
  const a = Buffer.from(expected, 'latin1')
  const b = Buffer.from(given, 'latin1')
  return a.length === b.length && timingSafeEqual(a, b)
}
