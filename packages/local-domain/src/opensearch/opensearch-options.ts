import { LocalDomainError } from '../errors.js'
import type { OnProgress } from '../progress.js'
import { defaultVersion } from './releases.js'
import type { Provider } from './running.js'

/** Which OpenSearch, and how it is to be had. */
export interface OpenSearchOptions {
  /** Address of an OpenSearch that runs already. Default: OPENSEARCH_URL. */
  readonly openSearch?: string
  /** The one way to take, with no other tried. Default: OPENSEARCH_PROVIDER, else the first that can be had. */
  readonly provider?: Provider
  /** Image of the container. Default: `opensearchproject/opensearch:<version>`. */
  readonly image?: string
  /** Version to start, such as `'2.19.6'`. Default: the newest tried that this machine can run. */
  readonly version?: string
  /** Told of every step. */
  readonly onProgress?: OnProgress
}

/** Options with the environment read. */
export interface OpenSearchSettings extends OpenSearchOptions {
  readonly onProgress: OnProgress
}

/** Checks the options, and fills in what the environment says. */
export function readOpenSearchOptions(
  options: OpenSearchOptions,
  env: NodeJS.ProcessEnv,
): OpenSearchSettings {
  const { image, version, onProgress = () => undefined } = options
  check(isText(options.openSearch), 'Option openSearch must be a text that is not empty.')
  check(isText(image), 'Option image must be a text that is not empty.')
  check(typeof onProgress === 'function', 'Option onProgress must be a function.')
  // It becomes part of an address, a file name and an image tag.
  check(
    version === undefined || /^\d+\.\d+\.\d+$/.test(version),
    `Option version must be a full OpenSearch version such as '${defaultVersion}', not '${version}'.`,
  )
  const openSearch = options.openSearch ?? (env['OPENSEARCH_URL'] || undefined)
  const provider = readProvider(options, env) ?? (openSearch === undefined ? undefined : 'url')
  return {
    onProgress,
    ...(openSearch !== undefined && { openSearch }),
    ...(provider !== undefined && { provider }),
    ...(image !== undefined && { image }),
    ...(version !== undefined && { version }),
  }
}

function readProvider(options: OpenSearchOptions, env: NodeJS.ProcessEnv): Provider | undefined {
  const { openSearch, provider } = options
  check(
    provider === undefined || isProvider(provider),
    'Option provider must be url, container or process.',
  )
  check(
    openSearch === undefined || provider === undefined || provider === 'url',
    `Option openSearch names a server that runs already; provider '${provider}' would start another. Leave one of them out.`,
  )
  // What the code says goes before what is around it.
  if (provider !== undefined || openSearch !== undefined) return provider
  const name = env['OPENSEARCH_PROVIDER'] || undefined
  check(
    name === undefined || isProvider(name),
    `OPENSEARCH_PROVIDER must be url, container or process, not '${name}'.`,
  )
  return name
}

/** Whether a name is that of a way to have an OpenSearch. */
export const isProvider = (name: string): name is Provider =>
  name === 'url' || name === 'container' || name === 'process'

const isText = (value: unknown): boolean =>
  value === undefined || (typeof value === 'string' && value !== '')

function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new LocalDomainError('ERR_LOCAL_DOMAIN_OPTIONS', message)
}
