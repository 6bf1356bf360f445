import {
  sha256,
  startGateway,
  startStub,
  withAuthorization,
  type Gateway,
  type Stub,
  type WireRequest,
} from './gateway-bench.js'
import { dateOf, targetOf, type WireCase } from './vectors.js'

/** A case as a signer that gives `authorization` would send it. */
export function wireRequest(one: WireCase, { authorization } = one.expected): WireRequest {
  const { sessionToken } = one.credentials
  const headers: [string, string][] = [
    ...one.headers.map(([name, value]): [string, string] => [name, value]),
    ['X-Amz-Date', one.date],
    ['X-Amz-Content-Sha256', sha256(one.body)],
    ...(sessionToken ? [['X-Amz-Security-Token', sessionToken] satisfies [string, string]] : []),
    ['Authorization', authorization],
  ]
  return { method: one.method, target: targetOf(one), headers, body: one.body }
}

/** The same with another last digit in its signature. */
export function withWrongDigit(wire: WireRequest): WireRequest {
  return withAuthorization(wire, (authorization) =>
    authorization.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
  )
}

/** One gateway for each set of settings in the cases, all in front of one stub. */
export interface CaseGateways extends AsyncDisposable {
  readonly stub: Stub
  gatewayFor(one: WireCase): Promise<Gateway>
}

export async function startCaseGateways(): Promise<CaseGateways> {
  const stub = await startStub()
  const gateways = new Map<string, Promise<Gateway>>()
  return {
    stub,
    gatewayFor(one) {
      const { region, date, credentials } = one
      const service = one.service === 'aoss' ? 'aoss' : 'es'
      const id = JSON.stringify([region, service, date, credentials])
      const clock = () => dateOf(one)
      const gateway =
        gateways.get(id) ?? startGateway({ target: stub.url, region, service, credentials, clock })
      gateways.set(id, gateway)
      return gateway
    },
    async [Symbol.asyncDispose]() {
      for (const gateway of gateways.values()) await (await gateway).stop()
      await stub[Symbol.asyncDispose]()
    },
  }
}

/** A canonical request as the gateway's log shows it. */
export function withoutToken(canonicalRequest: string): string {
  return canonicalRequest.replace(/^(x-amz-security-token):.*$/m, '$1:[redacted]')
}
