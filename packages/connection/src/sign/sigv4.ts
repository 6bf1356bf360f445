import { SignatureV4 } from '@smithy/signature-v4'
import type { Identity } from '../credentials/identity.js'
import type { CredentialScope } from '../request/credential-scope.js'
import type { HeaderFields } from '../request/headers.js'
import { splitTarget } from '../request/target.js'
import { canonicalPath, canonicalQuery } from './canonical-target.js'
import { NodeSha256, payloadHash } from './node-sha256.js'

interface ToSign {
  readonly method: string
  /** Path and query exactly as they will be on the wire. */
  readonly target: string
  /** The fields to cover; Host is among them. */
  readonly headers: HeaderFields
  readonly body: Uint8Array | undefined
  readonly scope: CredentialScope
  readonly identity: Identity
  readonly date: Date
}

/**
 * Signs with AWS Signature Version 4.
 *
 * @returns the fields to send besides those given: authorization, x-amz-date,
 * x-amz-content-sha256, and x-amz-security-token where the identity has a token
 */
export async function signSigV4(toSign: ToSign): Promise<HeaderFields> {
  const { method, target, headers, body, scope, date } = toSign
  const { accessKeyId, secretAccessKey, sessionToken } = toSign.identity
  const signer = new RawTargetSigner({
    ...scope,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    sha256: NodeSha256,
  })
  const request = {
    method,
    protocol: 'https:',
    hostname: '',
    path: target,
    // On every request, empty bodies too: Serverless demands it. It also spares the signer the body.
    headers: { ...headers, 'x-amz-content-sha256': payloadHash(body) },
  }
  const { headers: signed } = await signer.sign(request, { signingDate: date })
  return signed
}

/**
 * The official signer, but with the canonical request made from the raw target. It would take the
 * query as a record of decoded parameters, which loses what was on the wire.
 */
class RawTargetSigner extends SignatureV4 {
  protected override createCanonicalRequest(
    request: { method: string; path: string },
    canonicalHeaders: HeaderFields,
    hash: string,
  ): string {
    const [path, query = ''] = splitTarget(request.path)
    const names = Object.keys(canonicalHeaders).toSorted()
    return [
      request.method,
      canonicalPath(path),
      canonicalQuery(query),
      ...names.map((name) => `${name}:${canonicalHeaders[name]}`),
      '',
      names.join(';'),
      hash,
    ].join('\n')
  }
}
