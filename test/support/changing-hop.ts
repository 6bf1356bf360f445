import { createServer, request as sendOn } from 'node:http'
import { onLoopback } from './loopback.js'

/**
 * A hop between client and domain that changes every header that is not signed, as proxies, load
 * balancers and tracing agents do between them, and the body's framing. Signed ones pass, in another
 * order and case.
 */
export async function startChangingHop(target: string) {
  const server = createServer(async (incoming, answer) => {
    const body = Buffer.concat(await incoming.toArray())
    const { headers, method, url } = incoming
    const signed = Object.entries(headers).filter(([name]) =>
      /^(?:host|authorization|content-type|content-encoding|x-amz-.*)$/.test(name),
    )
    const outgoing = sendOn(target, {
      method,
      path: url,
      agent: false,
      headers: {
        Via: '1.1 hop',
        'X-Forwarded-For': '192.0.2.1',
        'X-Forwarded-Proto': 'https',
        'X-Amzn-Trace-Id': 'Root=1-67891233-abcdef012345678912345678',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        'user-agent': 'hop',
        'accept-encoding': 'br',
        ...(body.length > 0 && { 'transfer-encoding': 'chunked' }),
        ...Object.fromEntries(
          signed.toReversed().map(([name, value]) => [name.toUpperCase(), value]),
        ),
      },
    })
    outgoing.once('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    outgoing.once('error', () => answer.destroy())
    outgoing.end(body)
  })
  return onLoopback(server)
}
