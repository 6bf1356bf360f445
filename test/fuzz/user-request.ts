import { Readable } from 'node:stream'
import type { Identity } from 'opensearch-local-domain'

/** A domain and a client for it, as a user sets them up. Plain data, so that it can be printed. */
export interface Setup {
  readonly region: string
  readonly service: 'es' | 'aoss'
  readonly identity: Identity
  /** What the option is given, and the Host that has to go out for it; undefined: the node's own. */
  readonly signingHost: { readonly given: string; readonly sent: string } | undefined
  /** Region and service are left to be read from the signing host, which is an Amazon one. */
  readonly scopeFromHost: boolean
  /** Named to the account-wide endpoint of Serverless in a header. */
  readonly collection: { readonly name: string } | { readonly id: string } | undefined
  /** What follows host and port in the node's URL: a path prefix, a search. */
  readonly nodePath: string
  /** Of the whole client, and of its one node. */
  readonly clientHeaders: HeaderEntries
  readonly nodeHeaders: HeaderEntries
  readonly compression: boolean
  readonly suggestCompression: boolean
}

/** One request as a user makes it. */
export interface UserRequest {
  /** What the clocks of signer and server say at the time. */
  readonly date: Date
  readonly method: string
  readonly path: string
  readonly querystring: string | QueryEntries | undefined
  readonly body: UserBody | undefined
  readonly headers: HeaderEntries
  /** undefined: as the client is set up. */
  readonly compression: boolean | undefined
  /** Why it must be refused; undefined for one that must be accepted. */
  readonly flaw: string | undefined
}

// Entries, because a record made anew for each call can hold `__proto__`, and clients change records.
export type HeaderEntries = readonly (readonly [name: string, value: string])[]
export type QueryEntries = readonly (readonly [name: string, value: unknown])[]

export interface UserBody {
  readonly field: 'body' | 'bulkBody'
  readonly kind: 'value' | 'chunks of a stream'
  readonly content: unknown
}

/** The arguments of `client.transport.request()`, made anew: a stream can be read but once. */
export function clientCall({ method, path, querystring, body, headers, compression }: UserRequest) {
  const params = {
    method,
    path,
    ...(querystring !== undefined && {
      querystring: typeof querystring === 'string' ? querystring : Object.fromEntries(querystring),
    }),
    ...(body && { [body.field]: bodyOf(body) }),
  }
  const options = {
    headers: Object.fromEntries(headers),
    // The client takes false too, its types do not say so.
    ...(compression !== undefined && { compression: (compression && 'gzip') as 'gzip' }),
  }
  return [params, options] as const
}

function bodyOf({ kind, content }: UserBody): object {
  return (kind === 'value' ? content : Readable.from(content as Iterable<unknown>)) as object
}
