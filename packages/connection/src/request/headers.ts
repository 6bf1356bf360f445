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
 * Content-Type and Content-Length where there is a body. As elsewhere in JavaScript, a field that is
 * undefined is left out, a number is written as text, and an array becomes a list.
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
    const text = REPLACED.has(name) ? undefined : fieldValue(name, value)
    if (text !== undefined) fields[name] = text
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

function fieldValue(name: string, value: unknown): string | undefined {
  const items = [value].flat().filter((item) => item !== undefined && item !== null)
  if (items.length === 0) return undefined
  const text = items.map((item) => itemText(name, item)).join(', ')
  try {
    validateHeaderName(name)
    validateHeaderValue(name, text)
  } catch {
    refuse(name, 'has a character that no header may have: encode or remove it')
  }
  // Node writes Latin-1, signers read UTF-8.
  if (isSigned(name) && /[^\u0000-\u007f]/.test(text)) {
    refuse(name, 'is signed and has a character outside ASCII: encode or remove it')
  }
  return text
}

function itemText(name: string, item: unknown): string {
  if (typeof item === 'string') return item
  if (typeof item === 'number' || typeof item === 'boolean') return String(item)
  return refuse(name, `is of type ${typeof item}: give it a string`)
}

function refuse(name: string, why: string): never {
  throw new SigV4Error('ERR_SIGV4_REQUEST', `The header ${JSON.stringify(name)} ${why}.`)
}
