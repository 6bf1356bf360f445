import { messageOf, SigV4Error } from '../errors.js'
import { within } from '../waiting.js'
import { readAmazonHost } from './amazon-host.js'

/** The part of a credential scope that does not change from one request to the next. */
export interface CredentialScope {
  readonly region: string
  readonly service: string
}

interface ScopeSettings {
  readonly region: string | (() => Promise<string>) | undefined
  readonly service: string | undefined
  /** ms for a region function */
  readonly credentialsTimeout: number
}

/** Regions and services go into the Authorization header between slashes. */
export const SCOPE_NAME = /^[a-z0-9-]+$/

/**
 * The scope of requests to one host: what the options say, else what the host name says; for the
 * region then AWS_REGION, AWS_DEFAULT_REGION and the active profile; for the service `es`.
 *
 * @throws {SigV4Error} ERR_SIGV4_REGION: a region is never assumed
 */
export async function resolveScope(
  hostname: string,
  settings: ScopeSettings,
): Promise<CredentialScope> {
  const named = readAmazonHost(hostname)
  const service = settings.service ?? named?.service ?? 'es'
  const region =
    (await regionOption(settings)) ??
    named?.region ??
    // `||`: a variable that is set to nothing is not set.
    (process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || (await profileRegion()))
  if (region === undefined) {
    throw new SigV4Error(
      'ERR_SIGV4_REGION',
      `The region cannot be read from the host ${hostname}, and neither AWS_REGION, AWS_DEFAULT_REGION nor the active profile names one: pass sigV4({ region }), or signingHost if this is a tunnel to an Amazon host.`,
    )
  }
  if (SCOPE_NAME.test(region)) return { region, service }
  throw new SigV4Error(
    'ERR_SIGV4_REGION',
    `The region is ${JSON.stringify(region)}, which no region is called: use its code, such as eu-west-1.`,
  )
}

async function regionOption({ region, credentialsTimeout }: ScopeSettings) {
  if (typeof region !== 'function') return region
  try {
    const asked = Promise.resolve(region())
    const given: unknown = await within(credentialsTimeout, asked, () => {
      return new Error(`no answer in ${credentialsTimeout} ms`)
    })
    if (typeof given === 'string') return given
    throw new TypeError(`it gave no string (${typeof given})`)
  } catch (cause) {
    throw new SigV4Error(
      'ERR_SIGV4_REGION',
      `The region function failed: ${messageOf(cause)}. Mend it, or pass sigV4({ region }) as a string.`,
      { cause },
    )
  }
}

/** Loaded only here: most programs name their region, and reading files is not free. */
async function profileRegion(): Promise<string | undefined> {
  const config = await import('@smithy/core/config')
  const fromProfile = config.loadConfig(
    {
      // The variables were looked at before, and one that is set to nothing would hide the profile.
      environmentVariableSelector: () => undefined,
      configFileSelector: config.NODE_REGION_CONFIG_OPTIONS.configFileSelector,
      default: '',
    },
    config.NODE_REGION_CONFIG_FILE_OPTIONS,
  )
  return (await fromProfile()) || undefined
}
