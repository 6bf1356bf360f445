/**
 * Why a request was refused, in the order in which the gateway checks:
 *
 * | reason | what was wrong |
 * |---|---|
 * | `malformed-request` | no plain origin-form target, not one Host, not HTTP: 400 |
 * | `payload-too-large` | more than 100 MiB: 413 |
 * | `incomplete-body` | the client left before its body ended, or broke its framing: no answer |
 * | `unsigned` | no Authorization header |
 * | `incomplete-authorization` | not AWS4-HMAC-SHA256, or a part of it or the date is missing |
 * | `malformed-date` | x-amz-date is not `YYYYMMDDTHHMMSSZ` |
 * | `scope-terminator` `scope-date` `scope-region` `scope-service` | that part of the credential scope |
 * | `clock-behind` `clock-ahead` | signed more than 5 minutes before or after the server's clock |
 * | `unknown-key` `token-invalid` `token-expired` | the key id, its token, its lifetime |
 * | `signed-headers` | not sorted, unique, lower case, present, or `host` or an x-amz-* left out |
 * | `unsigned-payload-hash` | x-amz-content-sha256 is not among the signed headers: 400 from aoss |
 * | `fragile-signed-headers` | strict mode: a header is signed that changes on the way |
 * | `no-collection` | no collection is named at the endpoint of a whole Serverless account: 400 |
 * | `payload-hash` | x-amz-content-sha256 is missing (aoss), unsigned-payload or not the body's |
 * | `signature-mismatch` | another signature was expected |
 * | `ambiguous-target` | the signature is right by one reading of the target, but not by every server's |
 */
export type RefusalReason =
  | 'malformed-request'
  | 'payload-too-large'
  | 'incomplete-body'
  | 'unsigned'
  | 'incomplete-authorization'
  | 'malformed-date'
  | 'scope-terminator'
  | 'scope-date'
  | 'scope-region'
  | 'scope-service'
  | 'clock-behind'
  | 'clock-ahead'
  | 'unknown-key'
  | 'token-invalid'
  | 'token-expired'
  | 'signed-headers'
  | 'unsigned-payload-hash'
  | 'fragile-signed-headers'
  | 'no-collection'
  | 'payload-hash'
  | 'signature-mismatch'
  | 'ambiguous-target'

/** What the gateway decided about a request. */
export type Verdict = 'accepted' | RefusalReason

/** A reason with the sentence that a managed domain (es) answers. */
export interface Refusal {
  readonly reason: RefusalReason
  readonly message: string
}
