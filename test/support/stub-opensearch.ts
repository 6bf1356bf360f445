import { createServer, type IncomingHttpHeaders } from 'node:http'
import { onLoopback } from './loopback.js'

/** A server that answers `GET /` as an OpenSearch does, or with what it is given. */
export async function startStubOpenSearch(answer: object = { version: { number: '3.8.0' } }) {
  const headers: IncomingHttpHeaders[] = []
  const server = createServer((request, response) => {
    headers.push(request.headers)
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
  const running = await onLoopback(server)
  return { ...running, headers, stop: () => running[Symbol.asyncDispose]() }
}
