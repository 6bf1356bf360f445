import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Has a server listen on a free loopback port; disposing of it cuts its connections. */
export async function onLoopback(server: Server): Promise<AsyncDisposable & { url: string }> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** The flat list of names and values that Node gives, in pairs: lines in order, names as sent. */
export function headerPairs(rawHeaders: readonly string[]): [name: string, value: string][] {
  const pairs: [name: string, value: string][] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? ''])
  }
  return pairs
}
