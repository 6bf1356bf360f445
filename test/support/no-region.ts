import { vi } from 'vitest'

/**
 * An environment that names no region and no profile, until vi.unstubAllEnvs(); and no instance
 * metadata, which would be asked over the network.
 */
export function stubNoRegion(): void {
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, '')
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent')
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
}
