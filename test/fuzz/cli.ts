import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { progressReporter } from 'opensearch-local-domain'
import type { Tally } from './fuzz.js'
import type { JobNews, JobOptions } from './job.js'

const USAGE = `npm run fuzz -- [--runs 100000] [--seed <number>] [--jobs 1]
Makes that many requests, signs each here and by aws-c-auth, and has the gateway verify it.
The same seed makes the same requests, whatever the number of jobs (processes).`

function readNumber(name: string, text: string, min: number): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= min) return value
  return leave(`--${name} takes a whole number from ${min} on, not '${text}'.`)
}

function leave(problem: string): never {
  console.error(`${problem}\n\n${USAGE}`)
  process.exit(2)
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string', default: '100000' },
        seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
        jobs: { type: 'string', default: '1' },
      },
    })
    return {
      runs: readNumber('runs', values.runs, 1),
      seed: readNumber('seed', values.seed, -(2 ** 31)),
      jobs: readNumber('jobs', values.jobs, 1),
    }
  } catch (error) {
    return leave(error instanceof Error ? error.message : String(error))
  }
}

/** Runs one job in a process of its own; gives what it found. */
async function runJob(options: JobOptions, onTally: (tally: Tally) => void): Promise<string[]> {
  const job = fork(fileURLToPath(new URL('job.ts', import.meta.url)), [JSON.stringify(options)], {
    // aws-crt warns of each Node that is to go out of support.
    execArgv: [...process.execArgv, '--disable-warning=NodeDeprecationWarning'],
  })
  let found: readonly string[] | undefined
  job.on('message', ({ tally, reports }: JobNews) => {
    onTally(tally)
    found = reports
  })
  const [code, signal] = await once(job, 'exit')
  if (found !== undefined && code === 0) return [...found]
  return [`broken: job ${options.share.job} ended early (${signal ?? `exit code ${code}`})`]
}

function sum(tallies: Iterable<Tally>): Tally {
  const total = { cases: 0, accepted: 0, refused: 0, disagreements: 0 }
  for (const tally of tallies) {
    total.cases += tally.cases
    total.accepted += tally.accepted
    total.refused += tally.refused
    total.disagreements += tally.disagreements
  }
  return total
}

const { runs, seed, jobs } = readArguments()
const repeat = `npm run fuzz -- --runs ${runs} --seed ${seed}`
console.log(`${runs} requests of seed ${seed}, ${jobs} at work; again with: ${repeat}`)

const began = performance.now()
const tallies = new Map<number, Tally>()
const onProgress = progressReporter(process.stderr)
const found = await Promise.all(
  Array.from({ length: jobs }, (_, job) =>
    runJob({ runs, seed, share: { job, of: jobs } }, (tally) => {
      tallies.set(job, tally)
      const { cases: done } = sum(tallies.values())
      onProgress({ stage: 'fuzz', message: 'requests', done, total: runs })
    }),
  ),
)
const seconds = (performance.now() - began) / 1000
const reports = found.flat()
if (reports.length > 0) console.log(`\n${reports.join('\n\n')}\n`)

const { cases, accepted, refused, disagreements } = sum(tallies.values())
console.table({
  cases,
  accepted,
  'refused as expected': refused,
  disagreements,
  seconds: Math.round(seconds),
  'cases a second': Math.round(cases / seconds),
})
if (reports.length > 0 || disagreements > 0 || cases !== runs) process.exitCode = 1
