import { LocalDomainError } from '../errors.js'
import { askVersion, failure, withoutUser } from './answer.js'
import type { RunningOpenSearch } from './running.js'

/** Uses an OpenSearch that somebody else runs: it has to answer, and is left running. */
export async function useUrl(given: string): Promise<RunningOpenSearch> {
  const url = checkedUrl(given)
  try {
    const version = await askVersion(url)
    return { url, provider: 'url', version, stop: () => Promise.resolve() }
  } catch (error) {
    throw new LocalDomainError(
      'ERR_LOCAL_DOMAIN_UNREACHABLE',
      `No OpenSearch answers at ${withoutUser(url)}: ${failure(error)}. Start it, or leave the address out to have one started.`,
      { cause: error },
    )
  }
}

function checkedUrl(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (url && /^https?:$/.test(url.protocol) && !url.search && !url.hash) {
    return url.href.replace(/\/+$/, '')
  }
  throw new LocalDomainError(
    'ERR_LOCAL_DOMAIN_OPTIONS',
    'The address of OpenSearch (option openSearch, or OPENSEARCH_URL) must be an http or https URL without a query, such as http://127.0.0.1:9200.',
  )
}
