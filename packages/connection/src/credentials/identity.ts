import { isValidDate } from '../clock.js'
import { SigV4Error } from '../errors.js'

/** Who signs: the shape that every AWS SDK for JavaScript v3 provider resolves to. */
export interface Identity {
  /** Public key id, such as `AKIDEXAMPLE`. */
  readonly accessKeyId: string
  /** The secret that signs. Never sent, never logged. */
  readonly secretAccessKey: string
  /** Sent and signed as `x-amz-security-token`; temporary credentials have one. */
  readonly sessionToken?: string | undefined
  /** When the credentials stop being good. Without it the provider is asked before every request. */
  readonly expiration?: Date | undefined
}

/** A function that gives an identity: any provider of `@aws-sdk/credential-providers`, as it is. */
export type IdentityProvider = (options?: { forceRefresh?: boolean }) => Promise<Identity>

// Both go into a header: visible ASCII only. A line break left by a secrets file is the usual cause.
const VISIBLE_ASCII = /^[\x21-\x7e]+$/

/** What is wrong with an identity, in words that continue a sentence; never quotes a value. */
export function flawOf(identity: unknown): string | undefined {
  if (typeof identity !== 'object' || identity === null) return `is ${nameOf(identity)}`
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = identity as Partial<
    Record<keyof Identity, unknown>
  >
  const flawedText = (name: string, value: unknown) => {
    if (typeof value !== 'string') return `has a ${name} that is ${nameOf(value)}`
    if (value === '') return `has an empty ${name}`
    if (!VISIBLE_ASCII.test(value)) return `has a ${name} with white space or other odd characters`
    return undefined
  }
  return (
    flawedText('accessKeyId', accessKeyId) ??
    flawedText('secretAccessKey', secretAccessKey) ??
    (sessionToken === undefined || sessionToken === ''
      ? undefined
      : flawedText('sessionToken', sessionToken)) ??
    (expiration === undefined || isValidDate(expiration)
      ? undefined
      : 'has an expiration that is not a valid Date')
  )
}

/** An immutable copy, so that one signature never mixes the halves of two identities. */
export function snapshot({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
}: Identity): Identity {
  return Object.freeze({
    accessKeyId,
    secretAccessKey,
    sessionToken: sessionToken || undefined,
    expiration: expiration && new Date(expiration),
  })
}

/** Checks what a provider gave. */
export function identityFrom(given: Identity): Identity {
  const flaw = flawOf(given)
  if (flaw === undefined) return snapshot(given)
  throw new SigV4Error(
    'ERR_SIGV4_CREDENTIALS',
    `What the credentials provider returned ${flaw}: return { accessKeyId, secretAccessKey, sessionToken?, expiration? }.`,
  )
}

function nameOf(value: unknown): string {
  return value === null || value === undefined ? String(value) : `of type ${typeof value}`
}
