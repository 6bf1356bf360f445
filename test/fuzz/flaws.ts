import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { codeUnit, wordOf } from './texts.js'
import type { QueryEntries, UserRequest } from './user-request.js'

/** What makes a request one that must be refused. */
type Flaw = Pick<UserRequest, 'flaw'> & Partial<UserRequest>

const dots = wordOf('. .. %2e %2E %2e%2E .%2e %2E.')
const badPercents = wordOf('% %2 %zz %2g %%20 %u0041 %-1')
const unsendable = fc.oneof(
  codeUnit(0, 0x20),
  fc.constantFrom('\u007f', '\ud83d', '\ude00', '\ude00\ud83d', 'x\udbff'),
)

const targets: Arbitrary<Flaw> = fc.oneof(
  fc
    .tuple(wordOf('/D /D/ D /idx/D/_doc /idx//D /idx/D?q=1 /D?'), dots)
    .map(([path, dot]) => ({ flaw: 'a dot segment', path: path.replace('D', dot) })),
  fc
    .tuple(wordOf('/P /idx/P/_search /idx?P /idx?a=P&b'), badPercents)
    .map(([path, bad]) => ({ flaw: 'a malformed %', path: path.replace('P', bad) })),
  badPercents.map((bad) => ({ flaw: 'a malformed %', querystring: `a=${bad}&b=1` })),
  wordOf('= =x a&=x &&= a=1&==').map((querystring) => ({
    flaw: 'a parameter without a name',
    path: '/idx',
    querystring,
  })),
  fc
    .tuple(wordOf('/U U /idx/aU/_doc/1 /idx?U /idx?a=Ub'), unsendable)
    .map(([path, char]) => ({ flaw: 'what cannot be sent', path: path.replace('U', char) })),
  unsendable.map((char) => ({ flaw: 'what cannot be sent', querystring: `a=${char}` })),
  fc
    .constantFrom<QueryEntries>(
      [['', 'x']],
      [['', '']],
      [
        ['a', ['b']],
        ['', 1],
      ],
    )
    .map((querystring) => ({ flaw: 'a parameter without a name', path: '/idx', querystring })),
  fc
    .constantFrom<QueryEntries>([['a', '\ud83d']], [['\ude00', 1]], [['a', ['b', 'x\udbff']]])
    .map((querystring) => ({ flaw: 'a lone surrogate in a record', querystring })),
)

const headers: Arbitrary<Flaw> = fc
  .oneof(
    fc.tuple(
      fc.constantFrom('x-opaque-id', 'x-amz-meta-a', 'content-type'),
      fc.constantFrom('\n', 'a\r\nb', '\0', '\u007f', '日', '\ud83d'),
    ),
    fc.tuple(fc.constantFrom('x-amz-meta-a', 'Content-Type'), fc.constantFrom('é', 'a\u00a0b')),
    fc.tuple(fc.constantFrom('bad name', 'a:', 'é', 'a\n', 'x-amz-(a)', ''), fc.constant('x')),
  )
  .map((header) => ({ flaw: 'a header that cannot be sent or signed', headers: [header] }))

const flaws = fc.oneof({ weight: 4, arbitrary: targets }, { weight: 1, arbitrary: headers })

/** A request with one flaw put in. */
export function flawed(sound: Arbitrary<UserRequest>): Arbitrary<UserRequest> {
  return fc.tuple(sound, flaws).map(([request, flaw]) => ({ ...request, ...flaw }))
}
