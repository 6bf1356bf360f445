import { request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { once } from 'node:events'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { awsAnswer } from '../support/aws-answers.js'
import {
  EXAMPLE,
  exchange,
  header,
  HOST,
  NOW,
  post,
  request,
  send,
  sha256,
  sign,
  startBench,
  startGateway,
  startStub,
  withHeader,
} from '../support/gateway-bench.js'

describe('what the target receives', () => {
  it.each([
    '/<logs-{now%2Fd}>/_search?a=1&&b=%61&c',
    '//idx//_doc/%41%2f?',
    `/idx/_doc/a!$&'()*+,:;=@~"^|\`[]\\`,
  ])('the target %s, byte for byte', async (target) => {
    await using bench = await startBench()
    expect((await send(bench.gateway, await sign(request({ target })))).status).toBe(200)
    expect(bench.stub.received.map((one) => one.target)).toEqual([target])
  })

  it("the target behind the path of the gateway's target, whose user and password are sent", async () => {
    await using stub = await startStub()
    const target = new URL(stub.url)
    target.pathname = '/prefix/'
    target.username = 'admin'
    target.password = 'p@ss'
    await using bench = await startBench({ target })
    expect((await send(bench.gateway, await sign(request({ target: '//a?b' })))).status).toBe(200)
    expect(stub.received.map((one) => one.target)).toEqual(['/prefix//a?b'])
    expect(stub.received.map((one) => header(one, 'authorization'))).toEqual([
      `Basic ${Buffer.from('admin:p@ss').toString('base64')}`,
    ])
  })

  it('every header line as it was, without authentication, hop-by-hop headers and host', async () => {
    await using bench = await startBench()
    const identity = { ...EXAMPLE, sessionToken: 'token' }
    bench.gateway.rotateCredentials(identity)
    const wire = await sign(withHeader(post('/_bulk', '{}\n'), 'X-Amz-Meta-Note', 'kept'), {
      identity,
    })
    const latin1 = Buffer.from('café').toString('latin1')
    const answer = await send(bench.gateway, {
      ...wire,
      headers: [
        ...wire.headers,
        ['X-Twice', 'a'],
        ['x-twice', latin1],
        ['Connection', 'close, X-Named'],
        ['X-Named', 'dropped'],
        ['Keep-Alive', 'timeout=5'],
        ['TE', 'trailers'],
      ],
    })
    expect(answer.status).toBe(200)
    const received = bench.stub.received[0]
    expect(received?.headers).toEqual([
      ['host', new URL(bench.stub.url).host],
      ['content-type', 'application/json'],
      ['X-Amz-Meta-Note', 'kept'],
      ['X-Twice', 'a'],
      ['x-twice', latin1],
      ['content-length', '3'],
      ['Connection', 'keep-alive'],
    ])
    expect(received?.body.toString()).toBe('{}\n')
  })

  it('a chunked body whole, with a length', async () => {
    await using bench = await startBench()
    const signed = await sign(post('/_bulk', '{"a":1}\n'))
    const chunked = { ...signed, body: Buffer.from('3\r\n{"a\r\n5\r\n":1}\n\r\n0\r\n\r\n') }
    const wire = withHeader(chunked, 'transfer-encoding', 'chunked')
    expect((await send(bench.gateway, wire)).status).toBe(200)
    const [received] = bench.stub.received
    expect(received?.body.toString()).toBe('{"a":1}\n')
    expect(received && header(received, 'content-length')).toBe('8')
    expect(received && header(received, 'transfer-encoding')).toBeUndefined()
  })

  it.each([
    ['GET', undefined],
    ['HEAD', undefined],
    ['DELETE', undefined],
    ['POST', '0'],
    ['PUT', '0'],
  ])('%s without a body has the length %s', async (method, length) => {
    await using bench = await startBench()
    expect((await send(bench.gateway, await sign(request({ method })))).status).toBe(200)
    const [received] = bench.stub.received
    expect(received && header(received, 'content-length')).toBe(length)
    expect(received && header(received, 'transfer-encoding')).toBeUndefined()
  })

  it('many requests over one connection', async () => {
    const ports: (number | undefined)[] = []
    await using bench = await startBench({}, (message, response) => {
      ports.push(message.socket.remotePort)
      response.end('{"ok":true}')
    })
    for (let count = 0; count < 5; count++) await send(bench.gateway, await sign(request()))
    expect(ports).toHaveLength(5)
    expect(new Set(ports).size).toBe(1)
  })
})

describe('what the client receives', () => {
  const answering = (status: number, headers: string[], body?: string | Buffer): RequestListener =>
    function answer(_, response) {
      response.sendDate = false
      response.writeHead(status, headers).end(body)
    }

  it('status, reason, header lines and a gzipped body untouched; the Date is the gateway clock', async () => {
    const body = gzipSync('{"took":1}')
    await using bench = await startBench({}, (_, response) => {
      const headers = `Content-Type: application/json
        Content-Encoding: gzip
        X-Twice: a
        x-twice: b
        Date: Thu, 01 Jan 1970 00:00:00 GMT
        content-length: ${body.length}`
      const lines = headers.split(/\n\s*/).flatMap((line) => line.split(': '))
      response.writeHead(418, 'I am a teapot', lines)
      response.end(body)
    })
    const answer = await send(bench.gateway, await sign(request()))
    expect([answer.status, answer.statusMessage]).toEqual([418, 'I am a teapot'])
    expect(answer.headers).toEqual([
      ['Content-Type', 'application/json'],
      ['Content-Encoding', 'gzip'],
      ['X-Twice', 'a'],
      ['x-twice', 'b'],
      ['content-length', String(body.length)],
      ['Date', NOW.toUTCString()],
      ['Connection', 'close'],
    ])
    expect(gunzipSync(answer.body).toString()).toBe('{"took":1}')
    expect(bench.gateway.requests[0]).toMatchObject({ verdict: 'accepted', status: 418 })
  })

  it('a chunked answer', async () => {
    await using bench = await startBench({}, (_, response) => {
      response.write('{"a":')
      response.end('1}')
    })
    expect((await send(bench.gateway, await sign(request()))).text).toBe('{"a":1}')
  })

  it('an answer as it comes, not when it is whole', async () => {
    let finish = () => {}
    await using bench = await startBench({}, (_, response) => {
      response.write('first')
      finish = () => response.end('last')
    })
    const wire = await sign(request())
    const client = httpRequest(bench.gateway.endpoint, { headers: wire.headers.flat() })
    client.end()
    const [answer] = (await once(client, 'response')) as [IncomingMessage]
    const chunks: string[] = []
    for await (const chunk of answer) {
      chunks.push(String(chunk))
      finish()
    }
    expect(chunks).toEqual(['first', 'last'])
  })

  it('HEAD with the length of what GET would give', async () => {
    await using bench = await startBench({}, answering(200, ['content-length', '17']))
    const answer = await send(bench.gateway, await sign(request({ method: 'HEAD' })))
    expect([answer.status, answer.text, header(answer, 'content-length')]).toEqual([200, '', '17'])
  })

  it.each([204, 304, 404, 500, 503])('%i', async (status) => {
    const etag = ['etag', '"1"']
    await using bench = await startBench({}, answering(status, etag))
    const answer = await send(bench.gateway, await sign(request()))
    expect([answer.status, answer.text, header(answer, 'etag')]).toEqual([status, '', '"1"'])
    expect(bench.gateway.requests[0]).toMatchObject({ verdict: 'accepted', status })
  })

  it('502 in JSON when there is no target', async () => {
    const stub = await startStub()
    await stub[Symbol.asyncDispose]()
    await using gateway = await startGateway({
      target: stub.url,
      credentials: EXAMPLE,
      clock: () => NOW,
    })
    const answer = await send(gateway, await sign(request()))
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      502,
      {
        message: `opensearch-local-domain could not reach ${stub.url} (ECONNREFUSED). Is it running?`,
      },
    ])
    expect(gateway.requests).toMatchObject([{ verdict: 'accepted', status: 502 }])
  })

  it('502 when the target closes without an answer', async () => {
    await using bench = await startBench({}, (message) => message.socket.destroy())
    expect((await send(bench.gateway, await sign(request()))).status).toBe(502)
  })

  it('a broken connection when the target breaks off in mid-answer', async () => {
    await using bench = await startBench({}, (message, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => message.socket.destroy())
    })
    const answer = await send(bench.gateway, await sign(request()))
    expect([answer.status, answer.text]).toEqual([200, 'half'])
    expect((await send(bench.gateway, await sign(request()))).status).toBe(200)
  })
})

