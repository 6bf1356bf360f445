import type { Readable } from 'node:stream'
import { createInterface } from 'node:readline'

/** The last lines a server wrote, for the error that says why it did not come up. */
export class LogTail {
  readonly #lines: string[] = []
  readonly #keep: number

  constructor(keep = 20) {
    this.#keep = keep
  }

  /** Reads a stream to its end. */
  follow(stream: Readable): void {
    createInterface({ input: stream }).on('line', (line) => {
      this.#lines.push(line)
      if (this.#lines.length > this.#keep) this.#lines.shift()
    })
  }

  toString(): string {
    return this.#lines.length === 0
      ? 'It wrote nothing.'
      : `Its last lines:\n  ${this.#lines.join('\n  ')}`
  }
}
