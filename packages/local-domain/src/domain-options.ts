import { LocalDomainError } from './errors.js'
import { readOptions, type GatewayOptions } from './gateway/gateway-options.js'
import type { OpenSearchOptions } from './opensearch/opensearch-options.js'

/** What {@link startLocalDomain} takes. Nothing is needed. */
export interface LocalDomainOptions
  extends
    OpenSearchOptions,
    Pick<GatewayOptions, 'service' | 'region' | 'credentials' | 'tls' | 'clock'> {}

const known: readonly string[] = [
  'openSearch',
  'provider',
  'image',
  'version',
  'onProgress',
  'service',
  'region',
  'credentials',
  'tls',
  'clock',
] satisfies (keyof LocalDomainOptions)[]

/** Refuses unknown options, and gives those of the gateway, checked before anything is started. */
export function gatewayOptions(options: LocalDomainOptions): Omit<GatewayOptions, 'target'> {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    throw new LocalDomainError(
      'ERR_LOCAL_DOMAIN_OPTIONS',
      `Unknown option '${name}'. Known: ${known.join(', ')}.`,
    )
  }
  // Those of the OpenSearch are read where it is started; what is left is the gateway's.
  const {
    openSearch: _openSearch,
    provider: _provider,
    image: _image,
    version: _version,
    onProgress: _onProgress,
    ...gateway
  } = options
  // The gateway's own checks, with an address in place of the target, which is not known yet.
  readOptions({ ...gateway, target: 'http://127.0.0.1' })
  return gateway
}
