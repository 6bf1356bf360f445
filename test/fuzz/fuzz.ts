import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { converse, type Disagreement } from './conversation.js'
import { requests } from './requests.js'
import { setups } from './setups.js'
import type { Setup, UserRequest } from './user-request.js'

export interface FuzzOptions {
  /** How many requests to make. */
  readonly runs: number
  /** Which ones: the same seed makes the same requests. */
  readonly seed: number
  /** To share a run among processes: this one holds every `of`th conversation. Default: all. */
  readonly share?: { readonly job: number; readonly of: number }
  /** Called after each conversation. */
  readonly onProgress?: (tally: Tally) => void
}

/** How many requests went which way. */
export interface Tally {
  readonly cases: number
  readonly accepted: number
  /** As they had to be. */
  readonly refused: number
  readonly disagreements: number
}

export interface FuzzResult extends Tally {
  /** One for each law that was broken, shrunk to the least that breaks it. */
  readonly examples: readonly Disagreement[]
}

/** Requests that one client sends to one gateway. */
const PER_CONVERSATION = 50
/** Enough of them that the processor has something to do while one waits. */
const CONVERSATIONS_AT_A_TIME = 16

/** Makes requests from the seed, has them signed and verified, and counts what became of them. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { runs, share = { job: 0, of: 1 }, onProgress } = options
  const tally = { cases: 0, accepted: 0, refused: 0, disagreements: 0 }
  const examples = new Map<string, Promise<Disagreement>>()

  async function hold(conversation: number): Promise<void> {
    const seed = seedOf(options.seed, conversation)
    const count = Math.min(PER_CONVERSATION, runs - conversation * PER_CONVERSATION)
    const [setup] = fc.sample(setups, { seed, numRuns: 1 }) as [Setup]
    const sent = fc.sample(requests, { seed, numRuns: count })
    let index = 0
    for await (const found of converse(setup, sent)) {
      tally.cases++
      if (found) {
        tally.disagreements++
        if (!examples.has(found.law)) examples.set(found.law, shrunk(found, seed, index))
      } else if (sent[index]?.flaw === undefined) tally.accepted++
      else tally.refused++
      index++
    }
    onProgress?.(tally)
  }

  const conversations = Math.ceil(runs / PER_CONVERSATION)
  let next = share.job
  const holdTheRest = async () => {
    while (next < conversations) {
      const conversation = next
      next += share.of
      await hold(conversation)
    }
  }
  await Promise.all(Array.from({ length: CONVERSATIONS_AT_A_TIME }, holdTheRest))
  return { ...tally, examples: await Promise.all(examples.values()) }
}

/** Neighbours far apart: by the golden ratio. */
function seedOf(seed: number, conversation: number): number {
  return (seed + Math.imul(conversation, 0x9e3779b1)) | 0
}

/** The least request, then the least setup, with which the same law is still broken. */
async function shrunk(found: Disagreement, seed: number, index: number): Promise<Disagreement> {
  let least = found
  const stillBroken = async (setup: Setup, request: UserRequest) => {
    for await (const again of converse(setup, [request])) {
      if (again?.law !== found.law) return false
      least = again
    }
    return true
  }
  await shrink(requests, seed, index, (request) => stillBroken(found.setup, request))
  await shrink(setups, seed, 0, (setup) => stillBroken(setup, least.request))
  return least
}

/** Lets fast-check shrink the value that it makes from a seed as the one of that index. */
async function shrink<T>(
  arbitrary: Arbitrary<T>,
  seed: number,
  index: number,
  isBroken: (value: T) => Promise<boolean>,
): Promise<void> {
  const property = fc.asyncProperty(arbitrary, async (value) => !(await isBroken(value)))
  await fc.check(property, { seed, path: String(index), interruptAfterTimeLimit: 20_000 })
}
