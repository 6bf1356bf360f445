import type { Observation } from './observe.js'
import type { Fate } from './run-case.js'
import type { ComparedCase } from './run-cases.js'

/** What one behaviour looked like with both signers. */
export interface ComparedBehaviour {
  readonly asked: string
  readonly seenIn: readonly string[]
  readonly official: Observation
  readonly ours: Observation
}

type Signer = 'official' | 'ours'

const RIGHT: ReadonlySet<Fate> = new Set(['as given', 'in other words'])
const isRight = (one: ComparedCase, by: Signer) => RIGHT.has(one[by].fate)

/** Where people have met what a class of case shows. */
const SEEN_IN: Readonly<Record<string, readonly string[]>> = {
  host: ['opensearch-project/opensearch-js#1089', 'opensearch-project/opensearch-go#370'],
}

/** How many cases each signer got right, in one sentence. */
export function headline(cases: readonly ComparedCase[]): string {
  const right = (by: Signer) => cases.filter((one) => isRight(one, by)).length
  const exact = (by: Signer) => cases.filter((one) => one[by].fate === 'as given').length
  const unsent = cases.filter(({ ours }) => ours.fate === 'not sent').length
  return (
    `Of ${cases.length} requests, the official signer got ${right('official')} to the server rightly signed and meaning what was asked (${exact('official')} byte for byte); ` +
    `opensearch-sigv4 got ${right('ours')} (${exact('ours')} byte for byte) and refused to send ${unsent}.`
  )
}

/** Each class of case: how many, and what became of them. */
export function classTable(cases: readonly ComparedCase[]): string {
  const count = (group: readonly ComparedCase[], by: Signer, ...fates: Fate[]) =>
    String(group.filter((one) => fates.includes(one[by].fate)).length)
  const rows = (name: string, group: readonly ComparedCase[]) => [
    name,
    String(group.length),
    String(group.filter((one) => isRight(one, 'official')).length),
    count(group, 'official', 'as given'),
    String(group.filter((one) => isRight(one, 'ours')).length),
    count(group, 'ours', 'as given'),
    count(group, 'ours', 'not sent'),
  ]
  const head =
    'class of case|cases|official: right|of these byte for byte|ours: right|of these byte for byte|ours: refused'
  const groups = byKey(cases, (one) => one.class)
  return table(head.split('|'), [
    ...groups.map(([name, group]) => rows(name, group)),
    rows('**all**', cases),
  ])
}

/** What a signer got wrong: one row for each class and kind of failure, with one example. */
export function failureTable(cases: readonly ComparedCase[], by: Signer): string {
  const wrong = cases.filter((one) => !isRight(one, by))
  const rows = byKey(wrong, (one) => `${one.class}\n${one[by].fate}`).flatMap(([, group]) => {
    const [example] = group
    if (!example) return []
    const { fate, sent, due } = example[by]
    const seenIn = threads(SEEN_IN[example.class] ?? [])
    const name = `${code(example.name)}, ${code(example.target)}`
    return [[example.class, fate, String(group.length), name, code(sent), code(due), seenIn]]
  })
  const head = 'class of case|what happened|cases|for example|was sent|should have been|seen in'
  return rows.length > 0 ? table(head.split('|'), rows) : 'None.'
}

/** The cases that one signer sends, rightly signed, and this project does not send as they are. */
export function strictnessTable(cases: readonly ComparedCase[]): string {
  const strict = cases.filter(({ ours }) => ours.fate !== 'as given')
  const rows = strict.map(({ name, target, official, ours }) => [
    `${code(name)}, ${code(target)}`,
    official.sent ? `${official.fate}: ${code(official.sent)}` : official.fate,
    ours.fate === 'not sent' ? 'refused' : `${ours.fate}: ${code(ours.sent)}`,
  ])
  return table(['case', 'official', 'ours'], rows)
}

/** One example of a target that the official signer wrote in other words, and how many there are. */
export function rewrittenSentence(cases: readonly ComparedCase[]): string {
  const rewritten = cases.filter(({ official }) => official.fate === 'in other words')
  const [example] = rewritten.toSorted((a, b) => a.target.length - b.target.length)
  if (!example) return ''
  return `It wrote ${rewritten.length} targets in other words, such as ${code(example.official.sent)} for ${code(example.target)}. They are signed as they are sent and mean the same to OpenSearch, so they count as right.`
}

export function behaviourTable(behaviours: readonly ComparedBehaviour[]): string {
  const cell = ({ isGood, saw }: Observation) => `${isGood ? 'yes' : '**no**'}: ${escaped(saw)}`
  const rows = behaviours.map(({ asked, official, ours, seenIn }) => [
    asked,
    cell(official),
    cell(ours),
    threads(seenIn),
  ])
  return table(['what is asked', 'official', 'ours', 'seen in'], rows)
}

function byKey<T>(items: readonly T[], key: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return [...groups]
}

function threads(names: readonly string[]): string {
  return names
    .map((name) => {
      const [repository = '', number = ''] = name.split('#')
      return `[${repository.split('/')[1]}#${number}](https://github.com/${repository}/issues/${number})`
    })
    .join(', ')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** As code in a table; a double fence where the text itself has a backtick. */
function code(text: string): string {
  const short = text.length > 120 ? `${text.slice(0, 119)}…` : text
  const fence = short.includes('`') ? '``' : '`'
  const pad = fence.length > 1 ? ' ' : ''
  return `${fence}${pad}${escaped(short)}${pad}${fence}`
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
