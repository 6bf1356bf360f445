import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { answerRefusal } from './answers.js'
import type { Refusal } from './refusal.js'
import { recordOfUnread, type RequestLog } from './request-record.js'
import type { Service } from './rules.js'
import { RAW_BYTES } from './target-lint.js'

interface UnreadableRequest {
  readonly error: NodeJS.ErrnoException & { rawPacket?: Buffer }
  readonly socket: Duplex
  readonly service: Service
  readonly now: Date
  readonly requestLog: RequestLog
}

/**
 * Answers what Node's HTTP parser gave up on, which no request handler sees; among it every target
 * with raw non-ASCII bytes, so that rule of the target lint is answered here.
 */
export function answerUnreadableRequest(unreadable: UnreadableRequest): void {
  const { error, socket, service, now, requestLog } = unreadable
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const refusal = explain(error)
  const answer = answerRefusal(refusal, service)
  const packet = error.rawPacket?.toString('latin1') ?? ''
  const [, method, url] = /^([A-Z]+) (\S*)/.exec(packet) ?? []
  requestLog.add(recordOfUnread({ method, url }, refusal.reason, answer.status, now))
  const lines = [`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`]
  for (let index = 0; index < answer.headers.length; index += 2) {
    lines.push(`${answer.headers[index]}: ${answer.headers[index + 1]}`)
  }
  lines.push(`Date: ${now.toUTCString()}`, 'Connection: close', '', answer.body)
  socket.end(lines.join('\r\n'))
}

function explain(error: NodeJS.ErrnoException): Refusal {
  return error.code === 'HPE_INVALID_URL'
    ? { reason: 'ambiguous-target', message: RAW_BYTES }
    : {
        reason: 'malformed-request',
        message: `it cannot be read as HTTP (${error.code ?? error.message})`,
      }
}
