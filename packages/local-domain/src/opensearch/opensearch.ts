import { LocalDomainError } from '../errors.js'
import type { OnProgress } from '../progress.js'
import { withoutUser } from './answer.js'
import { useUrl } from './by-url.js'
import { startContainer } from './container.js'
import {
  readOpenSearchOptions,
  type OpenSearchOptions,
  type OpenSearchSettings,
} from './opensearch-options.js'
import { startProcess } from './process.js'
import type { RunningOpenSearch } from './running.js'

/**
 * Has a real OpenSearch: the one at an address, else in a container, else as a Java process.
 * @example
 * const { url, stop } = await startOpenSearch({ provider: 'process' })
 * @throws LocalDomainError
 */
export async function startOpenSearch(
  options: OpenSearchOptions = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<RunningOpenSearch> {
  const settings = readOpenSearchOptions(options, env)
  const running = await startBy(settings)
  const message = `OpenSearch ${running.version} answers at ${withoutUser(running.url)}`
  settings.onProgress({ stage: 'ready', message })
  return running
}

async function startBy(settings: OpenSearchSettings): Promise<RunningOpenSearch> {
  if (settings.provider === 'url') return useUrl(settings.openSearch ?? '')
  if (settings.provider === 'container') return startContainer(settings)
  if (settings.provider === 'process') return startProcess(settings)
  return firstToBeHad(
    [
      { name: 'a container', start: () => startContainer(settings) },
      { name: 'a Java process', start: () => startProcess(settings) },
    ],
    settings.onProgress,
  )
}

/** One way to an OpenSearch. */
export interface Way {
  readonly name: string
  readonly start: () => Promise<RunningOpenSearch>
}

/** What says that a way is closed on this machine; any other failure is one to be seen. */
const closed = new Set<string>([
  'ERR_LOCAL_DOMAIN_NO_ENGINE',
  'ERR_LOCAL_DOMAIN_NO_IMAGE',
  'ERR_LOCAL_DOMAIN_NO_JAVA',
  'ERR_LOCAL_DOMAIN_DOWNLOAD',
])

/** Takes the first way that is open, and says why those before it were not. */
export async function firstToBeHad(
  ways: readonly Way[],
  onProgress: OnProgress,
): Promise<RunningOpenSearch> {
  const reasons: string[] = []
  for (const { name, start } of ways) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- a way is tried when the one before it is closed
      return await start()
    } catch (error) {
      if (!(error instanceof LocalDomainError) || !closed.has(error.code)) throw error
      onProgress({ stage: 'closed', message: `not as ${name}: ${error.message}` })
      reasons.push(`- ${name}: ${error.message}`)
    }
  }
  throw new LocalDomainError(
    'ERR_LOCAL_DOMAIN_NO_OPENSEARCH',
    [
      'No OpenSearch can be had here. Each of these would do:',
      '- one that runs already: no address is given. Set OPENSEARCH_URL, or the option openSearch.',
      ...reasons,
    ].join('\n'),
  )
}
