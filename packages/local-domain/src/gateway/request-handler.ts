import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { answerRefusal, answerUnreachable, type Answer } from './answers.js'
import { answeredHeaders, forward, type Upstream } from './forward.js'
import { receive, type ReceivedRequest } from './received-request.js'
import { recordOf, recordOfUnread, type RequestLog } from './request-record.js'
import type { Rules } from './rules.js'
import { verify } from './verify.js'

interface Parts extends Upstream {
  readonly rules: Rules
  readonly clock: () => Date
  readonly requestLog: RequestLog
}

/** What happens to one request: received, verified, recorded, then refused or forwarded. */
export class RequestHandler {
  readonly #parts: Parts

  /** Connections on which a body is being read. */
  readonly #receiving = new WeakSet<Duplex>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Says that what becomes of this connection will be in a request's record. */
  isReceiving(socket: Duplex): boolean {
    return this.#receiving.has(socket)
  }

  async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { rules, clock, requestLog } = this.#parts
    response.on('error', () => {})

    this.#receiving.add(message.socket)
    const request = await receive(message).catch(() => undefined)
    this.#receiving.delete(message.socket)
    const now = clock()
    if (!request) {
      requestLog.add(recordOfUnread(message, 'incomplete-body', null, now))
      return
    }
    const verification = verify(request, rules, now)
    // Recorded before anything is sent, so that who has an answer also finds its record.
    const record = (status: number | null) =>
      requestLog.add(recordOf(request, verification, status, now))

    // Faults, when there are any, belong between the verdict and what is sent.
    const answer = verification.refusal
      ? answerRefusal(verification.refusal, rules.service)
      : await this.#forward(request, response, record)
    if (!answer) return
    record(answer.status)
    response.writeHead(answer.status, [...answer.headers, ...this.#date()])
    response.end(answer.body)
  }

  /** Passes an accepted request on and its answer back; gives an answer where there is no target. */
  async #forward(
    request: ReceivedRequest,
    response: ServerResponse,
    record: (status: number | null) => void,
  ): Promise<Answer | undefined> {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    if (response.destroyed) gone.abort()

    const answer = await forward(request, this.#parts, gone.signal).catch((error: Error) => error)
    if (gone.signal.aborted) {
      record(null)
      return undefined
    }
    if (answer instanceof Error) return answerUnreachable(this.#parts.target, answer)

    const status = answer.statusCode ?? 502
    record(status)
    response.writeHead(status, answer.statusMessage, [...answeredHeaders(answer), ...this.#date()])
    // Whichever side breaks off, the other one is ended too.
    await pipeline(answer, response).catch(() => {})
    return undefined
  }

  /** From the gateway's clock, so that a client can learn from it how far its own is off. */
  #date(): string[] {
    return ['Date', this.#parts.clock().toUTCString()]
  }
}
