import { expect, it } from 'vitest'
import { fuzz } from './fuzz.js'
import { reportOf } from './report.js'

const RUNS = 20_000
const SEED = 20_261_122

it(`${RUNS} requests of seed ${SEED} are signed as aws-c-auth does and accepted, or refused for their flaw`, async () => {
  const { examples, ...tally } = await fuzz({ runs: RUNS, seed: SEED })
  console.log(`fuzz, seed ${SEED}:`, tally)
  expect(await Promise.all(examples.map(reportOf))).toEqual([])
  expect(tally.disagreements).toBe(0)
  expect(tally.accepted + tally.refused).toBe(RUNS)
  // What a tenth of the requests is made for.
  expect(tally.refused).toBeGreaterThan(RUNS / 20)
})
