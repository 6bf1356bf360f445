import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { charOf, codeUnit, nonAscii, textOf, wordOf } from './texts.js'
import type { UserBody } from './user-request.js'

/** Any UTF-16 code units, so that half a surrogate pair is among them. */
const anyText = textOf(
  fc.oneof(
    { weight: 4, arbitrary: charOf('{"a":1}[] \n\r\n\\+%=&\0') },
    { weight: 1, arbitrary: codeUnit(0, 0xffff) },
    { weight: 1, arbitrary: nonAscii },
    { weight: 1, arbitrary: fc.constantFrom('\ud83d', '\ude00') },
  ),
  { max: 16 },
)

const json: Arbitrary<unknown> = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  anyText,
  fc.array(fc.oneof(anyText, fc.double()), { maxLength: 3 }),
)
const records = fc
  .array(fc.tuple(fc.oneof(wordOf('a query __proto__ length'), anyText), json), { maxLength: 4 })
  .map((entries): object => Object.fromEntries(entries))
const objects = fc.oneof(
  { weight: 5, arbitrary: records },
  { weight: 1, arbitrary: fc.array(json, { maxLength: 3 }) },
)

const bytes = fc.uint8Array({ maxLength: 32, size: 'max' })
const buffers = bytes.map((all) => Buffer.from(all))
/** Larger than a socket's and a stream's buffer. */
const large = fc
  .tuple(anyText, fc.integer({ min: 1000, max: 12_000 }))
  .map(([text, times]) => text.repeat(times))

const streams = fc.oneof(
  fc.array(anyText, { maxLength: 4 }),
  fc.array(buffers, { maxLength: 4 }),
  fc.array(fc.oneof(anyText, buffers), { maxLength: 4 }),
)

const value = (field: UserBody['field'], content: Arbitrary<unknown>): Arbitrary<UserBody> =>
  content.map((it) => ({ field, kind: 'value', content: it }))

/** A body as given to the client, under either of its two names; undefined for none. */
export const bodies: Arbitrary<UserBody | undefined> = fc.oneof(
  { weight: 20, arbitrary: fc.constant(undefined) },
  { weight: 12, arbitrary: value('body', objects) },
  { weight: 12, arbitrary: value('body', anyText) },
  { weight: 6, arbitrary: value('body', buffers) },
  { weight: 2, arbitrary: value('body', bytes) },
  {
    weight: 8,
    arbitrary: value('bulkBody', fc.array(fc.oneof(records, anyText), { maxLength: 4 })),
  },
  { weight: 8, arbitrary: value('bulkBody', anyText) },
  { weight: 4, arbitrary: value('bulkBody', buffers) },
  { weight: 1, arbitrary: value('body', large) },
  {
    weight: 8,
    arbitrary: fc.record({
      field: fc.constantFrom('body' as const, 'bulkBody' as const),
      kind: fc.constant('chunks of a stream' as const),
      content: streams,
    }),
  },
)
