import { readClock } from './clock.js'
import { Credentials } from './credentials/credentials.js'
import type { Settings } from './options.js'
import { bodyBytes } from './request/body.js'
import { resolveScope, type CredentialScope } from './request/credential-scope.js'
import { signableHeaders, wireHeaders, type HeaderFields } from './request/headers.js'
import { wireTarget } from './request/target.js'
import { signSigV4 } from './sign/sigv4.js'

/** A request as a client is about to send it. */
export interface UnsignedRequest {
  readonly method: string
  /** Where it goes; only protocol and host are read. */
  readonly url: URL
  /** Path and query as the client built them. */
  readonly target: string
  /** Header fields by name; those with another value than a string are refused. */
  readonly headers: object
  /** Text or bytes; undefined, null and '' are no body. */
  readonly body: unknown
}

/** What has to go over the wire, exactly so. */
export interface SignedRequest {
  readonly target: string
  readonly headers: HeaderFields
  readonly body: Buffer | undefined
}

/**
 * The core: signs requests with the credentials and options of one `sigV4()` call. It knows no
 * client, and holds all secrets in private fields, so that it can travel with a request.
 */
export class Signer {
  readonly #settings: Settings
  readonly #credentials: Credentials
  readonly #scopes = new Map<string, CredentialScope>()

  constructor(settings: Settings) {
    this.#settings = settings
    this.#credentials = new Credentials(settings)
  }

  /** Bytes of a stream body that may be held. */
  get maxStreamBody(): number {
    return this.#settings.maxStreamBody
  }

  /** Settles when credentials are at hand, so that a client can wait before it picks a node. */
  async ready(): Promise<void> {
    await this.#credentials.get()
  }

  /** Signs one attempt: with the credentials and the time of now. */
  async sign({ method, url, target, headers, body }: UnsignedRequest): Promise<SignedRequest> {
    const { signingHost, maxRequestBody, collection, clock } = this.#settings
    // URL drops the protocol's own port, as clients and proxies do.
    const { host, hostname } = signingHost ? new URL(`${url.protocol}//${signingHost}`) : url
    const bytes = bodyBytes(body, maxRequestBody)
    const wire = {
      target: wireTarget(target),
      headers: wireHeaders(headers, host, bytes, collection),
      body: bytes,
    }
    const scope = await this.#scope(hostname)
    const identity = await this.#credentials.get()
    const signature = await signSigV4({
      // Node sends it so.
      method: method.toUpperCase(),
      target: wire.target,
      headers: signableHeaders(wire.headers),
      body: bytes,
      scope,
      identity,
      date: readClock(clock),
    })
    return { ...wire, headers: { ...wire.headers, ...signature } }
  }

  /** A host's scope does not change; one that cannot be had is asked for again. */
  async #scope(hostname: string): Promise<CredentialScope> {
    const held = this.#scopes.get(hostname)
    if (held !== undefined) return held
    const scope = await resolveScope(hostname, this.#settings)
    this.#scopes.set(hostname, scope)
    return scope
  }
}
