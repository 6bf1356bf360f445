import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { awsAnswer } from '../support/aws-answers.js'
import {
  EXAMPLE,
  NOW,
  request,
  send,
  sign,
  startBench,
  startGateway,
  startStub,
  type GatewayOptions,
} from '../support/gateway-bench.js'
import { selfSigned } from '../support/self-signed.js'

const target = 'http://127.0.0.1:9'

describe('options', () => {
  it('have defaults, with a throw-away identity that is good for 12 hours', async () => {
    await using stub = await startStub()
    await using gateway = await startGateway({ target: stub.url })
    expect(gateway.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect([gateway.signing.region, gateway.signing.service]).toEqual(['eu-west-1', 'es'])
    const identity = await gateway.signing.credentials()
    expect(identity.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/)
    expect(identity.secretAccessKey).toMatch(/^[\w+/]{40}$/)
    expect(identity.sessionToken).toMatch(/^IQoJ.{100,}/)
    const hours = (Number(identity.expiration) - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(11)
    expect(hours).toBeLessThanOrEqual(12)
    const wire = await sign(request(), { identity, date: new Date() })
    expect((await send(gateway, wire)).status).toBe(200)
  })

  it('are not changed, frozen ones work, later changes do nothing', async () => {
    await using stub = await startStub()
    const credentials = { ...EXAMPLE }
    const options = Object.freeze({ target: stub.url, credentials, clock: () => NOW })
    await using gateway = await startGateway(options)
    credentials.secretAccessKey = 'other'
    ;(await gateway.signing.credentials()).secretAccessKey = 'other'
    expect((await send(gateway, await sign(request()))).status).toBe(200)
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['unknown', { target, reegion: 'a' }, "Unknown option 'reegion'. Known: target, service,"],
    ['no target', {}, "'target' must be an http or https URL"],
    ['target', { target: 'localhost:9200' }, "'target' must be an http or https URL"],
    ['target with a query', { target: `${target}/?a` }, "'target' must be"],
    ['service', { target, service: 's3' }, "'service' must be 'es' or 'aoss'."],
    ['region', { target, region: '' }, "'region' must be"],
    ['strict', { target, strict: 'yes' }, "'strict' must be"],
    ['clock', { target, clock: NOW }, "'clock' must be"],
    ['log', { target, log: 'file' }, "'log' must be"],
    ['tls', { target, tls: { key: 'k' } }, "'tls' needs a 'key' and a 'cert'."],
    ['no key id', { target, credentials: {} }, "'credentials' needs an accessKeyId"],
    ['no secret', { target, credentials: { accessKeyId: 'A' } }, "'credentials' needs a secret"],
    [
      'empty token',
      { target, credentials: { ...EXAMPLE, sessionToken: '' } },
      "'credentials' has an empty sessionToken",
    ],
    [
      'expiration',
      { target, credentials: { ...EXAMPLE, expiration: new Date('?') } },
      "'credentials' has an expiration that is no Date",
    ],
  ])('%s: refused by name', async (_, options, message) => {
    await expect(startGateway(options as unknown as GatewayOptions)).rejects.toMatchObject({
      code: 'ERR_LOCAL_DOMAIN_OPTIONS',
      message: expect.stringContaining(message) as unknown,
    })
  })
})

describe('rotation', () => {
  it('a new identity is good at once, the former is expired', async () => {
    await using bench = await startBench({ credentials: { ...EXAMPLE, sessionToken: 'first' } })
    const { gateway } = bench
    const first = await gateway.signing.credentials()
    const second = gateway.rotateCredentials()
    expect(second).toEqual(await gateway.signing.credentials())
    expect(second.accessKeyId).not.toBe(first.accessKeyId)

    const old = await send(gateway, await sign(request(), { identity: first }))
    expect([old.status, old.text]).toEqual([403, awsAnswer('es-token-expired').body])
    const now = await send(gateway, await sign(request(), { identity: second }))
    expect(now.status).toBe(200)
    expect(gateway.requests.map((record) => record.verdict)).toEqual(['token-expired', 'accepted'])
  })

  it('to a given identity, also of the same key, and back', async () => {
    await using bench = await startBench()
    const { gateway } = bench
    const second = { ...EXAMPLE, sessionToken: 'second' }
    expect(gateway.rotateCredentials(second)).toEqual(second)
    expect((await send(gateway, await sign(request()))).text).toBe(
      awsAnswer('es-token-expired').body,
    )
    const wire = await sign(request(), { identity: second })
    expect((await send(gateway, wire)).status).toBe(200)
    gateway.rotateCredentials(EXAMPLE)
    expect((await send(gateway, await sign(request()))).status).toBe(200)
    expect((await send(gateway, wire)).text).toBe(awsAnswer('es-token-expired').body)
  })

  it('to no identity is refused, and nothing rotates', async () => {
    await using bench = await startBench()
    const rotate = () => bench.gateway.rotateCredentials({ accessKeyId: 'A', secretAccessKey: '' })
    expect(rotate).toThrow('The identity to rotate to needs a secretAccessKey.')
    expect((await send(bench.gateway, await sign(request()))).status).toBe(200)
  })
})

describe('https', () => {
  it('serves with the key and certificate given', async () => {
    const tls = selfSigned()
    await using bench = await startBench({ tls })
    expect(bench.gateway.endpoint).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    const wire = await sign(request())
    const client = httpsRequest(bench.gateway.endpoint, {
      ca: tls.cert,
      headers: wire.headers.flat(),
      agent: false,
    })
    client.end()
    const [answer] = (await once(client, 'response')) as [IncomingMessage]
    answer.resume()
    expect(answer.statusCode).toBe(200)
  })
})

describe('stop', () => {
  it('ends idle, half-sent and waiting connections, and leaves no handle', async () => {
    {
      let arrived = () => {}
      const atTarget = new Promise<void>((resolve) => (arrived = resolve))
      await using bench = await startBench({}, () => arrived())
      const port = Number(new URL(bench.gateway.endpoint).port)
      const idle = connect(port, '127.0.0.1')
      const half = connect(port, '127.0.0.1')
      half.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n1')
      const wire = await sign(request())
      const waiting = httpRequest(bench.gateway.endpoint, { headers: wire.headers.flat() }).end()
      const hungUp = once(waiting, 'error')
      await Promise.all([once(idle, 'connect'), once(half, 'connect'), atTarget])

      const closed = [once(idle, 'close'), once(half, 'close'), hungUp]
      await Promise.all([bench.gateway.stop(), bench.gateway.stop()])
      await Promise.all(closed)
      await bench.gateway.stop()
      const again = connect(port, '127.0.0.1')
      expect(await once(again, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }])
    }
    await expect
      .poll(
        () => process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length,
        {
          timeout: 4000,
        },
      )
      .toBe(0)
  })

  it('closes the connections it keeps to the target', async () => {
    await using bench = await startBench()
    expect((await send(bench.gateway, await sign(request()))).status).toBe(200)
    expect(await bench.stub.connections()).toBe(1)
    await bench.gateway.stop()
    await expect.poll(() => bench.stub.connections(), { timeout: 4000 }).toBe(0)
  })

  it('is what await using does', async () => {
    await using stub = await startStub()
    let endpoint = ''
    {
      await using gateway = await startGateway({ target: stub.url })
      endpoint = gateway.endpoint
    }
    await expect(send({ endpoint }, request())).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})
