import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** One request as its bytes came out of the socket. */
export interface RecordedRequest {
  readonly method: string
  readonly target: string
  /** Header lines in order, names as sent. */
  readonly headerLines: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
  /** The value of a header, whatever its case. */
  readonly header: (name: string) => string | undefined
}

/** What the recorder answers: a status and a JSON body, or nothing at all. */
export type Answer = { status: number; body?: string; headers?: string[] } | 'hang' | 'reset'

/** A server that parses nothing but framing, and keeps every byte of what it was sent. */
export interface Recorder {
  readonly url: string
  readonly requests: RecordedRequest[]
  /** Called for each request; the default answers 200 `{}`. */
  answer: (request: RecordedRequest, index: number) => Answer
  [Symbol.asyncDispose](): Promise<void>
}

export async function startRecorder(address = '127.0.0.1'): Promise<Recorder> {
  const requests: RecordedRequest[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let held = Buffer.alloc(0)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (chunk) => {
      held = Buffer.concat([held, chunk])
      for (let parsed = readRequest(held); parsed !== undefined; parsed = readRequest(held)) {
        held = held.subarray(parsed.end)
        const index = requests.push(parsed.request) - 1
        send(socket, recorder.answer(parsed.request, index), parsed.request.method === 'HEAD')
      }
    })
  })
  server.listen(0, address)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const recorder: Recorder = {
    url: `http://${address.includes(':') ? `[${address}]` : address}:${port}`,
    requests,
    answer: () => ({ status: 200 }),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  return recorder
}

function readRequest(bytes: Buffer): { request: RecordedRequest; end: number } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd === -1) return undefined
  const [requestLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n')
  const [, method = '', target = ''] = /^(\S+) (.*) HTTP\/1\.1$/.exec(requestLine) ?? []
  const headerLines = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
  })
  const header = (name: string) =>
    headerLines.find(([found]) => found.toLowerCase() === name.toLowerCase())?.[1]
  const end = headEnd + 4 + Number(header('content-length') ?? 0)
  if (bytes.length < end) return undefined
  const body = Buffer.from(bytes.subarray(headEnd + 4, end))
  return { request: { method, target, headerLines, body, header }, end }
}

function send(socket: Socket, answer: Answer, isHead: boolean): void {
  if (answer === 'hang') return
  if (answer === 'reset') {
    socket.resetAndDestroy()
    return
  }
  const { status, body = '{}', headers = ['content-type: application/json'] } = answer
  const head = [`HTTP/1.1 ${status} X`, ...headers, `content-length: ${Buffer.byteLength(body)}`]
  socket.write(`${head.join('\r\n')}\r\n\r\n${isHead ? '' : body}`)
}
