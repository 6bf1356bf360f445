import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  startCaseGateways,
  wireRequest,
  withoutToken,
  withWrongDigit,
  type CaseGateways,
} from '../support/case-gateways.js'
import { send } from '../support/gateway-bench.js'
import { oracleCases, targetOf } from '../support/vectors.js'

let gateways: CaseGateways

beforeAll(async () => {
  gateways = await startCaseGateways()
})

afterAll(async () => gateways[Symbol.asyncDispose]())

describe('a request that aws-c-auth and others signed', () => {
  it.each(oracleCases)('$name is accepted, and refused with another digit', async (one) => {
    const gateway = await gateways.gatewayFor(one)
    const { received } = gateways.stub
    const answer = await send(gateway, wireRequest(one))
    expect(answer.status).toBe(200)
    const { method, body } = one
    expect(received.at(-1)).toMatchObject({ method, target: targetOf(one), body })
    const { canonicalRequest } = one.expected
    expect(gateway.requests.at(-1)).toMatchObject({
      verdict: 'accepted',
      ...(canonicalRequest && { canonicalRequest: withoutToken(canonicalRequest) }),
    })

    const forwarded = received.length
    const refusal = await send(gateway, withWrongDigit(wireRequest(one)))
    expect(refusal.status).toBe(403)
    expect(gateway.requests.at(-1)?.verdict).toBe('signature-mismatch')
    expect(received).toHaveLength(forwarded)
  })
})
