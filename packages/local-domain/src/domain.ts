import { gatewayOptions, type LocalDomainOptions } from './domain-options.js'
import { startGateway, type Gateway } from './gateway/gateway.js'
import { startOpenSearch } from './opensearch/opensearch.js'
import type { Provider } from './opensearch/running.js'

/** A running domain: a real OpenSearch, and the gateway in front of it. */
export interface LocalDomain extends Gateway {
  /** The OpenSearch behind the gateway. What is asked there is not checked and not in `requests`. */
  readonly opensearchUrl: string
  /** How the OpenSearch was had. */
  readonly provider: Provider
  /** Version of the OpenSearch. */
  readonly version: string
}

/**
 * Starts a real OpenSearch behind a gateway that checks signatures as Amazon does.
 * @example
 * await using domain = await startLocalDomain()
 * const client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })
 * @throws LocalDomainError
 */
export async function startLocalDomain(options: LocalDomainOptions = {}): Promise<LocalDomain> {
  const forGateway = gatewayOptions(options)
  const openSearch = await startOpenSearch(options)
  try {
    const gateway = await startGateway({ ...forGateway, target: openSearch.url })
    const stop = async (): Promise<void> => {
      await gateway.stop()
      await openSearch.stop()
    }
    return {
      ...gateway,
      opensearchUrl: openSearch.url,
      provider: openSearch.provider,
      version: openSearch.version,
      stop,
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await openSearch.stop()
    throw error
  }
}
