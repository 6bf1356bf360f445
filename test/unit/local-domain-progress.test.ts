import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { progressReporter, type ProgressEvent } from 'opensearch-local-domain'

const download = (done: number): ProgressEvent => ({
  stage: 'download',
  message: 'downloading',
  done,
  total: 1000,
})
const events: ProgressEvent[] = [
  download(0),
  download(1),
  download(300),
  download(301),
  download(1000),
  { stage: 'start', message: 'starting' },
]

function written(isTTY: boolean): string {
  let text = ''
  const stream = new Writable({
    write(piece, _encoding, next) {
      text += String(piece)
      next()
    },
  })
  events.forEach(progressReporter(Object.assign(stream, { isTTY })))
  return text
}

describe('progressReporter', () => {
  it('draws one bar in place on a terminal, and goes on below it', () => {
    const bar = (filled: number, percent: number) =>
      `\r\u001b[2Kdownloading [${'#'.repeat(filled)}${'-'.repeat(24 - filled)}] ${percent}%`
    expect(written(true)).toBe(`${bar(0, 0)}${bar(7, 30)}${bar(24, 100)}\n\r\u001b[2Kstarting\n`)
  })

  it('writes a line now and then elsewhere', () => {
    expect(written(false)).toBe('downloading 0%\ndownloading 25%\ndownloading 100%\nstarting\n')
  })
})
