import type { ClientRequest, ClientRequestArgs } from 'node:http'
import { Readable } from 'node:stream'
import { Connection, errors, Transport, type ApiResponse } from '@opensearch-project/opensearch'
import { hideSecrets, unseen } from '../dispatch/hide-secrets.js'
import { messageOf, SigV4Error } from '../errors.js'
import { readOptions, type SigV4Options } from '../options.js'
import { refusesCompression, takesNdjson } from '../request/api-rules.js'
import { asBuffer, collectStream, endWithNewline, isStream } from '../request/body.js'
import { Signer } from '../signer.js'
import { unlessAborted } from '../waiting.js'

type TransportParams = Parameters<Transport['request']>[0]
type TransportOptions = NonNullable<Parameters<Transport['request']>[1]>
type TransportCallback = NonNullable<Parameters<Transport['request']>[2]>
type TransportPromise = Promise<ApiResponse> & { abort(): void }
type ConnectionParams = Parameters<Connection['request']>[0]
type ConnectionCallback = Parameters<Connection['request']>[1]

/**
 * The Connection and Transport that make an OpenSearch client sign every request with AWS
 * Signature Version 4. Each call stands for itself: two calls share nothing.
 *
 * @param options all optional; read once, never changed
 * @returns `{ Connection, Transport }` for the constructor of `@opensearch-project/opensearch` 2.x
 * or 3.x, or for `client.child()` to give a child an identity of its own
 * @throws {SigV4Error} ERR_SIGV4_OPTIONS
 *
 * @example
 * const client = new Client({
 *   node: 'https://search-shop-abc.eu-west-1.es.amazonaws.com',
 *   ...sigV4(),
 * })
 */
export function sigV4(options: SigV4Options = {}): {
  Connection: typeof Connection
  Transport: typeof Transport
} {
  const signer = new Signer(readOptions(options))
  return {
    Connection: class SigV4Connection extends SigningConnection {
      protected override readonly signer = signer
    },
    Transport: class SigV4Transport extends SigningTransport {
      protected override readonly signer = signer
    },
  }
}

// The client takes false, though its types know 'gzip' alone.
const UNCOMPRESSED: object = { compression: false }

/** Where a request carries its signer: a child client shares its parent's connections. */
const signedBy = Symbol('opensearch-sigv4 signer')

/**
 * How a SigV4Error passes from the Connection through the client's Transport, which takes an error
 * of any other name for a fault of the node: it would mark it dead and try again.
 */
class Refusal extends errors.RequestAbortedError {
  override readonly cause: SigV4Error

  constructor(cause: SigV4Error) {
    super(cause.message)
    this.cause = cause
  }
}

function unwrapped<E>(error: E): E | SigV4Error {
  return error instanceof Refusal ? error.cause : error
}

function aborted(): Error {
  return new errors.RequestAbortedError('Request aborted')
}

/**
 * Has credentials at hand and the body in memory before the client's own Transport picks a node:
 * what goes wrong with them is no fault of a node, and a body in memory can be sent again.
 */
abstract class SigningTransport extends Transport {
  protected abstract readonly signer: Signer
  readonly #name: unknown

  constructor(options: ConstructorParameters<typeof Transport>[0]) {
    refuseAuth(options.auth)
    const { emit, name } = options
    super({
      ...options,
      emit: (event, error: unknown, ...rest) => emit(event, unwrapped(error), ...rest),
    })
    this.#name = name
  }

  override request(params: TransportParams, options?: TransportOptions): TransportPromise
  override request(
    params: TransportParams,
    options?: TransportOptions | TransportCallback,
    callback?: TransportCallback,
  ): { abort(): void }
  override request(
    params: TransportParams,
    options: TransportOptions | TransportCallback = {},
    callback?: TransportCallback,
  ): unknown {
    if (typeof options === 'function') return this.request(params, {}, options)
    if (refusesCompression(params.path)) options = { ...options, ...UNCOMPRESSED }
    const call = new AbortController()
    const abort = () => call.abort()
    const prepared = this.#prepare(params, call.signal)
    if (callback === undefined) {
      const answer = prepared
        .then((ready) =>
          abortWith(
            call.signal,
            typed(() => super.request(ready, options)),
          ),
        )
        .catch((error: unknown) => {
          throw unwrapped(error)
        })
      return Object.assign(answer, { abort })
    }
    prepared
      .then((ready) => {
        const settle: TransportCallback = (error, result) => callback(unwrapped(error), result)
        abortWith(
          call.signal,
          typed(() => super.request(ready, options, settle)),
        )
      })
      .catch((error: unknown) => {
        // Out of the promise, where what a callback throws would be an unhandled rejection.
        process.nextTick(callback, error, this.#emptyResult(params, options))
      })
    return { abort }
  }

  /** A copy, for the client's Transport writes into what it is given. */
  async #prepare(params: TransportParams, signal: AbortSignal): Promise<TransportParams> {
    const { signer } = this
    const { body, bulkBody } = params
    const { maxStreamBody } = signer
    const toLine = (piece: object) => `${this.serializer.serialize(piece)}\n`
    try {
      // Now, as the client would: callers may use an array or object again as soon as they have called.
      const ready = { ...params, ...this.#serialized(params), [signedBy]: signer }
      const streams = Promise.all([
        isStream(body) ? collectStream(body, maxStreamBody) : undefined,
        isStream(bulkBody) ? collectStream(bulkBody, maxStreamBody, toLine) : undefined,
        signer.ready(),
      ])
      const [bodyRead, bulkBodyRead] = await unlessAborted(signal, streams, aborted)
      if (bodyRead) ready.body = bodyRead
      if (bulkBodyRead) ready.bulkBody = bulkBodyRead
      if (ready.bulkBody) ready.bulkBody = endWithNewline(ready.bulkBody)
      if (ready.body && takesNdjson(params.path)) ready.body = endWithNewline(ready.body)
      return ready
    } catch (error) {
      for (const given of [body, bulkBody]) if (given instanceof Readable) given.destroy()
      throw error
    }
  }

  #serialized({ body, bulkBody }: TransportParams): Pick<TransportParams, 'body' | 'bulkBody'> {
    if (body instanceof Uint8Array) return { body: asBuffer(body) }
    if (bulkBody instanceof Uint8Array) return { bulkBody: asBuffer(bulkBody) }
    if (isDocument(body)) return { body: this.serializer.serialize(body) }
    if (isDocument(bulkBody)) return { bulkBody: this.serializer.ndserialize(bulkBody) }
    return {}
  }

