import { checkIdentity, type Identity } from './identities.js'
import { LocalDomainError } from '../errors.js'
import type { RequestRecord } from './request-record.js'
import type { Service } from './rules.js'

/** What {@link startGateway} takes. Only `target` is needed. */
export interface GatewayOptions {
  /** The OpenSearch to forward to; its path is put in front of each request's, its user and password are sent. */
  target: string | URL
  /** `es` for a managed domain, `aoss` for Serverless. Default `es`. */
  service?: Service
  /** The region that signatures must be scoped to. Default `eu-west-1`. */
  region?: string
  /** The identity that is good at the start. Default: a throw-away with a session token, good for 12 hours. */
  credentials?: Identity
  /** Serve https with this key and certificate (PEM). Default: http. */
  tls?: { key: string | Buffer; cert: string | Buffer }
  /** Refuse signatures over headers that change on the way (content-length, user-agent…). Default true. */
  strict?: boolean
  /** The server's clock, from which the 5 minute window and every Date header come. Default: the system's. */
  clock?: () => Date
  /** Called once per request with its record, before the answer is sent. */
  log?: (entry: RequestRecord) => void
}

/** Options with every default in place. */
export interface Settings {
  target: URL
  service: Service
  region: string
  strict: boolean
  clock: () => Date
  credentials: Identity | undefined
  tls: { key: string | Buffer; cert: string | Buffer } | undefined
  log: ((entry: RequestRecord) => void) | undefined
}

const NAMES = new Set([
  'target',
  'service',
  'region',
  'credentials',
  'tls',
  'strict',
  'clock',
  'log',
])

/** Checks the options once and fills in the defaults; the object given is not kept. */
export function readOptions(options: GatewayOptions): Settings {
  for (const name of Object.keys(options)) {
    if (!NAMES.has(name)) {
      throw new LocalDomainError(
        'ERR_LOCAL_DOMAIN_OPTIONS',
        `Unknown option '${name}'. Known: ${[...NAMES].join(', ')}.`,
      )
    }
  }
  const { service = 'es', region = 'eu-west-1', strict = true, clock = () => new Date() } = options
  check(service === 'es' || service === 'aoss', `'service' must be 'es' or 'aoss'.`)
  check(/^[a-z0-9-]+$/.test(region), `'region' must be the name of a region, such as eu-west-1.`)
  check(typeof strict === 'boolean', `'strict' must be true or false.`)
  check(typeof clock === 'function', `'clock' must be a function that returns a Date.`)
  const log = options.log
  check(log === undefined || typeof log === 'function', `'log' must be a function.`)
  const tls = options.tls
  check(!tls || Boolean(tls.key && tls.cert), `'tls' needs a 'key' and a 'cert'.`)
  const problem = options.credentials && checkIdentity(options.credentials)
  check(!problem, `'credentials' ${problem}.`)
  return {
    target: readTarget(options.target),
    service,
    region,
    strict,
    clock,
    credentials: options.credentials,
    tls: tls && { key: tls.key, cert: tls.cert },
    log,
  }
}

function readTarget(target: string | URL): URL {
  const url = URL.canParse(String(target)) ? new URL(target) : undefined
  check(
    url !== undefined && /^https?:$/.test(url.protocol) && !url.search && !url.hash,
    `'target' must be an http or https URL without query, such as http://127.0.0.1:9200.`,
  )
  return url
}

function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new LocalDomainError('ERR_LOCAL_DOMAIN_OPTIONS', message)
}
