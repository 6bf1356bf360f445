import { createHash } from 'node:crypto'
import { headerValue, type ReceivedRequest } from './received-request.js'
import type { RefusalReason, Verdict } from './refusal.js'
import type { Verification } from './verify.js'

/** What is kept of a request: plain JSON, free of tokens, secrets and signatures. */
export interface RequestRecord {
  /** When it had been received, by the gateway's clock, in ISO 8601. */
  readonly time: string
  readonly method: string
  /** The request target, byte for byte as it came (a presigned URL's token and signature taken out). */
  readonly target: string
  readonly verdict: Verdict
  /** The status sent; null when the client left before there was one. */
  readonly status: number | null
  /** Length of the body received. */
  readonly bytes: number
  /** SHA-256 of the body received, in hex. */
  readonly bodyHash: string
  readonly contentType?: string
  readonly contentEncoding?: string
  /** The last four characters of the access key id. */
  readonly keyId?: string
  readonly signedHeaders?: readonly string[]
  /** As the gateway computed it, a literal `+` in the query as itself. */
  readonly canonicalRequest?: string
  /** The same with `+` as a space; only where the two differ. */
  readonly canonicalRequestPlusAsSpace?: string
}

/** Stands in a record for the value of a session token or signature. */
const REDACTED = '[redacted]'

const KEPT = 10_000

/** The newest records, oldest first, each also given to the listener. */
export class RequestLog {
  readonly #records: RequestRecord[] = []
  readonly #listener: ((entry: RequestRecord) => void) | undefined

  constructor(listener?: (entry: RequestRecord) => void) {
    this.#listener = listener
  }

  get records(): readonly RequestRecord[] {
    return this.#records
  }

  add(record: RequestRecord): void {
    this.#records.push(record)
    if (this.#records.length > KEPT) this.#records.shift()
    this.#listener?.(record)
  }
}

/** Makes the record of a request that was read whole. */
export function recordOf(
  request: ReceivedRequest,
  { refusal, claims }: Verification,
  status: number | null,
  now: Date,
): RequestRecord {
  const contentType = headerValue(request, 'content-type')
  const contentEncoding = headerValue(request, 'content-encoding')
  return {
    time: now.toISOString(),
    method: request.method,
    target: redact(request.target),
    verdict: refusal?.reason ?? 'accepted',
    status,
    bytes: request.bytes,
    bodyHash: request.bodyHash,
    ...(contentType !== undefined && { contentType }),
    ...(contentEncoding !== undefined && { contentEncoding }),
    ...(claims && {
      keyId: claims.accessKeyId.slice(-4),
      signedHeaders: claims.signedHeaders,
      canonicalRequest: redact(claims.canonicalRequest),
    }),
    ...(claims?.canonicalRequestPlusAsSpace !== undefined && {
      canonicalRequestPlusAsSpace: redact(claims.canonicalRequestPlusAsSpace),
    }),
  }
}

/** Makes the record of a request that broke off, or that is no HTTP. */
export function recordOfUnread(
  { method = '', url = '' }: { method?: string | undefined; url?: string | undefined },
  verdict: RefusalReason,
  status: number | null,
  now: Date,
): RequestRecord {
  const bodyHash = createHash('sha256').digest('hex')
  const time = now.toISOString()
  return { time, method, target: redact(url), verdict, status, bytes: 0, bodyHash }
}

/** Takes out what a header or, in a presigned URL, a query parameter says in secret. */
function redact(text: string): string {
  return text
    .replace(/^(x-amz-security-token|authorization):.*$/gim, `$1:${REDACTED}`)
    .replace(/(X-Amz-(?:Security-Token|Signature)=)[^&\s]*/gi, `$1${REDACTED}`)
}
