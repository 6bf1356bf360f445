import type { ClientRequest } from 'node:http'
import { inspect } from 'node:util'

// Where Node keeps a request's headers, as text and as fields, and what is not flushed yet.
const HOLDS_HEADERS = /^(?:_header|outputData|Symbol\(kOutHeaders\))$/

/**
 * Keeps signature and token out of logs: Node hangs the request, headers and all, on the response,
 * the socket and the agent, and any of them may be inspected or serialised.
 */
export function hideSecrets(request: ClientRequest): void {
  for (const key of Reflect.ownKeys(request)) {
    if (HOLDS_HEADERS.test(String(key))) Object.defineProperty(request, key, { enumerable: false })
  }
  const shown = () => ({ method: request.method, host: request.host, path: request.path })
  Object.defineProperties(request, {
    toJSON: { value: shown },
    [inspect.custom]: { value: () => `ClientRequest ${inspect(shown())}` },
  })
}

/**
 * The same for the headers as they are handed to Node: a TLS socket keeps the options of the first
 * request that it was opened for.
 */
export function unseen<T extends object>(headers: T): T {
  return Object.defineProperty(headers, inspect.custom, { value: () => '[headers]' })
}
