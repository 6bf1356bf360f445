import { Agent } from 'node:http'
import { connect, type Socket } from 'node:net'

/** Takes every connection to one loopback port, whatever host and port the client's URL names. */
export class LoopbackAgent extends Agent {
  readonly #port: number

  constructor(url: string) {
    super({ keepAlive: false })
    this.#port = Number(new URL(url).port)
  }

  override createConnection(): Socket {
    return connect(this.#port, '127.0.0.1')
  }
}
