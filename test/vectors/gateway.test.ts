import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  send,
  startGateway,
  sha256,
  startStub,
  withAuthorization,
  type Gateway,
  type Stub,
  type WireRequest,
} from '../support/gateway-bench.js'
import { dateOf, signingCases as cases, type SigningCase } from '../support/vectors.js'

type Expected = SigningCase['expected']

const targetOf = ({ path, querystring }: SigningCase) =>
  querystring ? `${path}?${querystring}` : path

/** The request as a signer that gives `authorization` would send it. */
function wireRequest(one: SigningCase, { authorization }: Expected): WireRequest {
  const body = Buffer.from(one.body_b64, 'base64')
  const { sessionToken } = one.credentials
  const headers: [string, string][] = [
    ...one.headers.map(([name, value]): [string, string] => [name, value]),
    ['X-Amz-Date', one.date],
    ['X-Amz-Content-Sha256', sha256(body)],
    ...(sessionToken ? [['X-Amz-Security-Token', sessionToken] satisfies [string, string]] : []),
    ['Authorization', authorization],
  ]
  return { method: one.method, target: targetOf(one), headers, body }
}

/** The rule of the gateway's own by which a target is refused though its signature is right. */
function lintRule(one: SigningCase): string | undefined {
  if (/%(?![0-9A-F]{2})/i.test(targetOf(one))) return 'two hex digits'
  const segments = one.path.replaceAll(/%2e/gi, '.').split('/')
  if (segments.some((segment) => segment === '.' || segment === '..')) return "'.' or '..' segment"
  if (one.querystring.includes('+')) return "literal '+'"
  return undefined
}

/** One gateway for each of the few sets of settings in the vectors. */
const gateways = new Map<string, Promise<Gateway>>()
let stub: Stub

function gatewayFor(one: SigningCase): Promise<Gateway> {
  const { region, date, credentials } = one
  const service = one.service === 'aoss' ? 'aoss' : 'es'
  const id = JSON.stringify([region, service, date, credentials])
  const clock = () => dateOf(one)
  const gateway =
    gateways.get(id) ?? startGateway({ target: stub.url, region, service, credentials, clock })
  gateways.set(id, gateway)
  return gateway
}

beforeAll(async () => {
  stub = await startStub()
})

afterAll(async () => {
  for (const gateway of gateways.values()) await (await gateway).stop()
  await stub[Symbol.asyncDispose]()
})

const withoutToken = (text: string) => text.replace(/^(x-amz-security-token):.*$/m, '$1:[redacted]')

describe('the shared request vectors', () => {
  it('are all 60 here, 9 of them with a target that the lint refuses', () => {
    expect(cases).toHaveLength(60)
    expect(cases.filter(lintRule).map((one) => one.name)).toEqual([
      'p-dot-lead',
      'p-dot-end',
      'p-dotdot-dotdot',
      'p-dotdot-above-root',
      'p-dotdot-mid-slash',
      'p-dotdot-encoded',
      'p-bad-percent',
      'p-bad-percent-zz',
      'q-plus-literal',
    ])
  })

  it.each(cases.filter((one) => !lintRule(one)))('$name is accepted', async (one) => {
    const gateway = await gatewayFor(one)
    const answer = await send(gateway, wireRequest(one, one.expected))
    expect([answer.status, answer.text]).toEqual([200, '{"ok":true}'])
    expect(stub.received.at(-1)).toMatchObject({ method: one.method, target: targetOf(one) })
    const record = gateway.requests.at(-1)
    expect(record?.verdict).toBe('accepted')
    expect(record?.canonicalRequest).toBe(withoutToken(one.expected.canonicalRequest))
  })

  it.each(
    cases.filter(lintRule).flatMap((one) => {
      const signed = { name: one.name, one, signed: one.expected }
      const { expectedPlusAsSpace } = one
      if (!expectedPlusAsSpace) return [signed]
      return [signed, { name: `${one.name} as a space`, one, signed: expectedPlusAsSpace }]
    }),
  )('$name is rightly signed, and refused by the lint', async ({ one, signed }) => {
    const gateway = await gatewayFor(one)
    const forwarded = stub.received.length
    const answer = await send(gateway, wireRequest(one, signed))
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('a rule of its own (ambiguous-target)')
    expect(answer.text).toContain(lintRule(one))
    expect(stub.received).toHaveLength(forwarded)
    const record = gateway.requests.at(-1)
    expect(record?.verdict).toBe('ambiguous-target')
    expect(record?.canonicalRequest).toBe(one.expected.canonicalRequest)
    expect(record?.canonicalRequestPlusAsSpace).toBe(one.expectedPlusAsSpace?.canonicalRequest)
  })

  it.each(cases)('$name with one other hex digit in its signature is refused', async (one) => {
    const gateway = await gatewayFor(one)
    const wire = withAuthorization(wireRequest(one, one.expected), (authorization) =>
      authorization.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
    )
    const answer = await send(gateway, wire)
    expect(answer.status).toBe(403)
    expect(answer.text).toContain(JSON.stringify(one.expected.canonicalRequest).slice(1, -1))
    expect(gateway.requests.at(-1)?.verdict).toBe('signature-mismatch')
  })
})
