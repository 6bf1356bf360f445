import { expect, it } from 'vitest'
import { dateOf, signingCases } from '../support/vectors.js'
import { fuzz } from './fuzz.js'
import { reportOf } from './report.js'

it('a disagreement is printed with a vector that has the published signature', async () => {
  const known = signingCases.find(({ name }) => name === 'b-bulk-ndjson-utf8')
  if (!known) throw new Error('that vector is gone')
  const { method, path, querystring, headers, body, region, service, date, expected } = known
  const report = await reportOf({
    law: 'Host',
    expected: 'a',
    actual: 'b',
    setup: {
      region,
      service: 'es',
      identity: { accessKeyId: 'MADEUP', secretAccessKey: 'made/up', sessionToken: 'too' },
      signingHost: undefined,
      scopeFromHost: false,
      collection: undefined,
      nodePath: '',
      clientHeaders: [],
      nodeHeaders: [],
      compression: false,
      suggestCompression: false,
    },
    request: {
      date: dateOf(known),
      method,
      path,
      querystring,
      body: undefined,
      headers: [],
      compression: undefined,
      flaw: undefined,
    },
    arrival: {
      method,
      target: `${path}?${querystring}`,
      headers: [...headers.map(([name, value]): [string, string] => [name, value]), ['x', 'y']],
    },
    body,
  })
  expect(JSON.parse(/^ {2}vector {3}(.*)$/m.exec(report)?.[1] ?? '')).toEqual({
    name: 'fuzz-host',
    class: 'found by fuzzing',
    method,
    path,
    querystring,
    headers,
    body: body.toString('base64'),
    region,
    service,
    date,
    expected: { authorization: expected.authorization },
    producedBy: ['aws-c-auth'],
  })
})

it('two jobs make the requests of one', async () => {
  const runs = 170
  const one = await fuzz({ runs, seed: 7 })
  const two = await Promise.all([0, 1].map((job) => fuzz({ runs, seed: 7, share: { job, of: 2 } })))
  expect(one.cases).toBe(runs)
  expect(two.map(({ cases }) => cases)).toEqual([100, 70])
  for (const way of ['accepted', 'refused'] as const) {
    expect(two.reduce((sum, part) => sum + part[way], 0)).toBe(one[way])
  }
})
