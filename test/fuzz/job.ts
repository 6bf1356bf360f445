import { fuzz, type Tally } from './fuzz.js'
import { reportOf } from './report.js'

/** What a job is told, as its one argument. */
export interface JobOptions {
  readonly runs: number
  readonly seed: number
  readonly share: { readonly job: number; readonly of: number }
}

/** What a job tells, over and over; the reports with the last word. */
export interface JobNews {
  readonly tally: Tally
  readonly reports?: readonly string[]
}

/** One process's share of a run: `cli.ts` starts as many as it is asked for. */
const options = JSON.parse(process.argv[2] ?? '{}') as JobOptions
// With nobody left to tell there is nothing left to do.
process.once('disconnect', () => process.exit())

function tell(news: JobNews): Promise<void> {
  return new Promise((resolve) => process.send?.(news, undefined, undefined, () => resolve()))
}

const { examples, ...tally } = await fuzz({
  ...options,
  onProgress: (soFar) => void tell({ tally: soFar }),
})
await tell({ tally, reports: await Promise.all(examples.map(reportOf)) })
process.disconnect?.()
