import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsAnswer } from '../support/aws-answers.js'
import {
  EXAMPLE,
  header,
  post,
  request,
  send,
  sha256,
  sign as signFor,
  startBench,
  withAuthorization,
  withHeader,
  type Bench,
  type Signing,
  type WireRequest,
} from '../support/gateway-bench.js'

let bench: Bench
beforeAll(async () => {
  bench = await startBench({ service: 'aoss' })
})
afterAll(async () => bench[Symbol.asyncDispose]())

const sign = (wire: WireRequest, signing: Signing = {}) =>
  signFor(wire, { service: 'aoss', ...signing })

describe('Serverless', () => {
  it.each<[string, string, () => WireRequest | Promise<WireRequest>]>([
    ['no signature', 'unsigned', () => request()],
    [
      'Basic',
      'incomplete-authorization',
      () => withHeader(request(), 'authorization', 'Basic Og=='),
    ],
    ['no content hash', 'payload-hash', () => sign(post('/_bulk', '{}\n'), { payloadHash: null })],
    ['no content hash, no body', 'payload-hash', () => sign(request(), { payloadHash: null })],
    [
      'UNSIGNED-PAYLOAD',
      'payload-hash',
      () => sign(request(), { payloadHash: 'UNSIGNED-PAYLOAD' }),
    ],
    ['service es', 'scope-service', () => sign(request(), { service: 'es' })],
    ['another region', 'scope-region', () => sign(request(), { region: 'us-east-1' })],
    [
      'an old date',
      'clock-behind',
      () => sign(request(), { date: new Date('2026-11-22T12:00:00Z') }),
    ],
    [
      'an unknown key',
      'unknown-key',
      () => sign(request(), { identity: { ...EXAMPLE, accessKeyId: 'A' } }),
    ],
    [
      'another secret',
      'signature-mismatch',
      () => sign(request(), { identity: { ...EXAMPLE, secretAccessKey: 'wrong' } }),
    ],
    [
      'no host among the signed headers',
      'signed-headers',
      async () => withAuthorization(await sign(request()), (text) => text.replace('=host;', '=')),
    ],
  ])('%s: the same 403, without a reason or an echo', async (_, verdict, wire) => {
    const { status, body } = awsAnswer('aoss-forbidden')
    const answer = await send(bench.gateway, await wire())
    expect([answer.status, answer.text]).toEqual([status, body])
    expect(header(answer, 'content-type')).toBe('application/json')
    expect(header(answer, 'server')).toBe('aoss-amazon')
    expect(header(answer, 'x-aoss-response-hint')).toBe('X01:gw-helper-deny')
    expect(header(answer, 'x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(header(answer, 'x-amzn-requestid')).toBeUndefined()
    expect(bench.gateway.requests.at(-1)?.verdict).toBe(verdict)
    expect(bench.stub.received).toEqual([])
  })

  it('an unsigned content hash: 400', async () => {
    const signed = await sign(request(), { payloadHash: null })
    const answer = await send(bench.gateway, withHeader(signed, 'x-amz-content-sha256', sha256('')))
    expect(answer.status).toBe(400)
    expect(header(answer, 'server')).toBe('aoss-amazon')
    expect(bench.gateway.requests.at(-1)?.verdict).toBe('unsigned-payload-hash')
  })

  it('a rule of the gateway is named', async () => {
    const answer = await send(bench.gateway, await sign(request({ target: '/idx/_doc/..' })))
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('a rule of its own (ambiguous-target)')
  })

  it('a collection header is signed and forwarded', async () => {
    await using other = await startBench({ service: 'aoss' })
    const wire = withHeader(request(), 'x-amz-aoss-collection-name', 'shop')
    expect((await send(other.gateway, await sign(wire))).status).toBe(200)
    expect(header(other.stub.received[0] ?? wire, 'x-amz-aoss-collection-name')).toBe('shop')
    const unsigned = withHeader(await sign(request()), 'x-amz-aoss-collection-name', 'shop')
    expect((await send(other.gateway, unsigned)).status).toBe(403)
    expect(other.gateway.requests.at(-1)?.verdict).toBe('signed-headers')
  })
})
