import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  startCaseGateways,
  wireRequest,
  withoutToken,
  withWrongDigit,
  type CaseGateways,
} from '../support/case-gateways.js'
import { send } from '../support/gateway-bench.js'
import { signingCases as cases, targetOf, type SigningCase } from '../support/vectors.js'

/** The rule of the gateway's own by which a target is refused though its signature is right. */
function lintRule(one: SigningCase): string | undefined {
  if (/%(?![0-9A-F]{2})/i.test(targetOf(one))) return 'two hex digits'
  const segments = one.path.replaceAll(/%2e/gi, '.').split('/')
  if (segments.some((segment) => segment === '.' || segment === '..')) return "'.' or '..' segment"
  if (one.querystring.includes('+')) return "literal '+'"
  return undefined
}

let gateways: CaseGateways

beforeAll(async () => {
  gateways = await startCaseGateways()
})

afterAll(async () => gateways[Symbol.asyncDispose]())

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
    const gateway = await gateways.gatewayFor(one)
    const answer = await send(gateway, wireRequest(one))
    expect([answer.status, answer.text]).toEqual([200, '{"ok":true}'])
    expect(gateways.stub.received.at(-1)).toMatchObject({
      method: one.method,
      target: targetOf(one),
    })
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
    const gateway = await gateways.gatewayFor(one)
    const { received } = gateways.stub
    const forwarded = received.length
    const answer = await send(gateway, wireRequest(one, signed))
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('a rule of its own (ambiguous-target)')
    expect(answer.text).toContain(lintRule(one))
    expect(received).toHaveLength(forwarded)
    const record = gateway.requests.at(-1)
    expect(record?.verdict).toBe('ambiguous-target')
    expect(record?.canonicalRequest).toBe(one.expected.canonicalRequest)
    expect(record?.canonicalRequestPlusAsSpace).toBe(one.expectedPlusAsSpace?.canonicalRequest)
  })

  it.each(cases)('$name with one other hex digit in its signature is refused', async (one) => {
    const gateway = await gateways.gatewayFor(one)
    const answer = await send(gateway, withWrongDigit(wireRequest(one)))
    expect(answer.status).toBe(403)
    expect(answer.text).toContain(JSON.stringify(one.expected.canonicalRequest).slice(1, -1))
    expect(gateway.requests.at(-1)?.verdict).toBe('signature-mismatch')
  })
})
