import { sigV4, SigV4Error, type SigV4Options } from 'opensearch-sigv4'
import { describe, expect, it } from 'vitest'
import { EXAMPLE_IDENTITY } from '../support/identity.js'

const { accessKeyId, secretAccessKey } = EXAMPLE_IDENTITY

const wrong: readonly [what: string, options: unknown, message: RegExp][] = [
  [
    'an unknown option',
    { regoin: 'eu-west-1' },
    /option regoin is unknown: sigV4\(\) takes credentials, region,/,
  ],
  ['an option called as a method of objects', { toString: 1 }, /option toString is unknown/],
  ['options that are null', null, /takes an object of options/],
  ['options that are a string', 'eu-west-1', /takes an object of options/],
  ['credentials that are null', { credentials: null }, /option credentials is null/],
  [
    'credentials that are a string',
    { credentials: 'AKIDEXAMPLE' },
    /option credentials is of type string/,
  ],
  [
    'an empty key id',
    { credentials: { accessKeyId: '', secretAccessKey } },
    /option credentials has an empty accessKeyId/,
  ],
  [
    'an empty secret',
    { credentials: { accessKeyId, secretAccessKey: '' } },
    /option credentials has an empty secretAccessKey/,
  ],
  [
    'a missing secret',
    { credentials: { accessKeyId } },
    /option credentials has a secretAccessKey that is undefined/,
  ],
  [
    'a secret with a line break',
    { credentials: { accessKeyId, secretAccessKey: 'a\n' } },
    /secretAccessKey with white space/,
  ],
  ['a region that is empty', { region: '' }, /option region is not a region code/],
  ['a region with a space', { region: 'eu west 1' }, /option region/],
  ['a region that is a number', { region: 1 }, /option region/],
  ['a service that is empty', { service: '' }, /option service is not a service code/],
  ['a collection that is a text', { collection: 'movies' }, /option collection is not one of/],
  ['a collection with a number', { collection: { id: 1 } }, /option collection is not one of/],
  ['a collection with another key', { collection: { nam: 'a' } }, /option collection/],
  ['a collection that is null', { collection: null }, /option collection/],
  ['a collection without a name', { collection: {} }, /option collection is not one of/],
  ['a collection with name and id', { collection: { name: 'a', id: 'b' } }, /option collection/],
  ['a collection with an odd name', { collection: { name: 'a\r\nb' } }, /option collection/],
  [
    'a signing host with a protocol',
    { signingHost: 'https://a.example' },
    /option signingHost .* leave out https:\/\//,
  ],
  ['a signing host with a path', { signingHost: 'a.example/x' }, /option signingHost/],
  ['a signing host with a user', { signingHost: 'u@a.example' }, /option signingHost/],
  ['a signing host that is empty', { signingHost: '' }, /option signingHost/],
  ['a signing host with a bad port', { signingHost: 'a.example:port' }, /option signingHost/],
  [
    'a credentialsTimeout of 0',
    { credentialsTimeout: 0 },
    /option credentialsTimeout is not a whole number of milliseconds/,
  ],
  [
    'a credentialsTimeout that no timer takes',
    { credentialsTimeout: 2 ** 31 },
    /option credentialsTimeout/,
  ],
  ['a credentialsTimeout in words', { credentialsTimeout: '10s' }, /option credentialsTimeout/],
  ['a negative refreshBefore', { refreshBefore: -1 }, /option refreshBefore/],
  [
    'a maxStreamBody that is not whole',
    { maxStreamBody: 1.5 },
    /option maxStreamBody is not a whole number of bytes/,
  ],
  ['a maxRequestBody that is NaN', { maxRequestBody: Number.NaN }, /option maxRequestBody/],
  ['a clock that is a Date', { clock: new Date(0) }, /option clock is not a function/],
]

describe('sigV4()', () => {
  it.each(wrong)('refuses %s, and names it', (_, options, message) => {
    const call = () => sigV4(options as SigV4Options)
    expect(call).toThrow(SigV4Error)
    expect(call).toThrow(
      expect.objectContaining({
        code: 'ERR_SIGV4_OPTIONS',
        message: expect.stringMatching(message),
      }),
    )
  })

  it('never quotes a key in the error about it', () => {
    const credentials = { accessKeyId: `${accessKeyId} `, secretAccessKey: `${secretAccessKey} ` }
    expect(() => sigV4({ credentials })).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/AKIDEXAMPLE|wJalr/) }),
    )
  })

  it('takes no options, and options that are undefined', () => {
    expect(Object.keys(sigV4())).toEqual(['Connection', 'Transport'])
    expect(() =>
      sigV4({ region: undefined, credentials: undefined, clock: undefined }),
    ).not.toThrow()
  })

  it('takes frozen options', () => {
    const options = Object.freeze({
      region: 'eu-west-1',
      credentials: Object.freeze({ ...EXAMPLE_IDENTITY }),
    })
    expect(() => sigV4(options)).not.toThrow()
  })

  it('gives classes of its own with each call', () => {
    const [a, b] = [sigV4(), sigV4()]
    expect(a.Connection).not.toBe(b.Connection)
    expect(a.Transport).not.toBe(b.Transport)
  })
})
