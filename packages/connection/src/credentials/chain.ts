import type { IdentityProvider } from './identity.js'

/**
 * The AWS SDK's Node chain: environment, shared files, SSO, process, web identity, container,
 * instance. Loaded when first used, because it is most of this package's weight, and built once,
 * because it remembers what it found per instance.
 */
export function nodeProviderChain(): IdentityProvider {
  let chain: Promise<IdentityProvider> | undefined
  return async (options) => {
    chain ??= import('@aws-sdk/credential-provider-node').then(({ defaultProvider }) =>
      defaultProvider(),
    )
    return (await chain)(options)
  }
}
