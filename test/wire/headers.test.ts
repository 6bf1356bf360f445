import { Client } from '@opensearch-project/opensearch'
import { sigV4 } from 'opensearch-sigv4'
import { describe, expect, it } from 'vitest'
import { EXAMPLE_IDENTITY } from '../support/identity.js'
import { startRecorder } from '../support/recorder.js'
import { startSignedDomain } from '../support/signed-domain.js'

async function sent(headers: Record<string, unknown>, clientHeaders = {}) {
  await using domain = await startSignedDomain()
  const client = new Client({
    node: domain.endpoint,
    headers: clientHeaders,
    ...sigV4(domain.signing),
  })
  await client.transport.request(
    { method: 'POST', path: '/blogs/_doc', body: { a: 1 } },
    { headers },
  )
  await client.close()
  const [record] = domain.requests
  expect(record?.verdict).toBe('accepted')
  const [received] = domain.recorder.requests
  if (received === undefined) throw new Error('nothing arrived')
  return { ...received, signedHeaders: record?.signedHeaders }
}

const SIGNED = [
  'content-type',
  'host',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
]

describe('headers', () => {
  it('signs host, content-type and x-amz-*, and nothing else', async () => {
    const { signedHeaders } = await sent(
      {
        traceparent: '00-a-b-01',
        'x-opaque-id': 'a, b',
        'accept-encoding': 'gzip',
        'x-amzn-trace-id': 'Root=1',
      },
      { 'x-team': 'search', authorization2: 'x' },
    )
    expect(signedHeaders).toEqual(SIGNED)
  })

  it("signs a caller's own x-amz-* header", async () => {
    const { signedHeaders, header } = await sent({ 'X-Amz-Meta-Note': '  a   b  ' })
    expect(signedHeaders).toEqual([...SIGNED.slice(0, 4), 'x-amz-meta-note', ...SIGNED.slice(4)])
    expect(header('x-amz-meta-note')).toBe('a   b')
  })

  it("passes the caller's other headers untouched", async () => {
    const { header } = await sent(
      { 'X-Opaque-Id': 'a, b', traceparent: '00-a-b-01' },
      { 'x-team': 'séarch' },
    )
    expect(header('x-opaque-id')).toBe('a, b')
    expect(header('traceparent')).toBe('00-a-b-01')
    expect(header('x-team')).toBe('séarch')
  })

  it.each(['x-team', 'x-amz-meta-team'])(
    'leaves %s out where it is undefined or null',
    async (name) => {
      for (const value of [undefined, null, [], [undefined]]) {
        const { header } = await sent({ [name]: value })
        expect(header(name)).toBeUndefined()
      }
    },
  )

  it.each(['x-team', 'x-amz-meta-team'])(
    'writes numbers, booleans and lists of %s as text',
    async (name) => {
      expect((await sent({ [name]: 7 })).header(name)).toBe('7')
      expect((await sent({ [name]: 0 })).header(name)).toBe('0')
      expect((await sent({ [name]: false })).header(name)).toBe('false')
      expect((await sent({ [name]: ['a', 1, undefined, 'b'] })).header(name)).toBe('a, 1, b')
    },
  )

  it('takes the last of two names that differ in case alone, as the client does', async () => {
    const { headerLines } = await sent({ 'X-Team': 'b', 'x-team': 'c' }, { 'x-Team': 'a' })
    expect(headerLines.filter(([name]) => name.toLowerCase() === 'x-team')).toEqual([
      ['x-team', 'c'],
    ])
  })

  it("lets a request leave out one of the client's headers", async () => {
    const { header } = await sent({ 'x-team': undefined }, { 'x-team': 'a' })
    expect(header('x-team')).toBeUndefined()
  })

  it("replaces a caller's own signature, date, hash, token, host and length", async () => {
    const { header } = await sent({
      Authorization: 'Basic am9uOnNlY3JldA==',
      'X-Amz-Date': '20200101T000000Z',
      'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
      'X-Amz-Security-Token': 'other',
      Host: 'other.example',
      'Content-Length': '1',
      'Transfer-Encoding': 'chunked',
    })
    expect(header('content-length')).toBe('7')
  })

  it('drops a token and a length that the request does not have', async () => {
    await using recorder = await startRecorder()
    const signing = sigV4({ credentials: EXAMPLE_IDENTITY, region: 'eu-west-1' })
    const client = new Client({ node: recorder.url, ...signing })
    const headers = {
      'x-amz-security-token': 'other',
      'content-length': '3',
      host: 'other.example',
    }
    await client.transport.request({ method: 'GET', path: '/' }, { headers })
    await client.close()
    const [received] = recorder.requests
    expect(received?.header('x-amz-security-token')).toBeUndefined()
    expect(received?.header('content-length')).toBeUndefined()
    expect(received?.header('host')).toBe(new URL(recorder.url).host)
  })

  it("keeps a caller's content type", async () => {
    const { header } = await sent({
      'content-type': 'application/vnd.opensearch+json; compatible-with=7',
    })
    expect(header('content-type')).toBe('application/vnd.opensearch+json; compatible-with=7')
  })
})
