import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { bodies } from './bodies.js'
import { flawed } from './flaws.js'
import { headerLists } from './headers.js'
import { dates } from './setups.js'
import { paths, queryRecords, queryTexts } from './targets.js'
import { wordOf } from './texts.js'
import type { UserRequest } from './user-request.js'

const sound: Arbitrary<UserRequest> = fc.record({
  date: dates,
  method: wordOf('GET POST PUT DELETE HEAD PATCH OPTIONS get Post'),
  path: paths,
  querystring: fc.oneof(fc.constant(undefined), queryTexts, queryRecords),
  body: bodies,
  headers: fc.oneof(fc.constant([]), headerLists),
  compression: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fc.boolean()),
  flaw: fc.constant(undefined),
})

/** Requests as users make them, one in ten of them with a flaw for which it must be refused. */
export const requests: Arbitrary<UserRequest> = fc.oneof(
  { weight: 9, arbitrary: sound },
  { weight: 1, arbitrary: flawed(sound) },
)
