import { header, sha256, sign } from '../support/gateway-bench.js'
import type { Sent } from './laws.js'

/** The Authorization that aws-c-auth gives what arrived, or why it gives none. */
export async function authorizationByAwsCAuth(
  sent: Pick<Sent, 'setup' | 'request' | 'arrival' | 'body'>,
): Promise<string> {
  const { setup, request, arrival, body } = sent
  const { identity, region, service } = setup
  const signed = await sign(
    {
      method: arrival.method,
      target: withoutScheme(arrival.target),
      headers: arrival.headers.filter(([name]) => isToSign(name)),
      body,
    },
    { identity, region, service, date: request.date, payloadHash: sha256(body) },
  ).catch(String)
  return typeof signed === 'string' ? signed : (header(signed, 'authorization') ?? '')
}

/** What is signed of a message's own headers; aws-c-auth adds date, hash and token itself. */
export function isToSign(given: string): boolean {
  const name = given.toLowerCase()
  if (/^x-amz-(?:date|content-sha256|security-token)$/.test(name)) return false
  return name === 'host' || name === 'content-type' || name.startsWith('x-amz-')
}

/**
 * aws-c-auth looks for the scheme of a URL before the first `:` of a target, and refuses or cuts
 * what only looks like one. Behind a segment that goes away again no colon is the first.
 */
function withoutScheme(target: string): string {
  return `/a:b/..${target}`
}
