import { describe, expect, it } from 'vitest'
import { sendCase } from '../support/send-case.js'
import { signingCases, targetOf, type SigningCase } from '../support/vectors.js'

const root = signingCases.find(({ name }) => name === 'p-root')

describe('a request of the client', () => {
  it.each(signingCases.filter(({ advice }) => !advice?.startsWith('refuse')))(
    '$name is signed as expected and goes out byte for byte',
    async (signingCase) => {
      const { requests } = await sendCase(signingCase)
      expect(requests).toHaveLength(1)
      const [sent] = requests
      expect(sent?.header('authorization')).toBe(expectedAuthorization(signingCase))
      expect(sent?.target).toBe(expectedTarget(signingCase))
      expect(sent?.method).toBe(signingCase.method)
      expect(sent?.body).toEqual(signingCase.body)
    },
  )

  it.each(signingCases.filter(({ advice }) => advice?.startsWith('refuse')))(
    '$name is refused, and nothing is sent',
    async (signingCase) => {
      const { outcome, requests } = await sendCase(signingCase)
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
  return targetOf({ path, querystring: query })
}
