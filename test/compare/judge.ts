import { header, sha256, sign } from '../support/gateway-bench.js'
import type { RecordedRequest } from '../support/recorder.js'
import { dateOf } from '../support/vectors.js'
import type { Credentials } from './signers.js'

/** Whom a signature is to be from, and for what. */
export interface Claims {
  readonly credentials: Credentials
  readonly region: string
  readonly service: string
}

// What aws-c-auth adds itself.
const ADDED = new Set(['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token'])

/**
 * The Authorization that aws-c-auth computes from the bytes that arrived, over the headers that the
 * signer says it has signed: what a server would compute. Neither signer has a part in it.
 */
export async function authorizationDue(sent: RecordedRequest, claims: Claims): Promise<string> {
  const names = signedHeaders(sent)
  const headers = names
    .filter((name) => !ADDED.has(name))
    .map((name): [string, string] => [name, sent.header(name) ?? ''])
  const { method, target, body } = sent
  const signed = await sign(
    { method, target, headers, body },
    {
      identity: claims.credentials,
      region: claims.region,
      service: claims.service === 'aoss' ? 'aoss' : 'es',
      date: dateOf({ date: sent.header('x-amz-date') ?? '' }),
      payloadHash: names.includes('x-amz-content-sha256') ? sha256(body) : null,
    },
  )
  const due = header(signed, 'authorization') ?? ''
  // aws-c-auth leaves some headers out whatever it is told: then it is no judge.
  if (signedHeaders({ header: () => due }).join(';') !== names.join(';')) {
    throw new Error(`aws-c-auth does not sign ${names.join(';')}: ${due}`)
  }
  return due
}

/** The names that an Authorization header says were signed. */
export function signedHeaders(sent: Pick<RecordedRequest, 'header'>): string[] {
  const [, names = ''] = /SignedHeaders=([^,]*)/.exec(sent.header('authorization') ?? '') ?? []
  return names.split(';')
}
