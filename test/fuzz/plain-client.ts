import { Client, Connection, errors, type ClientOptions } from '@opensearch-project/opensearch'
import { Readable } from 'node:stream'
import { clientCall, type UserRequest } from './user-request.js'

/** What the official client would send by itself, unsigned. */
export interface PlainRequest {
  readonly target: string
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

type Params = Parameters<Connection['request']>[0]
type Callback = Parameters<Connection['request']>[1]

/** The official client as it is, but for its last step: it says what it would send. */
export function plainClient(options: ClientOptions) {
  let told: { path: string; headers: object; body: unknown } | undefined

  class TellingConnection extends Connection {
    override request(params: Params, callback: Callback): ReturnType<Connection['request']> {
      const { path, headers } = this.buildRequestObject(params)
      told = { path: path ?? '', headers: headers ?? {}, body: params.body }
      // Of all errors the one for which the client neither tries again nor gives up the node.
      process.nextTick(callback, new errors.RequestAbortedError('told'), null)
      return { abort() {} } as ReturnType<Connection['request']>
    }
  }
  const client = new Client({ ...options, Connection: TellingConnection })

  return async (request: UserRequest): Promise<PlainRequest> => {
    const call = clientCall(asClientTakesIt(request))
    const failure: unknown = await client.transport.request(...call).catch((e) => e)
    if (told === undefined) throw new Error('The plain client sends nothing.', { cause: failure })
    const { path: target, headers, body } = told
    told = undefined
    const fields = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
    return { target, headers: Object.fromEntries(fields), body: await bytesOf(body) }
  }
}

/** The client takes a Uint8Array that is no Buffer for an object to serialise; signed, it is bytes. */
function asClientTakesIt(request: UserRequest): UserRequest {
  const { body } = request
  if (!(body?.content instanceof Uint8Array)) return request
  return { ...request, body: { ...body, content: Buffer.from(body.content) } }
}

async function bytesOf(body: unknown): Promise<Buffer> {
  if (body instanceof Readable) {
    const chunks: Buffer[] = []
    for await (const chunk of body as AsyncIterable<string | Buffer>)
      chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  }
  return Buffer.from((body ?? '') as string | Buffer)
}
