import { Agent as HttpAgent, createServer as createHttpServer } from 'node:http'
import { Agent as HttpsAgent, createServer as createHttpsServer } from 'node:https'
import type { Server, Socket } from 'node:net'
import { doneOnce } from '../done-once.js'
import { readOptions, type GatewayOptions } from './gateway-options.js'
import { IdentityStore, type Identity } from './identities.js'
import { RequestLog, type RequestRecord } from './request-record.js'
import { RequestHandler } from './request-handler.js'
import { answerUnreadableRequest } from './unreadable-request.js'
import type { Service } from './rules.js'

export type { GatewayOptions } from './gateway-options.js'
export type { Identity } from './identities.js'
export type { RequestRecord } from './request-record.js'
export type { RefusalReason, Verdict } from './refusal.js'
export type { Service } from './rules.js'

/** A running gateway: point a client at `endpoint`, sign with what `signing` gives. */
export interface Gateway {
  /** `http://127.0.0.1:<port>`, or `https://…` when `tls` was given. */
  readonly endpoint: string
  /** What a signer needs. `credentials` gives the identity that is good now, so it follows {@link rotateCredentials}. */
  readonly signing: {
    readonly region: string
    readonly service: Service
    readonly credentials: () => Promise<Identity>
  }
  /** The newest 10,000 requests, oldest first, each with its verdict; free of secrets. */
  readonly requests: readonly RequestRecord[]
  /**
   * Puts another identity in place at once (by default a new throw-away) and returns it.
   * A request signed with a former one is answered as one with an expired token.
   */
  rotateCredentials(identity?: Identity): Identity
  /** Ends every connection and frees the port. May be called again. */
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Node's default of 16 KiB is too small for a scroll id in a target, which may have 64 KiB. */
const MAX_HEADER_BYTES = 256 * 1024

/**
 * Starts a reverse proxy on a free loopback port that verifies AWS Signature Version 4 as Amazon
 * OpenSearch does, answers refusals with Amazon's words, and forwards the rest to `target`.
 *
 * @example
 * await using gateway = await startGateway({ target: 'http://127.0.0.1:9200' })
 * const client = new Client({ node: gateway.endpoint, ...sigV4(gateway.signing) })
 *
 * @throws {LocalDomainError} `ERR_LOCAL_DOMAIN_OPTIONS` for an unknown or wrong option, before anything is started.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { target, service, region, strict, clock, tls, credentials, log } = readOptions(options)

  const identities = new IdentityStore(clock, credentials)
  const requestLog = new RequestLog(log)
  const agent = new (target.protocol === 'https:' ? HttpsAgent : HttpAgent)({ keepAlive: true })
  const handler = new RequestHandler({
    rules: { service, region, strict, identities },
    target,
    agent,
    clock,
    requestLog,
  })

  const serverOptions = { requireHostHeader: false, maxHeaderSize: MAX_HEADER_BYTES }
  const server = tls
    ? createHttpsServer({ ...serverOptions, ...tls })
    : createHttpServer(serverOptions)
  // A slow or idle client is the client's business: a reused connection must not be cut under it.
  server.requestTimeout = 0
  server.headersTimeout = 0
  server.keepAliveTimeout = 0
  server.maxHeadersCount = 0
  server.on('request', (request, response) => void handler.handle(request, response))
  server.on('checkContinue', (request, response) => {
    response.writeContinue()
    void handler.handle(request, response)
  })
  server.on('clientError', (error, socket) => {
    if (handler.isReceiving(socket)) socket.destroy()
    else answerUnreadableRequest({ error, socket, service, now: clock(), requestLog })
  })

  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const port = await listen(server)

  const stop = doneOnce(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
        agent.destroy()
      }),
  )

  return {
    endpoint: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    signing: { region, service, credentials: async () => identities.current() },
    requests: requestLog.records,
    rotateCredentials: (identity) => identities.rotate(identity),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** Listens on a free loopback port and gives it. */
function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
    })
  })
}