describe('bodies and leaving clients', () => {
  it('waits for the body of Expect: 100-continue', async () => {
    await using bench = await startBench()
    const body = '{"a":1}\n'
    const wire = withHeader(await sign(post('/_bulk', body)), 'expect', '100-continue')
    const client = httpRequest(bench.gateway.endpoint, {
      method: 'POST',
      path: '/_bulk',
      headers: [...wire.headers.flat(), 'content-length', String(body.length)],
    })
    client.flushHeaders()
    await once(client, 'continue')
    client.end(body)
    const [answer] = (await once(client, 'response')) as [IncomingMessage]
    answer.resume()
    expect(answer.statusCode).toBe(200)
    expect(bench.stub.received[0]?.body.toString()).toBe(body)
    expect(header(bench.stub.received[0] ?? wire, 'expect')).toBeUndefined()
  })

  it('a body of 100 MiB is verified, one byte more is too large', { timeout: 60_000 }, async () => {
    await using bench = await startBench()
    const body = Buffer.alloc(104_857_600, 'x')
    expect((await send(bench.gateway, await sign(post('/_bulk', body)))).status).toBe(200)
    expect(bench.stub.received[0]?.body.length).toBe(104_857_600)
    const larger = Buffer.alloc(104_857_601, 'x')
    const answer = await send(bench.gateway, await sign(post('/_bulk', larger)))
    const words = awsAnswer('es-too-large').body.replace('10485760', '104857600')
    expect([answer.status, answer.text]).toEqual([413, words])
    expect(bench.gateway.requests.at(-1)).toMatchObject({
      verdict: 'payload-too-large',
      status: 413,
      bytes: 104_857_601,
      bodyHash: sha256(larger),
    })
    expect(bench.stub.received).toHaveLength(1)
  })

  it('a client that leaves before the answer ends the request to the target', async () => {
    let arrived = () => {}
    let left = () => {}
    const atTarget = new Promise<void>((resolve) => (arrived = resolve))
    const ended = new Promise<void>((resolve) => (left = resolve))
    await using bench = await startBench({}, (message) => {
      message.socket.on('close', left)
      arrived()
    })
    const wire = await sign(request())
    const client = httpRequest(bench.gateway.endpoint, { headers: wire.headers.flat() })
    client.on('error', () => {})
    client.end()
    await atTarget
    client.destroy()
    await ended
    await expect
      .poll(() => bench.gateway.requests, { timeout: 4000 })
      .toMatchObject([{ verdict: 'accepted', status: null }])
  })

  it('a body that breaks its framing is recorded once and not forwarded', async () => {
    await using bench = await startBench()
    const head = `POST /_bulk HTTP/1.1\r\nHost: ${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n`
    expect((await exchange(bench.gateway, Buffer.from(`${head}no size\r\n`))).toString()).toBe('')
    await expect
      .poll(() => bench.gateway.requests, { timeout: 4000 })
      .toMatchObject([{ method: 'POST', verdict: 'incomplete-body', status: null }])
    expect(bench.stub.received).toEqual([])
  })

  it('a client that leaves in its body is recorded and not forwarded', async () => {
    await using bench = await startBench()
    const socket = connect(Number(new URL(bench.gateway.endpoint).port), '127.0.0.1')
    socket.write(`POST /_bulk HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 10\r\n\r\nhalf`)
    await once(socket, 'connect')
    socket.destroy()
    await expect
      .poll(() => bench.gateway.requests, { timeout: 4000 })
      .toMatchObject([
        { method: 'POST', target: '/_bulk', verdict: 'incomplete-body', status: null },
      ])
    expect(bench.stub.received).toEqual([])
  })

  it('two requests in one packet are answered in their order', async () => {
    await using bench = await startBench()
    const one = 'GET /1 HTTP/1.1\r\nHost: h\r\n\r\n'
    const two = 'POST /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'
    const answers = (await exchange(bench.gateway, Buffer.from(one + two))).toString()
    expect(answers.match(/es:ESHttp\w+(?= b)/g)).toEqual(['es:ESHttpGet', 'es:ESHttpPost'])
    expect(bench.gateway.requests.map((record) => record.target)).toEqual(['/1', '/2'])
  })
})
