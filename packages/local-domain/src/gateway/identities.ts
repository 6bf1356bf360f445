import { randomBytes } from 'node:crypto'
import { LocalDomainError } from '../errors.js'

/** An AWS identity, in the shape the AWS SDK gives it. */
export interface Identity {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  /** From this moment, by the gateway's clock, it is answered as expired. */
  expiration?: Date
}

/** What is known about a key id and token: the identity when good, or Amazon's reason to refuse. */
export type IdentityLookup = Identity | 'unknown-key' | 'token-invalid' | 'token-expired'

const THROW_AWAY_LIFETIME_MS = 12 * 60 * 60 * 1000

/** The identity that is good now, and those that were. */
export class IdentityStore {
  readonly #clock: () => Date
  readonly #former: Identity[] = []
  #current: Identity

  constructor(clock: () => Date, first?: Identity) {
    this.#clock = clock
    this.#current = first ? copy(first) : throwAway(clock())
  }

  current(): Identity {
    return copy(this.#current)
  }

  rotate(next?: Identity): Identity {
    const problem = next && checkIdentity(next)
    if (problem)
      throw new LocalDomainError(
        'ERR_LOCAL_DOMAIN_OPTIONS',
        `The identity to rotate to ${problem}.`,
      )
    this.#former.push(this.#current)
    this.#current = next ? copy(next) : throwAway(this.#clock())
    return this.current()
  }

  /** Finds the identity of a request; an absent token is `undefined`. */
  lookup(accessKeyId: string, sessionToken: string | undefined, now: Date): IdentityLookup {
    const isAsked = (identity: Identity) =>
      identity.accessKeyId === accessKeyId && identity.sessionToken === sessionToken
    if (isAsked(this.#current)) {
      const { expiration } = this.#current
      return expiration && expiration <= now ? 'token-expired' : this.#current
    }
    if (this.#former.some(isAsked)) return 'token-expired'
    const isKnown = [this.#current, ...this.#former].some((one) => one.accessKeyId === accessKeyId)
    return isKnown ? 'token-invalid' : 'unknown-key'
  }
}

/** Says what is wrong with an identity, without its values; undefined when nothing is. */
export function checkIdentity(identity: Identity): string | undefined {
  // A slash in the key id would give the credential scope one part too many.
  if (!/^[^\s/,=]+$/.test(identity.accessKeyId ?? '')) return 'needs an accessKeyId without slashes'
  if (!identity.secretAccessKey) return 'needs a secretAccessKey'
  if (identity.sessionToken === '') return 'has an empty sessionToken; leave it out instead'
  if (identity.expiration && Number.isNaN(Number(identity.expiration))) {
    return 'has an expiration that is no Date'
  }
  return undefined
}

function copy(identity: Identity): Identity {
  const { expiration } = identity
  return expiration ? { ...identity, expiration: new Date(expiration) } : { ...identity }
}

/** A temporary identity in the form that Amazon's have: `ASIA…`, with `/` and `+` in secret and token. */
function throwAway(now: Date): Identity {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const name = Array.from(randomBytes(16), (byte) => alphabet[byte % 32]).join('')
  return {
    accessKeyId: `ASIA${name}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: `IQoJb3JpZ2luX2Vj//${randomBytes(300).toString('base64')}==`,
    expiration: new Date(now.getTime() + THROW_AWAY_LIFETIME_MS),
  }
}
