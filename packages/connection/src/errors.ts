/**
 * What went wrong, as a stable code to branch on. The messages are for people and may change.
 *
 * - `ERR_SIGV4_OPTIONS`: an option is unknown or wrong; thrown by `sigV4()` or the client's constructor
 * - `ERR_SIGV4_REGION`: the region is neither given nor to be found
 * - `ERR_SIGV4_CREDENTIALS`: there are no usable credentials
 * - `ERR_SIGV4_CREDENTIALS_TIMEOUT`: the credentials did not come in `credentialsTimeout`
 * - `ERR_SIGV4_REQUEST`: path, query, headers or body cannot be signed safely
 * - `ERR_SIGV4_BODY_TOO_LARGE`: the body is over `maxStreamBody` or `maxRequestBody`
 *
 * Whatever the code, nothing has been sent.
 */
export type SigV4ErrorCode =
  | 'ERR_SIGV4_OPTIONS'
  | 'ERR_SIGV4_REGION'
  | 'ERR_SIGV4_CREDENTIALS'
  | 'ERR_SIGV4_CREDENTIALS_TIMEOUT'
  | 'ERR_SIGV4_REQUEST'
  | 'ERR_SIGV4_BODY_TOO_LARGE'

/**
 * The one error this package makes. Its message says what to do next and never holds a key, a
 * token or a signature; `cause` is the error behind it, where there is one.
 *
 * @example
 * try {
 *   await client.search({ index: 'blogs' })
 * } catch (error) {
 *   if (error instanceof SigV4Error && error.code === 'ERR_SIGV4_CREDENTIALS') await signInAgain()
 * }
 */
export class SigV4Error extends Error {
  override readonly name = 'SigV4Error'
  readonly code: SigV4ErrorCode

  constructor(code: SigV4ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * The text of whatever was thrown, without its full stop, to continue a sentence with: providers
 * are foreign code and may throw anything.
 */
export function messageOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\.\s*$/, '')
}
