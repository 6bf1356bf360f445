import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { AUTHENTICATION_HEADERS, HOP_BY_HOP_HEADERS } from './header-names.js'
import { headerLines, type HeaderLine, type ReceivedRequest } from './received-request.js'

/** Where accepted requests go. */
export interface Upstream {
  readonly target: URL
  readonly agent: Agent
}

/** Set anew for the target, or dealt with here. */
const REPLACED_HEADERS = new Set(['host', 'content-length', 'expect'])

/**
 * Sends the request on with its original target and body, and gives the answer once its headers are
 * there. Rejects when the target cannot be reached or `signal` fires.
 */
export function forward(
  request: ReceivedRequest,
  { target, agent }: Upstream,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const upstream = send(target, {
      method: request.method,
      path: target.pathname.replace(/\/$/, '') + request.target,
      headers: forwardedHeaders(request, target),
      agent,
      signal,
    })
    upstream.on('response', resolve)
    upstream.on('error', reject)
    upstream.end(request.body)
  })
}

/** The answer's headers for the client, a flat list; its Date is the gateway's, which plays the server. */
export function answeredHeaders(answer: IncomingMessage): string[] {
  return endToEndLines(headerLines(answer.rawHeaders))
    .filter(({ name }) => name.toLowerCase() !== 'date')
    .flatMap(({ name, value }) => [name, value])
}

function forwardedHeaders(request: ReceivedRequest, target: URL): string[] {
  const kept = endToEndLines(request.headers).filter(({ name }) => {
    const lowerCase = name.toLowerCase()
    return !AUTHENTICATION_HEADERS.has(lowerCase) && !REPLACED_HEADERS.has(lowerCase)
  })
  return [
    'host',
    target.host,
    ...basicAuthorization(target),
    ...kept.flatMap(({ name, value }) => [name, value]),
    ...contentLength(request),
  ]
}

/** The body is held whole by now: its length is known, and it is sent unless there never was a body. */
function contentLength(request: ReceivedRequest): string[] {
  const isFramed = request.headers.some(({ name }) =>
    /^(?:content-length|transfer-encoding)$/i.test(name),
  )
  const needsLength = isFramed || /^(?:POST|PUT|PATCH)$/.test(request.method)
  return needsLength ? ['content-length', String(request.body.length)] : []
}

function basicAuthorization({ username, password }: URL): string[] {
  if (!username) return []
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return ['authorization', `Basic ${Buffer.from(pair).toString('base64')}`]
}

/** Without what concerns one connection only, the headers that Connection names included. */
function endToEndLines(lines: readonly HeaderLine[]): HeaderLine[] {
  const named = lines
    .filter(({ name }) => name.toLowerCase() === 'connection')
    .flatMap(({ value }) => value.toLowerCase().split(/\s*,\s*/))
  const dropped = new Set([...HOP_BY_HOP_HEADERS, ...named])
  return lines.filter(({ name }) => !dropped.has(name.toLowerCase()))
}
