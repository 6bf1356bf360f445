import * as fc from 'fast-check'
import { charOf, codeUnit, textOf, wordOf } from './texts.js'

const tokens = textOf(
  charOf("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
  { min: 1, max: 8 },
)

// They belong to one connection, or say how the body is framed or coded: not the user's to choose.
const NOT_THE_USERS =
  /^(?:connection|content-encoding|expect|keep-alive|te|trailer|upgrade|proxy-.*)$/i

/** Everything that a header may hold: Latin-1 without control characters, but with the tab. */
const anyValue = textOf(
  fc.oneof(
    { weight: 4, arbitrary: codeUnit(0x20, 0x7e) },
    { weight: 1, arbitrary: codeUnit(0x80, 0xff) },
    { weight: 1, arbitrary: charOf('\t ,"') },
  ),
  { max: 12 },
)

const unsigned = fc.tuple(
  fc.oneof(
    wordOf(
      'x-opaque-id X-Opaque-Id traceparent User-Agent accept Cookie date x-amzn-trace-id X-Forwarded-For __proto__ constructor accept-encoding',
    ),
    tokens.filter((name) => !NOT_THE_USERS.test(name)),
  ),
  anyValue,
)

/** ASCII only, for a signature covers it; with runs of white space, inside and around. */
const signedValue = textOf(
  fc.oneof(
    { weight: 5, arbitrary: codeUnit(0x21, 0x7e) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(' ', '  ', '\t', ' \t', ',', ', ', '"a  b"', ';', ':'),
    },
  ),
  { max: 10 },
)
const amz = fc.tuple(
  fc.tuple(wordOf('x-amz- X-Amz- X-AMZ- x-amz-meta-'), tokens).map((parts) => parts.join('')),
  signedValue,
)

const contentTypes = fc.tuple(
  wordOf('content-type Content-Type CONTENT-TYPE'),
  fc.oneof(
    wordOf('application/json application/x-ndjson text/plain;charset=utf-8 '),
    fc.constantFrom('application/json; charset=utf-8', 'text/plain;  a="b  c"  ; d=e '),
    signedValue,
  ),
)

/** What the signer says itself: a caller's copy must make no difference. */
const replaced = fc.tuple(
  wordOf(
    'authorization Authorization x-amz-date X-Amz-Date x-amz-content-sha256 X-Amz-Content-Sha256 x-amz-security-token host Host content-length Content-Length transfer-encoding',
  ),
  wordOf(' 0 17 chunked UNSIGNED-PAYLOAD 20200101T000000Z é'),
)

/** Headers in the order in which they are written down; names may come twice, in another case. */
export const headerLists = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: unsigned },
    { weight: 3, arbitrary: amz },
    { weight: 1, arbitrary: contentTypes },
    { weight: 1, arbitrary: replaced },
  ),
  { maxLength: 4, size: 'max' },
)
