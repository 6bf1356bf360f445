import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { headerPairs } from '../support/loopback.js'

/** What arrived at a server: the target as it is, header lines in order, values in Latin-1. */
export interface Arrival {
  readonly method: string
  readonly target: string
  readonly headers: [name: string, value: string][]
}

const CHANNEL = 'http.server.request.start'

/** Listens to what arrives at a server of this process, signature and all, before it is looked at. */
export function tapWire(endpoint: string): Disposable & { arrivals: Arrival[] } {
  const port = Number(new URL(endpoint).port)
  const arrivals: Arrival[] = []
  const listen = (message: unknown) => {
    const { request, socket } = message as { request: IncomingMessage; socket: Socket }
    if (socket.localPort === port) arrivals.push(arrivalOf(request))
  }
  subscribe(CHANNEL, listen)
  return { arrivals, [Symbol.dispose]: () => void unsubscribe(CHANNEL, listen) }
}

function arrivalOf({ method = '', url = '', rawHeaders }: IncomingMessage): Arrival {
  return { method, target: url, headers: headerPairs(rawHeaders) }
}
