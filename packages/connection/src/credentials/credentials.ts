import { readClock, type Clock } from '../clock.js'
import { messageOf, SigV4Error } from '../errors.js'
import { within } from '../waiting.js'
import { identityFrom, type Identity, type IdentityProvider } from './identity.js'

interface CredentialsSettings {
  readonly provider: IdentityProvider
  readonly clock: Clock
  /** ms */
  readonly refreshBefore: number
  /** ms */
  readonly credentialsTimeout: number
}

/**
 * The credentials of one `sigV4()` call: an immutable identity per signature, and one call of the
 * provider at a time however many requests wait for it. An identity is kept until `refreshBefore`
 * its expiration; one without an expiration is not kept, for nobody can say how long it is good.
 * A failed call is not remembered.
 */
export class Credentials {
  readonly #settings: CredentialsSettings
  #held: Identity | undefined
  #pending: Promise<Identity> | undefined

  constructor(settings: CredentialsSettings) {
    this.#settings = settings
  }

  /** @throws {SigV4Error} ERR_SIGV4_CREDENTIALS, ERR_SIGV4_CREDENTIALS_TIMEOUT */
  async get(): Promise<Identity> {
    if (this.#held !== undefined && this.#isFresh(this.#held)) return this.#held
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined
    })
    return this.#pending
  }

  #isFresh({ expiration }: Identity): boolean {
    if (expiration === undefined) return false
    const { clock, refreshBefore } = this.#settings
    return expiration.getTime() - readClock(clock).getTime() > refreshBefore
  }

  async #fetch(): Promise<Identity> {
    const { provider, credentialsTimeout } = this.#settings
    const given = await within(credentialsTimeout, ask(provider), () => {
      return new SigV4Error(
        'ERR_SIGV4_CREDENTIALS_TIMEOUT',
        `The credentials provider did not answer in ${credentialsTimeout} ms: see why it hangs, or raise credentialsTimeout.`,
      )
    })
    this.#held = identityFrom(given)
    return this.#held
  }
}

async function ask(provider: IdentityProvider): Promise<Identity> {
  try {
    return await provider()
  } catch (cause) {
    throw new SigV4Error(
      'ERR_SIGV4_CREDENTIALS',
      `The credentials provider failed: ${messageOf(cause)}. Sign in again or mend the source, or pass another in the option credentials.`,
      { cause },
    )
  }
}
