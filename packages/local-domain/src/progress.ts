import type { Writable } from 'node:stream'

/** One step on the way. `done` and `total` are there where the size of the work is known. */
export interface ProgressEvent {
  /** Which step, as one word: `container`, `pull`, `download`, `unpack`, `start`, `ready`. */
  readonly stage: string
  /** The step in words. */
  readonly message: string
  /** How much is done, in the step's own unit (bytes of a download). */
  readonly done?: number
  /** How much there is to do, in the same unit. */
  readonly total?: number
}

/** Told of every step; must not throw. */
export type OnProgress = (event: ProgressEvent) => void

const barWidth = 24
/** Where nobody watches a bar grow, a line per this many percent says enough. */
const plainStep = 25

/**
 * Writes progress for people: a bar that grows in place on a terminal, a line now and then elsewhere.
 * @example
 * await startLocalDomain({ onProgress: progressReporter(process.stderr) })
 */
export function progressReporter(stream: Writable & { isTTY?: boolean }): OnProgress {
  return stream.isTTY ? bar(stream) : plainLines(stream)
}

function bar(stream: Writable): OnProgress {
  let open = ''
  return (event) => {
    const line = `${event.message}${drawn(percent(event))}`
    if (line === open) return
    // Another step begins below the last one; the same step is drawn over itself.
    const sameStep = open.startsWith(event.message)
    stream.write(`${open === '' || sameStep ? '' : '\n'}\r\u001b[2K${line}`)
    open = line
    if (event.total === undefined || percent(event) === 100) {
      stream.write('\n')
      open = ''
    }
  }
}

function plainLines(stream: Writable): OnProgress {
  let last = ''
  return (event) => {
    const part = percent(event)
    const step = part === undefined ? undefined : Math.floor(part / plainStep) * plainStep
    const line = step === undefined ? event.message : `${event.message} ${step}%`
    if (line !== last) stream.write(`${line}\n`)
    last = line
  }
}

function percent({ done, total }: ProgressEvent): number | undefined {
  if (done === undefined || total === undefined || total <= 0) return undefined
  return Math.min(100, Math.floor((done / total) * 100))
}

function drawn(part: number | undefined): string {
  if (part === undefined) return ''
  const filled = Math.round((part / 100) * barWidth)
  return ` [${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${part}%`
}
