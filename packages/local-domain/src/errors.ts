/** What went wrong, for programs. The message says it for people, with the way out. */
export type LocalDomainErrorCode =
  /** An option is unknown, wrong, or contradicts another. */
  | 'ERR_LOCAL_DOMAIN_OPTIONS'
  /** None of the three ways to an OpenSearch is open; the message says what each lacked. */
  | 'ERR_LOCAL_DOMAIN_NO_OPENSEARCH'
  /** The address given is not answered by an OpenSearch. */
  | 'ERR_LOCAL_DOMAIN_UNREACHABLE'
  /** No container engine answers. */
  | 'ERR_LOCAL_DOMAIN_NO_ENGINE'
  /** The engine has no such image and cannot pull it. */
  | 'ERR_LOCAL_DOMAIN_NO_IMAGE'
  /** No Java on this machine runs the wanted OpenSearch. */
  | 'ERR_LOCAL_DOMAIN_NO_JAVA'
  /** OpenSearch cannot be downloaded. */
  | 'ERR_LOCAL_DOMAIN_DOWNLOAD'
  /** The bytes downloaded are not the ones published. */
  | 'ERR_LOCAL_DOMAIN_CHECKSUM'
  /** OpenSearch was started and did not come up. */
  | 'ERR_LOCAL_DOMAIN_START'

/**
 * Every error this package raises.
 * @example
 * if (error instanceof LocalDomainError && error.code === 'ERR_LOCAL_DOMAIN_NO_OPENSEARCH') …
 */
export class LocalDomainError extends Error {
  override readonly name = 'LocalDomainError'
  readonly code: LocalDomainErrorCode

  constructor(code: LocalDomainErrorCode, message: string, options?: { cause: unknown }) {
    super(message, options)
    this.code = code
  }
}
