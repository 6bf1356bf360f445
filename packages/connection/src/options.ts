import { systemClock, type Clock } from './clock.js'
import { nodeProviderChain } from './credentials/chain.js'
import { flawOf, snapshot, type Identity, type IdentityProvider } from './credentials/identity.js'
import { SigV4Error } from './errors.js'
import { readCollection, type Collection } from './request/collection.js'
import { SCOPE_NAME } from './request/credential-scope.js'

/** What `sigV4()` takes. All of it is optional; nothing of it is ever changed. */
export interface SigV4Options {
  /**
   * Who signs: an identity, or a provider such as those of `@aws-sdk/credential-providers`.
   * Default: the AWS SDK's Node chain (environment, shared files, SSO, process, web identity,
   * container, instance), loaded when first used.
   */
  readonly credentials?: Identity | IdentityProvider | undefined
  /**
   * Region code such as `eu-west-1`, or a function that finds it. Default: read from an Amazon
   * host name, else `AWS_REGION`, `AWS_DEFAULT_REGION`, the active profile's; else an error.
   */
  readonly region?: string | (() => Promise<string>) | undefined
  /** `es` for managed domains, `aoss` for Serverless. Default: read from the host name, else `es`. */
  readonly service?: string | undefined
  /**
   * The collection that requests are for, by `{ name }` or `{ id }`, where the node is Serverless's
   * endpoint of a whole account: sent and signed as `x-amz-aoss-collection-name` or `-id`. A
   * request's own header of that kind goes before. Default: none.
   *
   * @example sigV4({ collection: { name: 'movies' } })
   */
  readonly collection?: Collection | undefined
  /**
   * The host to send and sign as Host where the node's own is only a way to it: a tunnel, a proxy,
   * a VPC endpoint. Region, service and the TLS server name follow it. Default: the node's host.
   *
   * @example sigV4({ signingHost: 'vpc-shop-abc.eu-west-1.es.amazonaws.com' })
   */
  readonly signingHost?: string | undefined
  /** How long to wait for credentials or a region function, in ms. Default: 10 000. */
  readonly credentialsTimeout?: number | undefined
  /** How long before their expiration credentials are fetched anew, in ms. Default: 300 000. */
  readonly refreshBefore?: number | undefined
  /** Bytes of a stream body that are held in memory to be hashed. Default: 104 857 600. */
  readonly maxStreamBody?: number | undefined
  /** Bytes; a larger body (after compression) fails before it is sent. Default: no limit. */
  readonly maxRequestBody?: number | undefined
  /** Tells the time to sign with. Default: the system's. */
  readonly clock?: Clock | undefined
}

/** Options after validation, with every default in place. */
export interface Settings {
  readonly provider: IdentityProvider
  readonly region: string | (() => Promise<string>) | undefined
  readonly service: string | undefined
  readonly collection: Collection | undefined
  readonly signingHost: string | undefined
  readonly credentialsTimeout: number
  readonly refreshBefore: number
  readonly maxStreamBody: number
  readonly maxRequestBody: number | undefined
  readonly clock: Clock
}

const MIB = 1024 * 1024
// setTimeout takes no more, and would fire at once.
const MAX_TIMEOUT = 2 ** 31 - 1

const known: Record<keyof SigV4Options, true> = {
  credentials: true,
  region: true,
  service: true,
  collection: true,
  signingHost: true,
  credentialsTimeout: true,
  refreshBefore: true,
  maxStreamBody: true,
  maxRequestBody: true,
  clock: true,
}

/** @throws {SigV4Error} ERR_SIGV4_OPTIONS, with the option's name and what it takes */
export function readOptions(options: SigV4Options): Settings {
  if (typeof options !== 'object' || options === null) {
    throw new SigV4Error('ERR_SIGV4_OPTIONS', 'sigV4() takes an object of options, or nothing.')
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(known, name))
  if (unknown !== undefined) {
    wrong(unknown, `is unknown: sigV4() takes ${Object.keys(known).join(', ')}`)
  }
  return {
    provider: readCredentials(options.credentials),
    region: readRegion(options.region),
    service: readService(options.service),
    collection: readCollection(options.collection),
    signingHost: readSigningHost(options.signingHost),
    credentialsTimeout: readNumber('credentialsTimeout', options, 1, MAX_TIMEOUT) ?? 10_000,
    refreshBefore: readNumber('refreshBefore', options, 0) ?? 300_000,
    maxStreamBody: readNumber('maxStreamBody', options, 0) ?? 100 * MIB,
    maxRequestBody: readNumber('maxRequestBody', options, 0),
    clock: readClockOption(options.clock),
  }
}

function readCredentials(credentials: SigV4Options['credentials']): IdentityProvider {
  if (credentials === undefined) return nodeProviderChain()
  if (typeof credentials === 'function') return credentials
  const flaw = flawOf(credentials)
  if (flaw !== undefined) {
    wrong(
      'credentials',
      `${flaw}: pass { accessKeyId, secretAccessKey, sessionToken? } or a provider function, or leave it out for the AWS SDK's chain`,
    )
  }
  const identity = snapshot(credentials)
  return async () => identity
}

function readRegion(region: SigV4Options['region']) {
  if (region === undefined || typeof region === 'function' || isScopeName(region)) return region
  return wrong('region', 'is not a region code such as eu-west-1, nor a function that finds one')
}

function readService(service: SigV4Options['service']) {
  if (service === undefined || isScopeName(service)) return service
  return wrong('service', 'is not a service code: es, or aoss for Serverless')
}

function isScopeName(value: unknown): boolean {
  return typeof value === 'string' && SCOPE_NAME.test(value)
}

function readSigningHost(signingHost: SigV4Options['signingHost']) {
  if (signingHost === undefined) return undefined
  const host = typeof signingHost === 'string' && /^[^\s/?#@\\]+$/.test(signingHost) && signingHost
  // A port that is the default one of https stays here: only the node's protocol says if it is sent.
  if (!host || !URL.canParse(`https://${host}`)) {
    wrong(
      'signingHost',
      'is not a host name with an optional port, such as vpc-shop-abc.eu-west-1.es.amazonaws.com: leave out https:// and any path',
    )
  }
  return host
}

function readNumber(
  name: 'credentialsTimeout' | 'refreshBefore' | 'maxStreamBody' | 'maxRequestBody',
  { [name]: value }: SigV4Options,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (value === undefined) return undefined
  const unit = name.startsWith('max') ? 'bytes' : 'milliseconds'
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value
  return wrong(name, `is not a whole number of ${unit} from ${min} to ${max}`)
}

function readClockOption(clock: SigV4Options['clock']): Clock {
  if (clock === undefined) return systemClock
  if (typeof clock === 'function') return clock
  return wrong('clock', 'is not a function that returns a Date')
}

function wrong(name: string, why: string): never {
  throw new SigV4Error('ERR_SIGV4_OPTIONS', `The option ${name} ${why}.`)
}
