import { Client } from '@opensearch-project/opensearch'
import { sigV4, SigV4Error, type SigV4Options } from 'opensearch-sigv4'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EXAMPLE_IDENTITY } from '../support/identity.js'
import { stubNoRegion } from '../support/no-region.js'
import { startRecorder, type Recorder } from '../support/recorder.js'

const { secretAccessKey } = EXAMPLE_IDENTITY
const provider = (given: unknown) => async () => given as never
const failing = (thrown: unknown) => async () => {
  throw thrown
}

interface BadInput {
  readonly what: string
  readonly options?: SigV4Options
  readonly request?: {
    path?: string
    querystring?: string | Record<string, unknown>
    headers?: object
    method?: string
    body?: unknown
  }
  readonly code: string
  readonly message: RegExp
}

const badInput: readonly BadInput[] = [
  {
    what: 'a provider that returns undefined',
    options: { credentials: provider(undefined) },
    code: 'ERR_SIGV4_CREDENTIALS',
    message: /returned is undefined: return/,
  },
  {
    what: 'a provider that returns null',
    options: { credentials: provider(null) },
    code: 'ERR_SIGV4_CREDENTIALS',
    message: /returned is null/,
  },
  {
    what: 'a provider that returns an empty object',
    options: { credentials: provider({}) },
    code: 'ERR_SIGV4_CREDENTIALS',
    message: /accessKeyId that is undefined/,
  },
  {
    what: 'a provider that returns an empty key id',
    options: { credentials: provider({ accessKeyId: '', secretAccessKey }) },
    code: 'ERR_SIGV4_CREDENTIALS',
    message: /empty accessKeyId/,
  },
  {
    what: 'a provider that returns an empty secret',
    options: { credentials: provider({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: '' }) },
    code: 'ERR_SIGV4_CREDENTIALS',
    message: /empty secretAccessKey/,
  },
  {
    what: 'a key with a line break',
    options: { credentials: provider({ accessKeyId: 'AKIDEXAMPLE\n', secretAccessKey }) },
    code: 'ERR_SIGV4_CREDENTIALS',
    message: /accessKeyId with white space/,
  },
  {
    what: 'a token that is a number',
    options: { credentials: provider({ ...EXAMPLE_IDENTITY, sessionToken: 7 }) },
    code: 'ERR_SIGV4_CREDENTIALS',
    message: /sessionToken that is of type number/,
  },
  {
    what: 'an expiration that is no Date',
    options: { credentials: provider({ ...EXAMPLE_IDENTITY, expiration: 'soon' }) },
    code: 'ERR_SIGV4_CREDENTIALS',
    message: /expiration that is not a valid Date/,
  },
  {
    what: 'a provider that throws',
    options: { credentials: failing(new Error('no SSO session.')) },
    code: 'ERR_SIGV4_CREDENTIALS',
    message: /provider failed: no SSO session\. Sign in again/,
  },
  {
    what: 'a provider that throws no error',
    options: { credentials: failing(undefined) },
    code: 'ERR_SIGV4_CREDENTIALS',
    message: /provider failed: undefined/,
  },
  {
    what: 'a provider that is not async and throws',
    options: {
      credentials: () => {
        throw new Error('at once')
      },
    },
    code: 'ERR_SIGV4_CREDENTIALS',
    message: /provider failed: at once/,
  },
  {
    what: 'a provider that never settles',
    options: { credentials: () => new Promise(() => {}), credentialsTimeout: 20 },
    code: 'ERR_SIGV4_CREDENTIALS_TIMEOUT',
    message: /did not answer in 20 ms/,
  },
  {
    what: 'a region that cannot be known',
    options: { region: undefined },
    code: 'ERR_SIGV4_REGION',
    message: /cannot be read from the host 127\.0\.0\.1.*pass sigV4\(\{ region \}\)/,
  },
  {
    what: 'a region function that throws',
    options: { region: failing(new Error('no profile')) },
    code: 'ERR_SIGV4_REGION',
    message:
      /region function failed: no profile\. Mend it, or pass sigV4\(\{ region \}\) as a string/,
  },
  {
    what: 'a region function that gives nothing',
    options: { region: provider(undefined) },
    code: 'ERR_SIGV4_REGION',
    message: /it gave no string \(undefined\)/,
  },
  {
    what: 'a region function that gives an empty text',
    options: { region: provider('') },
    code: 'ERR_SIGV4_REGION',
    message: /region is ""/,
  },
  {
    what: 'a region function that never settles',
    options: { region: () => new Promise(() => {}), credentialsTimeout: 20 },
    code: 'ERR_SIGV4_REGION',
    message: /no answer in 20 ms/,
  },
  {
    what: 'a clock that throws',
    options: {
      clock: () => {
        throw new Error('stopped')
      },
    },
    code: 'ERR_SIGV4_OPTIONS',
    message: /clock failed: stopped/,
  },
  {
    what: 'a clock without a date',
    options: { clock: () => new Date(Number.NaN) },
    code: 'ERR_SIGV4_OPTIONS',
    message: /valid Date/,
  },
  {
    what: 'a path with ..',
    request: { path: '/blogs/_doc/..' },
    code: 'ERR_SIGV4_REQUEST',
    message: /^The request target "\/blogs\/_doc\/\.\." has a dot segment/,
  },
  {
    what: 'a path with an encoded dot segment',
    request: { path: '/blogs/%2e%2E/x' },
    code: 'ERR_SIGV4_REQUEST',
    message: /dot segment/,
  },
  {
    what: 'a path with a half encoded dot segment',
    request: { path: '/blogs/.%2e' },
    code: 'ERR_SIGV4_REQUEST',
    message: /dot segment/,
  },
  {
    what: 'a path with a malformed %',
    request: { path: '/blogs/_doc/100%' },
    code: 'ERR_SIGV4_REQUEST',
    message: /write %25/,
  },
  {
    what: 'a path with a % before one digit',
    request: { path: '/blogs/_doc/1%4' },
    code: 'ERR_SIGV4_REQUEST',
    message: /write %25/,
  },
  {
    what: 'a long path with a malformed %, quoted in part',
    request: { path: `/blogs/_doc/${'a'.repeat(300)}%z` },
    code: 'ERR_SIGV4_REQUEST',
    message: /^.{1,250}…" has a %/,
  },
  {
    what: 'a query with a malformed %',
    request: { querystring: 'q=100%zz' },
    code: 'ERR_SIGV4_REQUEST',
    message: /write %25/,
  },
  {
    what: 'a query with a nameless parameter',
    request: { querystring: 'a=1&=x' },
    code: 'ERR_SIGV4_REQUEST',
    message: /without a name/,
  },
  {
    what: 'a path with a space',
    request: { path: '/blogs/_doc/a b' },
    code: 'ERR_SIGV4_REQUEST',
    message: /white space/,
  },
  {
    what: 'a path with a line break',
    request: { path: '/blogs\r\nx-evil: 1' },
    code: 'ERR_SIGV4_REQUEST',
    message: /white space, a control character/,
  },
  {
    what: 'a path with a lone surrogate',
    request: { path: '/blogs/_doc/\ud800' },
    code: 'ERR_SIGV4_REQUEST',
    message: /lone surrogate/,
  },
  {
    what: 'a query record with a lone surrogate',
    request: { querystring: { q: '\ud800' } },
    code: 'ERR_SIGV4_REQUEST',
    message: /cannot be sent: URI malformed/,
  },
  {
    what: 'an object as a header',
    request: { headers: { 'x-team': { name: 'a' } } },
    code: 'ERR_SIGV4_REQUEST',
    message: /^The header "x-team" is of type object: give it a string\.$/,
  },
  {
    what: 'a function as a header',
    request: { headers: { 'x-team': () => 'a' } },
    code: 'ERR_SIGV4_REQUEST',
    message: /header "x-team" is of type function/,
  },
  {
    what: 'a symbol in a list as a header',
    request: { headers: { 'x-amz-meta-team': ['a', Symbol('b')] } },
    code: 'ERR_SIGV4_REQUEST',
    message: /header "x-amz-meta-team" is of type symbol/,
  },
  {
    what: 'a header with a line break',
    request: { headers: { 'x-team': 'a\r\nb: c' } },
    code: 'ERR_SIGV4_REQUEST',
    message: /no header may have/,
  },
  {
    what: 'a header name with a space',
    request: { headers: { 'x team': 'a' } },
    code: 'ERR_SIGV4_REQUEST',
    message: /no header may have/,
  },
  {
    what: 'a signed header outside ASCII',
    request: { headers: { 'x-amz-meta-team': 'équipe' } },
    code: 'ERR_SIGV4_REQUEST',
    message: /outside ASCII/,
  },
  {
    what: 'a method that HTTP does not know',
    request: { method: 'GE T' },
    code: 'ERR_SIGV4_REQUEST',
    message: /cannot be sent/,
  },
  {
    what: 'a path that is no text',
    request: { path: undefined as never },
    code: 'ERR_SIGV4_REQUEST',
    message: /cannot be sent/,
  },
  {
    what: 'a body over maxRequestBody',
    options: { maxRequestBody: 5 },
    request: { method: 'POST', body: 'abcdef' },
    code: 'ERR_SIGV4_BODY_TOO_LARGE',
    message: /6 bytes, maxRequestBody is 5/,
  },
]

