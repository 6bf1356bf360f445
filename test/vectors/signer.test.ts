import { Client } from '@opensearch-project/opensearch'
import { sigV4 } from 'opensearch-sigv4'
import { describe, expect, it } from 'vitest'
import { startRecorder } from '../support/recorder.js'
import { dateOf, signingCases, type SigningCase } from '../support/vectors.js'

const root = signingCases.find(({ name }) => name === 'p-root')

describe('a request of the client', () => {
  async function send({ method, path, querystring, headers, ...signing }: SigningCase) {
    await using recorder = await startRecorder()
    const { host, ...own } = Object.fromEntries(headers)
    const client = new Client({
      node: recorder.url,
      ...sigV4({
        credentials: signing.credentials,
        region: signing.region,
        service: signing.service,
        signingHost: host,
        clock: () => dateOf({ date: signing.date } as SigningCase),
      }),
    })
    const body = Buffer.from(signing.body_b64, 'base64')
    const outcome = await client.transport
      .request({ method, path, querystring, ...(body.length > 0 && { body }) }, { headers: own })
      .catch((error: unknown) => error)
    await client.close()
    return { outcome, requests: recorder.requests, body }
  }

  it.each(signingCases.filter(({ advice }) => !advice?.startsWith('refuse')))(
    '$name is signed as expected and goes out byte for byte',
    async (signingCase) => {
      const { requests, body } = await send(signingCase)
      expect(requests).toHaveLength(1)
      const [sent] = requests
      expect(sent?.header('authorization')).toBe(expectedAuthorization(signingCase))
      expect(sent?.target).toBe(expectedTarget(signingCase))
      expect(sent?.method).toBe(signingCase.method)
      expect(sent?.body).toEqual(body)
    },
  )

  it.each(signingCases.filter(({ advice }) => advice?.startsWith('refuse')))(
    '$name is refused, and nothing is sent',
    async (signingCase) => {
      const { outcome, requests } = await send(signingCase)
      expect(outcome).toMatchObject({ name: 'SigV4Error', code: 'ERR_SIGV4_REQUEST' })
      expect(requests).toHaveLength(0)
    },
  )
})

/**
 * The vector h-x-opaque covers x-opaque-id too. This package signs host, content-type and x-amz-*
 * only, so that the signature must be the one of the same request without that header.
 */
function expectedAuthorization({ name, expected, expectedPlusAsSpace }: SigningCase) {
  if (name === 'h-x-opaque') return root?.expected.authorization
  return (expectedPlusAsSpace ?? expected).authorization
}

function expectedTarget({ path, querystring, expectedPlusAsSpace }: SigningCase) {
  const query = expectedPlusAsSpace ? querystring.replaceAll('+', '%20') : querystring
  return query === '' ? path : `${path}?${query}`
}
