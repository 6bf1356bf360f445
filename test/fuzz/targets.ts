import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { charOf, codeUnit, nonAscii, textOf, wordOf } from './texts.js'

const escapes = fc
  .tuple(charOf('0123456789abcdefABCDEF'), charOf('0123456789abcdefABCDEF'))
  .map(([high, low]) => `%${high}${low}`)

/** What signers are known to get wrong. */
const troublesome = wordOf(
  '%2F %2f %25 %2B %20 %2A %7E %00 %0A %C3%A9 %c3%a9 %3D .. . + * , : ! \' ( ) @ ~ ^ | " < > \\',
)

/** Pieces of a target, without some characters. */
function unitsBut(left: string): Arbitrary<string> {
  return fc.oneof(
    {
      weight: 5,
      arbitrary: codeUnit(0x21, 0x7e).map((char) => (`%${left}`.includes(char) ? '-' : char)),
    },
    { weight: 2, arbitrary: escapes },
    { weight: 2, arbitrary: troublesome },
    { weight: 1, arbitrary: nonAscii },
  )
}

const segments = fc.oneof(
  { weight: 6, arbitrary: textOf(unitsBut('/?'), { max: 6 }) },
  { weight: 1, arbitrary: wordOf(' idx _doc ... .a ..a a.. %2e.a http: a: __proto__ 100%25') },
  {
    weight: 1,
    arbitrary: wordOf(
      '<logs-{now d}> %3Clogs-%7Bnow%2Fd%7D%3E <logs-{now%2fd{yyyy.MM.dd|+12:00}}> *,-notme %252F',
    ),
  },
)

const apis = wordOf(
  '_search _bulk _bulk/ _msearch _msearch/template _bulkx x_bulk _doc/1 _search/scroll _cluster/settings _snapshot/repo/1 _cat/indices',
)

const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i

/** A path without query: any segments, an API at its end now and then. */
const plainPaths = fc
  .tuple(
    wordOf('/ / / // '),
    fc.array(segments, { maxLength: 5, size: 'max' }),
    fc.option(apis, { freq: 3 }),
    wordOf('   / //'),
  )
  .map(([start, all, api, end]) => `${start}${[...all, ...(api ? [api] : [])].join('/')}${end}`)
  .filter((path) => !path.split('/').some((segment) => DOT_SEGMENT.test(segment)))

const names = fc.oneof(
  wordOf(
    'a %61 A a- a.b a%20 a+b a%00 a%2B é %C3%A9 q pretty scroll_id ~ %7e a? / __proto__ toString',
  ),
  textOf(unitsBut('&='), { min: 1, max: 4 }),
)
const values = fc.oneof(
  { weight: 4, arbitrary: textOf(unitsBut('&'), { max: 6 }) },
  { weight: 1, arbitrary: wordOf(' = == a+b a%20b a%2Bb 1;b=2 ?') },
)
const pairs = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(names, values).map(([name, value]) => `${name}=${value}`) },
  { weight: 2, arbitrary: names },
  { weight: 1, arbitrary: fc.constant('') },
)

/** The text of a query, with flags, empty pieces, names that come twice or are equal once decoded. */
export const queryTexts = fc.array(pairs, { maxLength: 6, size: 'max' }).map((all) => all.join('&'))

/** A query as the record that the client serialises, as entries. */
export const queryRecords = fc.array(
  fc.tuple(
    fc.oneof(wordOf('a q __proto__ toString é + %'), fc.constant('a b'), names),
    fc.oneof(
      { weight: 3, arbitrary: textOf(fc.oneof(codeUnit(0x20, 0x7e), nonAscii), { max: 6 }) },
      { weight: 2, arbitrary: fc.constantFrom<unknown>(true, false, null, undefined, 'a b+c') },
      { weight: 1, arbitrary: fc.oneof(fc.integer(), fc.double(), fc.bigInt()) },
      { weight: 1, arbitrary: fc.array(fc.oneof(names, fc.integer()), { maxLength: 3 }) },
    ),
  ),
  { maxLength: 5, size: 'max' },
)

/** A path as given to the client, with a query of its own now and then. */
export const paths = fc
  .tuple(plainPaths, fc.option(queryTexts, { freq: 8 }))
  .map(([path, query]) => (query === null ? path : `${path}?${query}`))

/** What may follow host and port in a node's URL, which a `#` would end. */
export const nodePaths = fc
  .tuple(fc.oneof(wordOf('  / /proxy /proxy/es/'), plainPaths), fc.option(queryTexts, { freq: 3 }))
  .map(([path, query]) => (query === null ? path : `${path}?${query}`).replaceAll('#', '-'))
  .map((text) => text.replace(/^(?=[^/?])/, '/'))