describe('the client', () => {
  let recorder: Recorder
  beforeEach(async () => {
    recorder = await startRecorder()
    stubNoRegion()
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await recorder[Symbol.asyncDispose]()
  })

  describe.each(['plain', 'gzip'] as const)('%s', (compression) => {
    describe.each(badInput)('$what', ({ options, request = {}, code, message }) => {
      const params = { method: 'GET', path: '/blogs/_search', ...request } as {
        method: string
        path: string
      }
      const perCall = {
        ...(request.headers && { headers: request.headers as Record<string, unknown> }),
      }
      const connect = () =>
        new Client({
          node: recorder.url,
          ...(compression === 'gzip' && { compression }),
          ...sigV4({ credentials: EXAMPLE_IDENTITY, region: 'eu-west-1', ...options }),
        })
      const expectRefused = (error: unknown, client: ReturnType<typeof connect>) => {
        expect(error).toBeInstanceOf(SigV4Error)
        expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
        expect(recorder.requests).toHaveLength(0)
        expect(client.connectionPool.connections.map(({ status }) => status)).toEqual(['alive'])
      }

      it('rejects the promise, sends nothing, and leaves the node alive', async () => {
        const client = connect()
        const seen: unknown[] = []
        client.on('response', (error) => seen.push(error))
        const error = await client.transport.request(params, perCall).catch((e: unknown) => e)
        expectRefused(error, client)
        for (const emitted of seen) expect(emitted).toBe(error)
        await client.close()
      })

      it('calls back once, with a result that can be taken apart', async () => {
        const client = connect()
        const calls: unknown[] = []
        await new Promise<void>((resolve) => {
          client.transport.request(params, perCall, (error, { body }) => {
            calls.push(error, body)
            setImmediate(resolve)
          })
        })
        expect(calls).toHaveLength(2)
        expectRefused(calls[0], client)
        await client.close()
      })
    })
  })
})
