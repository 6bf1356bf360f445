import { validateHeaderName, validateHeaderValue } from 'node:http'
import { SigV4Error } from '../errors.js'
import { nameCollection, type Collection } from './collection.js'

/** Header fields by lower-case name. */
export type HeaderFields = Record<string, string>

// The signature's own fields and the message's framing are ours: a caller's copy cannot be right.
const REPLACED = new Set([
  'authorization',
  'content-length',
  'host',
  'transfer-encoding',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
])

/**
 * The fields that are sent besides the signature: the caller's, lower-cased, with Host, and with
 * Content-Type and Content-Length where there is a body.
 *
 * @throws {SigV4Error} ERR_SIGV4_REQUEST for a field that Node could not send or a signer not sign
 */
export function wireHeaders(
  given: object,
  host: string,
  body: Uint8Array | undefined,
  collection: Collection | undefined,
): HeaderFields {
  const fields: HeaderFields = { host }
  for (const [givenName, value] of Object.entries(given)) {
    const name = givenName.toLowerCase()
    if (!REPLACED.has(name)) fields[name] = checkedValue(name, value)
  }
  nameCollection(fields, collection)
  if (body !== undefined) {
    fields['content-type'] ??= 'application/json'
    // Always: node:http leaves the body of a GET or DELETE unframed without it.
    fields['content-length'] = String(body.byteLength)
  }
  return fields
}

/**
 * The fields that the signature covers. Nothing else: accept-encoding, content-length and tracing
 * headers change on the way, and every one of them has broken somebody's signatures.
 */
export function signableHeaders(fields: HeaderFields): HeaderFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => isSigned(name)))
}

function isSigned(name: string): boolean {
  return name === 'host' || name === 'content-type' || name.startsWith('x-amz-')
}

function checkedValue(name: string, value: unknown): string {
  if (typeof value !== 'string') {
    const what = value === undefined || value === null ? String(value) : `of type ${typeof value}`
    refuse(name, `is ${what}: give it a string, or leave it out`)
  }
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
  } catch {
    refuse(name, 'has a character that no header may have: encode or remove it')
  }
  // Node writes Latin-1, signers read UTF-8.
  if (isSigned(name) && /[^\u0000-\u007f]/.test(value)) {
    refuse(name, 'is signed and has a character outside ASCII: encode or remove it')
  }
  return value
}

function refuse(name: string, why: string): never {
  throw new SigV4Error('ERR_SIGV4_REQUEST', `The header ${JSON.stringify(name)} ${why}.`)
}
