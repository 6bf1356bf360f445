import { describe, expect, it } from 'vitest'
import {
  EXAMPLE,
  exchange,
  header,
  HOST,
  post,
  request,
  send,
  sha256,
  sign,
  startBench,
  withHeader,
} from '../support/gateway-bench.js'

const identity = {
  accessKeyId: 'ASIAEXAMPLEWXYZ',
  secretAccessKey: 'theSecret/theSecret+theSecret',
  sessionToken: 'IQoJtheToken//theToken+theToken==',
}

describe('the record of a request', () => {
  it('says what came, what was decided and why', async () => {
    const logged: unknown[] = []
    await using bench = await startBench({
      credentials: identity,
      log: (entry) => logged.push(entry),
    })
    const body = '{"index":{}}\n{"a":1}\n'
    const wire = withHeader(
      post('/b/_bulk?refresh', body, 'application/x-ndjson'),
      'content-encoding',
      'identity',
    )
    const signed = await sign(wire, { identity })
    await send(bench.gateway, signed)
    expect(bench.gateway.requests).toEqual([
      {
        time: '2026-11-22T13:00:00.000Z',
        method: 'POST',
        target: '/b/_bulk?refresh',
        verdict: 'accepted',
        status: 200,
        bytes: body.length,
        bodyHash: sha256(body),
        contentType: 'application/x-ndjson',
        contentEncoding: 'identity',
        keyId: 'WXYZ',
        signedHeaders: [
          'content-encoding',
          'content-type',
          'host',
          'x-amz-content-sha256',
          'x-amz-date',
          'x-amz-security-token',
        ],
        canonicalRequest: `POST\n/b/_bulk\nrefresh=\ncontent-encoding:identity\ncontent-type:application/x-ndjson\nhost:${HOST}\nx-amz-content-sha256:${sha256(body)}\nx-amz-date:20261122T130000Z\nx-amz-security-token:[redacted]\n\ncontent-encoding;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token\n${sha256(body)}`,
      },
    ])
    expect(logged).toEqual(bench.gateway.requests)
    expect(JSON.parse(JSON.stringify(logged))).toEqual(logged)
  })

  it('never has a token, a secret, a whole key id or a signature', async () => {
    await using bench = await startBench({ credentials: identity })
    const signed = await sign(request(), { identity })
    const signature = /Signature=(\w+)/.exec(header(signed, 'authorization') ?? '')?.[1] ?? '-'
    const presigned = `/?X-Amz-Security-Token=${identity.sessionToken}&X-Amz-Signature=${signature}`
    await send(bench.gateway, signed)
    await send(bench.gateway, { ...signed, method: 'POST' })
    await send(bench.gateway, { ...signed, target: presigned })
    await send(bench.gateway, request({ target: presigned }))
    await send(bench.gateway, withHeader(signed, 'x-amz-date', 'never'))
    await send(bench.gateway, {
      ...withHeader(signed, 'authorization', undefined),
      headers: [
        ...signed.headers.filter(([name]) => name !== 'Authorization'),
        [
          'authorization',
          `AWS4-HMAC-SHA256 Credential=${identity.accessKeyId}/20261122/eu-west-1/es/aws4_request, SignedHeaders=authorization;host, Signature=${signature}`,
        ],
      ],
    })
    await exchange(
      bench.gateway,
      Buffer.from(`GET ${presigned}&\xe9 HTTP/1.1\r\nHost: h\r\n\r\n`, 'latin1'),
    )
    bench.gateway.rotateCredentials(EXAMPLE)
    await send(bench.gateway, signed)
    expect(bench.gateway.requests).toHaveLength(8)
    const json = JSON.stringify(bench.gateway.requests)
    for (const secret of [...Object.values(identity), signature, EXAMPLE.secretAccessKey]) {
      expect(json).not.toContain(secret)
      expect(json).not.toContain(encodeURIComponent(secret))
    }
    expect(json).toContain('WXYZ')
  })

  it('is there when the answer is', async () => {
    await using bench = await startBench()
    for (let count = 1; count <= 20; count++) {
      await send(bench.gateway, count % 2 ? await sign(request()) : request())
      expect(bench.gateway.requests).toHaveLength(count)
    }
  })

  it('is kept for the newest 10,000', { timeout: 60_000 }, async () => {
    await using bench = await startBench()
    const batch = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => `GET /${from + index} HTTP/1.1\r\nHost: h\r\n`)
    // Unsigned requests, in pipelines of 1,001, so that ten of them are one request per pipeline too many.
    for (let pipeline = 0; pipeline < 10; pipeline++) {
      const bytes = `${batch(pipeline * 1001, 1001).join('\r\n')}Connection: close\r\n\r\n`
      await exchange(bench.gateway, Buffer.from(bytes))
    }
    expect(bench.gateway.requests).toHaveLength(10_000)
    expect(bench.gateway.requests[0]?.target).toBe('/10')
    expect(bench.gateway.requests.at(-1)?.target).toBe('/10009')
  })
})
