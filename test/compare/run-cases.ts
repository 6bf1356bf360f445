import { oracleCases, signingCases, targetOf, type WireCase } from '../support/vectors.js'
import { runCase, type CaseResult } from './run-case.js'
import { official, ours } from './signers.js'

/** A case, its class, and what both signers made of it. */
export interface ComparedCase {
  readonly name: string
  readonly class: string
  readonly target: string
  readonly official: CaseResult
  readonly ours: CaseResult
}

const SHARED_CLASSES: Readonly<Record<string, string>> = {
  p: 'path',
  q: 'query',
  b: 'body',
  h: 'headers',
  c: 'token',
  s: 'region',
  d: 'date',
}

/** Sends every case of test/vectors with both signers, one after the other: they share a clock. */
export async function runCases(): Promise<ComparedCase[]> {
  const cases: (WireCase & { readonly class: string })[] = [
    ...signingCases.map((one) => ({
      ...one,
      class: `requests.json, ${SHARED_CLASSES[one.name.charAt(0)] ?? 'others'}`,
    })),
    ...oracleCases,
  ]
  const compared: ComparedCase[] = []
  for (const one of cases) {
    compared.push({
      name: one.name,
      class: one.class,
      target: targetOf(one),
      official: await runCase(official, one),
      ours: await runCase(ours, one),
    })
  }
  return compared
}
