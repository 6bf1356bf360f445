import { describe, expect, it } from 'vitest'
import { sendCase } from '../support/send-case.js'
import { oracleCases, targetOf } from '../support/vectors.js'

describe('a request of the client, as aws-c-auth and others sign it', () => {
  it('has 500 cases at least, each of them produced by aws-c-auth', () => {
    expect(oracleCases.length).toBeGreaterThanOrEqual(500)
    expect(oracleCases.filter(({ producedBy }) => producedBy[0] !== 'aws-c-auth')).toEqual([])
  })

  it('has only few cases that no other implementation can sign', () => {
    const alone = oracleCases.filter(({ producedBy }) => producedBy.length === 1)
    expect(alone.map(({ name }) => name)).toEqual([
      'path-hash-raw',
      'bytes-in-the-query-not-utf-8-lower',
      'bytes-in-the-query-not-utf-8-name',
    ])
  })

  it.each(oracleCases)('$name is signed alike and goes out byte for byte', async (one) => {
    const { requests } = await sendCase(one)
    expect(requests).toHaveLength(1)
    const [sent] = requests
    expect(sent?.header('authorization')).toBe(one.expected.authorization)
    expect(sent?.target).toBe(targetOf(one))
    expect(sent?.method).toBe(one.method)
    expect(sent?.body).toEqual(one.body)
    for (const [name, value] of one.headers) expect(sent?.header(name)).toBe(value.trim())
  })
})