  /** What the client gives a callback beside an error: callers take it apart without looking. */
  #emptyResult(params: TransportParams, options: TransportOptions): object {
    return {
      body: null,
      statusCode: null,
      headers: null,
      warnings: null,
      meta: {
        context: options.context ?? null,
        request: { params, options, id: options.id },
        name: this.#name,
        connection: null,
        attempts: 0,
        aborted: false,
      },
    }
  }
}

/**
 * Signs each attempt, of which a retry is one, and sends what was signed, byte for byte.
 */
abstract class SigningConnection extends Connection {
  protected abstract readonly signer: Signer
  /** What goes over the wire, by the params it was made of; apart, because clients log params. */
  readonly #wire = new WeakMap<object, ClientRequestArgs>()

  constructor(options?: ConstructorParameters<typeof Connection>[0]) {
    refuseAuth(options?.auth)
    if (typeof options?.url?.href !== 'string') {
      throw new SigV4Error(
        'ERR_SIGV4_OPTIONS',
        "The node's url is not a URL object: pass node: 'https://…' as a string, or { url: new URL('https://…') }.",
      )
    }
    super(options)
  }

  override request(params: ConnectionParams, callback: ConnectionCallback): ClientRequest {
    const call = new AbortController()
    void this.#signAndSend(params, call.signal, callback)
    // abort() is all that the client's Transport and pool ever use of what they get back.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return { abort: () => call.abort() } as ClientRequest
  }

  async #signAndSend(params: ConnectionParams, signal: AbortSignal, callback: ConnectionCallback) {
    // close() waits for open requests: this one is open while it is being signed.
    this._openRequests++
    let signed: ConnectionParams
    try {
      signed = await unlessAborted(signal, this.#sign(params), aborted)
    } catch (error) {
      process.nextTick(callback, asRefusal(error), null)
      return
    } finally {
      this._openRequests--
    }
    const open = this._openRequests
    try {
      const request = abortWith(signal, super.request(signed, callback))
      hideSecrets(request)
    } catch (error) {
      // Node refuses some requests with a throw, after the client has counted them.
      this._openRequests = open
      process.nextTick(callback, asRefusal(error), null)
    }
  }

  async #sign(params: ConnectionParams): Promise<ConnectionParams> {
    const carried: unknown = Reflect.get(params, signedBy)
    // The pool's pings come without one, past the Transport.
    const signer = carried instanceof Signer ? carried : this.signer
    const built = super.buildRequestObject(params)
    const { target, headers, body } = await signer.sign({
      method: built.method ?? 'GET',
      url: this.url,
      target: built.path ?? '/',
      headers: built.headers ?? {},
      body: params.body,
    })
    const signed = { ...params, body: body ?? null }
    this.#wire.set(signed, { ...built, path: target, headers: unseen(headers) })
    return signed
  }

  override buildRequestObject(params: ConnectionParams): ClientRequestArgs {
    return this.#wire.get(params) ?? super.buildRequestObject(params)
  }
}

function refuseAuth(auth: unknown): void {
  if (auth === undefined || auth === null) return
  throw new SigV4Error(
    'ERR_SIGV4_OPTIONS',
    "The client's auth option (or a user name in the node's URL) and SigV4 both claim the Authorization header: remove it, the credentials option of sigV4() says who signs.",
  )
}

/** What the client's Transport would serialise, bytes apart. */
function isDocument<T>(body: T): body is Exclude<T & object, Buffer | NodeJS.ReadableStream> {
  return typeof body === 'object' && body !== null && !isStream(body)
}

/** Aborts what was sent along with the call, even where that was aborted a moment ago. */
function abortWith<T extends { abort(): unknown }>(signal: AbortSignal, sent: T): T {
  // `void`: an event target takes a listener's thenable for its own and throws what it rejects with.
  signal.addEventListener('abort', () => void sent.abort(), { once: true })
  if (signal.aborted) sent.abort()
  return sent
}

/** Whatever goes wrong before a request is on the wire is no fault of the node. */
function asRefusal(error: unknown): Error {
  return error instanceof errors.RequestAbortedError ? error : new Refusal(asSigV4Error(error))
}

/** Does what the client or Node may throw at, and gives what they throw a code. */
function typed<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof errors.OpenSearchClientError ? error : asSigV4Error(error)
  }
}

function asSigV4Error(error: unknown): SigV4Error {
  if (error instanceof SigV4Error) return error
  return new SigV4Error(
    'ERR_SIGV4_REQUEST',
    `The request cannot be sent: ${messageOf(error)}. See what the caller passed as method, path, query and options.`,
    { cause: error },
  )
}
