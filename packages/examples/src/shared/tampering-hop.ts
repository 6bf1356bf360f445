import { once } from 'node:events'
import { createServer, request as sendOn } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A hop between client and domain that changes one byte of every body, as no hop should. */
export async function startTamperingHop(target: string) {
  const server = createServer(async (incoming, answer) => {
    const body = Buffer.concat(await incoming.toArray())
    body[0] = 0x20
    const { method, url, headers } = incoming
    const outgoing = sendOn(target, { method, path: url, headers, agent: false })
    outgoing.once('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    outgoing.once('error', () => answer.destroy())
    outgoing.end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
