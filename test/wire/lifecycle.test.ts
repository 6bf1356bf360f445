import { Client } from '@opensearch-project/opensearch'
import { inspect } from 'node:util'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { sigV4, type Identity } from 'opensearch-sigv4'
import { describe, expect, it } from 'vitest'
import { EXAMPLE_IDENTITY } from '../support/identity.js'
import { startRecorder } from '../support/recorder.js'
import { startSignedDomain } from '../support/signed-domain.js'

const options = { credentials: EXAMPLE_IDENTITY, region: 'eu-west-1' }
const never = () => new Promise<never>(() => {})
const tick = () => new Promise((resolve) => setImmediate(resolve))

describe('the client', () => {
  describe('a retry', () => {
    it('is signed afresh, with the time and the credentials of then', async () => {
      await using recorder = await startRecorder()
      recorder.answer = (_, index) => ({ status: index < 2 ? 503 : 200 })
      let now = Date.parse('2026-11-22T13:00:00Z')
      let calls = 0
      const client = new Client({
        node: recorder.url,
        ...sigV4({
          region: 'eu-west-1',
          clock: () => new Date((now += 1000)),
          credentials: async () => ({ ...EXAMPLE_IDENTITY, accessKeyId: `AKIDEXAMPLE${++calls}` }),
        }),
      })
      await client.search({ index: 'blogs' })
      await client.close()
      const dates = recorder.requests.map(({ header }) => header('x-amz-date'))
      const authorizations = recorder.requests.map(({ header }) => header('authorization'))
      expect(new Set(dates).size).toBe(3)
      expect(new Set(authorizations).size).toBe(3)
    })

    it('follows a reset connection', async () => {
      await using domain = await startSignedDomain()
      domain.recorder.answer = (_, index) => (index === 0 ? 'reset' : { status: 200 })
      const client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })
      await client.index({ index: 'blogs', body: { a: 1 } })
      await client.close()
      expect(domain.requests.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted'])
    })
  })

  it('signs the ping that the pool sends past the Transport', async () => {
    await using domain = await startSignedDomain()
    const client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })
    const [connection] = client.connectionPool.connections
    if (connection === undefined) throw new Error('no connection')
    client.connectionPool.markDead(connection)
    connection.resurrectTimeout = 0
    const alive = await new Promise((resolve) => {
      client.connectionPool.resurrect({ now: Date.now(), requestId: '1', name: 'test' }, resolve)
    })
    await client.close()
    expect(alive).toBe(true)
    expect(domain.requests).toMatchObject([{ method: 'HEAD', target: '/', verdict: 'accepted' }])
  })

  describe('abort()', () => {
    it('while credentials are fetched: rejects at once, and nothing is sent', async () => {
      await using recorder = await startRecorder()
      const client = new Client({
        node: recorder.url,
        ...sigV4({ ...options, credentials: never, credentialsTimeout: 1000 }),
      })
      const request = client.search({ index: 'blogs' })
      request.abort()
      await expect(request).rejects.toMatchObject({ name: 'RequestAbortedError' })
      await client.close()
      expect(recorder.requests).toHaveLength(0)
    })

    it('while the request is signed: rejects, and nothing is sent', async () => {
      await using recorder = await startRecorder()
      const client = new Client({ node: recorder.url, ...sigV4(options) })
      const request = client.search({ index: 'blogs' })
      client.once('request', () => queueMicrotask(() => request.abort()))
      await expect(request).rejects.toMatchObject({ name: 'RequestAbortedError' })
      await client.close()
      expect(recorder.requests).toHaveLength(0)
    })

    it('at any moment: rejects as aborted', async () => {
      await using recorder = await startRecorder()
      recorder.answer = () => 'hang'
      const client = new Client({
        node: recorder.url,
        requestTimeout: 500,
        maxRetries: 0,
        ...sigV4(options),
      })
      const outcomes = Array.from({ length: 100 }, async (_, microtasks) => {
        const request = client.search({ index: 'blogs' })
        const outcome = request.catch(({ name }: Error) => name)
        for (let passed = 0; passed < microtasks; passed += 1) await Promise.resolve()
        request.abort()
        return outcome
      })
      expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['RequestAbortedError']))
      await client.close()
    })

    it('while the answer is awaited: rejects', async () => {
      await using recorder = await startRecorder()
      const client = new Client({ node: recorder.url, ...sigV4(options) })
      const request = client.search({ index: 'blogs' })
      recorder.answer = () => {
        request.abort()
        return 'hang'
      }
      await expect(request).rejects.toMatchObject({ name: 'RequestAbortedError' })
      await client.close()
      expect(recorder.requests).toHaveLength(1)
    })

    it('calls back once, in callback style', async () => {
      await using recorder = await startRecorder()
      const client = new Client({
        node: recorder.url,
        ...sigV4({ ...options, credentials: never, credentialsTimeout: 1000 }),
      })
      const errors: unknown[] = []
      const request = client.search({ index: 'blogs' }, (error) => errors.push(error))
      request.abort()
      request.abort()
      await tick()
      await tick()
      expect(errors).toMatchObject([{ name: 'RequestAbortedError' }])
      await client.close()
    })

    it('destroys the stream it was reading', async () => {
      await using recorder = await startRecorder()
      const client = new Client({ node: recorder.url, ...sigV4(options) })
      const body = new Readable({ read() {} })
      const request = client.transport.request({ method: 'POST', path: '/blogs/_doc', body })
      await tick()
      request.abort()
      await expect(request).rejects.toMatchObject({ name: 'RequestAbortedError' })
      expect(body.destroyed).toBe(true)
      await client.close()
    })
  })

  it('closes only when a request that is being signed has been answered', async () => {
    await using recorder = await startRecorder()
    let go: (region: string) => void = () => undefined
    const region = () => new Promise<string>((resolve) => (go = resolve))
    const client = new Client({ node: recorder.url, ...sigV4({ ...options, region }) })
    const order: string[] = []
    const answered = client.search({ index: 'blogs' }).then(() => order.push('answered'))
    await tick()
    const closed = client.close().then(() => order.push('closed'))
    await tick()
    go('eu-west-1')
    await Promise.all([answered, closed])
    expect(order).toEqual(['answered', 'closed'])
  })

  it('rejects with the error of a stream that fails while credentials are awaited', async () => {
    await using recorder = await startRecorder()
    let go: (identity: Identity) => void = () => undefined
    const credentials = () => new Promise<Identity>((resolve) => (go = resolve))
    const client = new Client({ node: recorder.url, ...sigV4({ ...options, credentials }) })
    const body = createReadStream('/nonexistent/file')
    const request = client.transport.request({ method: 'POST', path: '/_bulk', bulkBody: body })
    await expect(request).rejects.toMatchObject({ code: 'ENOENT' })
    go(EXAMPLE_IDENTITY)
    await client.close()
    expect(recorder.requests).toHaveLength(0)
  })

  it('gives a promise with then, catch, finally and abort', async () => {
    await using recorder = await startRecorder()
    const client = new Client({ node: recorder.url, ...sigV4(options) })
    const request = client.search({ index: 'blogs' })
    expect(request.abort).toBeTypeOf('function')
    let finished = false
    const answer = await request.finally(() => (finished = true))
    expect(answer.statusCode).toBe(200)
    expect(finished).toBe(true)
    await client.close()
  })

  it('answers a callback, with or without options', async () => {
    await using recorder = await startRecorder()
    const client = new Client({ node: recorder.url, ...sigV4(options) })
    const params = { method: 'GET', path: '/' }
    const statuses = await Promise.all([
      new Promise((resolve) => {
        client.transport.request(params, {}, (_, result) => resolve(result.statusCode))
      }),
      new Promise((resolve) => {
        void client.transport.request(params, ((_: unknown, result: { statusCode: number }) =>
          resolve(result.statusCode)) as never)
      }),
    ])
    expect(statuses).toEqual([200, 200])
    await client.close()
  })

  it('never writes into the params and options it is given', async () => {
    await using recorder = await startRecorder()
    const client = new Client({ node: recorder.url, ...sigV4(Object.freeze({ ...options })) })
    const params = Object.freeze({
      method: 'POST',
      path: '/blogs/_doc',
      body: Object.freeze({ a: 1 }),
    })
    const perCall = Object.freeze({ headers: Object.freeze({ 'X-Team': 'a' }) })
    await client.transport.request(params, perCall)
    expect(Object.keys(params)).toEqual(['method', 'path', 'body'])
    expect(recorder.requests[0]?.header('x-team')).toBe('a')
    await client.close()
  })

  it('sends a body as it was at the time of the call', async () => {
    await using recorder = await startRecorder()
    const client = new Client({ node: recorder.url, ...sigV4(options) })
    const batch: object[] = [{ index: {} }, { a: 1 }]
    const document = { a: 1 }
    const requests = [
      client.bulk({ body: batch as never }),
      client.index({ index: 'blogs', body: document }),
    ]
    batch.length = 0
    document.a = 2
    await Promise.all(requests)
    await client.close()
    expect(recorder.requests.map(({ body }) => body.toString()).toSorted()).toEqual([
      '{"a":1}',
      '{"index":{}}\n{"a":1}\n',
    ])
  })

  it("rejects with the client's own error where a body cannot be serialised", async () => {
    await using recorder = await startRecorder()
    const client = new Client({ node: recorder.url, ...sigV4(options) })
    const body: Record<string, unknown> = {}
    body['self'] = body
    await expect(client.index({ index: 'blogs', body })).rejects.toMatchObject({
      name: 'SerializationError',
    })
    await client.close()
    expect(recorder.requests).toHaveLength(0)
  })

  it('keeps parent and child apart when each has an identity of its own', async () => {
    await using recorder = await startRecorder()
    const as = (accessKeyId: string) =>
      sigV4({ ...options, credentials: { ...EXAMPLE_IDENTITY, accessKeyId } })
    const parent = new Client({ node: recorder.url, ...as('AKIDPARENT') })
    const child = parent.child(as('AKIDCHILD'))
    const plainChild = parent.child({ headers: { 'x-team': 'a' } })
    await Promise.all([
      ...Array.from({ length: 20 }, () => parent.search({ index: 'parent' })),
      ...Array.from({ length: 20 }, () => child.search({ index: 'child' })),
      ...Array.from({ length: 20 }, () => plainChild.search({ index: 'parent' })),
    ])
    await parent.close()
    expect(recorder.requests).toHaveLength(60)
    for (const { target, header } of recorder.requests) {
      const key = /Credential=(\w+)\//.exec(header('authorization') ?? '')?.[1]
      expect(key).toBe(target.startsWith('/child') ? 'AKIDCHILD' : 'AKIDPARENT')
    }
  })

  it('asks the provider once for all requests that wait at the same time', async () => {
    await using recorder = await startRecorder()
    let calls = 0
    const credentials = async (): Promise<Identity> => {
      calls += 1
      await tick()
      return { ...EXAMPLE_IDENTITY, expiration: new Date(Date.now() + 3_600_000) }
    }
    const client = new Client({ node: recorder.url, ...sigV4({ ...options, credentials }) })
    await Promise.all(Array.from({ length: 100 }, () => client.search({ index: 'blogs' })))
    await client.close()
    expect(calls).toBe(1)
  })

  it.each([
    ['keeps credentials', 300_001, 1],
    ['fetches credentials anew', 300_000, 2],
  ])('%s that expire in %i ms', async (_, left, expected) => {
    await using recorder = await startRecorder()
    const now = Date.parse('2026-11-22T13:00:00Z')
    let calls = 0
    const credentials = async () => {
      calls += 1
      return { ...EXAMPLE_IDENTITY, expiration: new Date(now + (calls === 1 ? left : 3_600_000)) }
    }
    const clock = () => new Date(now)
    const client = new Client({ node: recorder.url, ...sigV4({ ...options, credentials, clock }) })
    await client.search({ index: 'blogs' })
    await client.search({ index: 'blogs' })
    await client.close()
    expect(calls).toBe(expected)
  })

  it('picks no node before it has credentials', async () => {
    await using recorder = await startRecorder()
    const credentials = async () => {
      throw new Error('none')
    }
    const client = new Client({ node: recorder.url, ...sigV4({ ...options, credentials }) })
    let picked = 0
    client.on('request', () => (picked += 1))
    await expect(client.search({ index: 'blogs' })).rejects.toMatchObject({
      cause: new Error('none'),
    })
    await client.close()
    expect(picked).toBe(0)
  })

  it('asks a region function once for each host', async () => {
    await using recorder = await startRecorder()
    let calls = 0
    const region = async () => {
      calls += 1
      if (calls === 1) throw new Error('not yet')
      return 'eu-west-1'
    }
    const client = new Client({ node: recorder.url, ...sigV4({ ...options, region }) })
    await expect(client.search({ index: 'blogs' })).rejects.toMatchObject({
      code: 'ERR_SIGV4_REGION',
      cause: new Error('not yet'),
    })
    await client.search({ index: 'blogs' })
    await client.search({ index: 'blogs' })
    await client.close()
    expect(calls).toBe(2)
  })

  it('asks again after a provider has failed', async () => {
    await using recorder = await startRecorder()
    let calls = 0
    const credentials = async () => {
      if (++calls === 1) throw new Error('not yet')
      return { ...EXAMPLE_IDENTITY, expiration: new Date(Date.now() + 3_600_000) }
    }
    const client = new Client({ node: recorder.url, ...sigV4({ ...options, credentials }) })
    await expect(client.search({ index: 'blogs' })).rejects.toMatchObject({
      code: 'ERR_SIGV4_CREDENTIALS',
    })
    await client.search({ index: 'blogs' })
    await client.search({ index: 'blogs' })
    await client.close()
    expect(calls).toBe(2)
  })

  it('follows the rotation of credentials', async () => {
    await using domain = await startSignedDomain()
    const client = new Client({
      node: domain.endpoint,
      ...sigV4({ ...domain.signing, refreshBefore: 0 }),
    })
    await client.search({ index: 'blogs' })
    await client.close()
    domain.rotateCredentials()
    const fresh = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })
    await fresh.search({ index: 'blogs' })
    await fresh.close()
    expect(domain.requests.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted'])
  })

  it('refuses a node whose url is no URL', () => {
    const { Connection } = sigV4(options)
    for (const url of ['127.0.0.1:9200', undefined, {}]) {
      expect(() => new Connection({ url: url as never })).toThrow(
        expect.objectContaining({
          code: 'ERR_SIGV4_OPTIONS',
          message: expect.stringMatching(/not a URL object/),
        }),
      )
    }
  })

  it('refuses the auth option of the client, which claims the same header', () => {
    const auth = { username: 'jon', password: 'secret' }
    expect(() => new Client({ node: 'http://127.0.0.1:1', auth, ...sigV4(options) })).toThrow(
      expect.objectContaining({
        code: 'ERR_SIGV4_OPTIONS',
        message: expect.stringMatching(/auth option/),
      }),
    )
  })

  it('refuses it for a child client, and in the URL of a node', () => {
    const auth = { username: 'jon', password: 'secret' }
    const refusal = expect.objectContaining({ code: 'ERR_SIGV4_OPTIONS' })
    const client = new Client({ node: 'http://127.0.0.1:1', ...sigV4(options) })
    expect(() => client.child({ auth })).toThrow(refusal)
    const node = 'http://jon:secret@127.0.0.1:1'
    expect(() => new Client({ node, ...sigV4(options) })).toThrow(refusal)
  })

  it('shows no secret in what it hands over, nor in errors', async () => {
    await using recorder = await startRecorder()
    const sessionToken = 'TOKENEXAMPLETOKENEXAMPLE'
    const client = new Client({
      node: recorder.url,
      maxRetries: 0,
      ...sigV4({ ...options, credentials: { ...EXAMPLE_IDENTITY, sessionToken } }),
    })
    recorder.answer = (_, index) =>
      [{ status: 200 }, { status: 403 }, 'reset' as const][index] ?? { status: 200 }
    const streamed = await client.search({ index: 'blogs' }, { asStream: true })
    const refused = await client.search({ index: 'blogs' }).catch((error: unknown) => error)
    const reset = await client.search({ index: 'blogs' }).catch((error: unknown) => error)
    const signature = /Signature=(\w+)/.exec(
      recorder.requests[0]?.header('authorization') ?? '',
    )?.[1]
    expect(signature).toMatch(/^[0-9a-f]{64}$/)
    for (const given of [streamed, refused, reset, client, client.connectionPool]) {
      const shown = inspect(given, { depth: Infinity, showHidden: false })
      expect(shown).not.toContain(EXAMPLE_IDENTITY.secretAccessKey)
      expect(shown).not.toContain(sessionToken)
      expect(shown).not.toContain('AWS4-HMAC-SHA256')
    }
    await client.close()
  })
})
