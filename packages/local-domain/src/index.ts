export { startLocalDomain, type LocalDomain } from './domain.js'
export type { LocalDomainOptions } from './domain-options.js'
export { LocalDomainError, type LocalDomainErrorCode } from './errors.js'
export {
  startGateway,
  type Gateway,
  type GatewayOptions,
  type Identity,
  type RefusalReason,
  type RequestRecord,
  type Service,
  type Verdict,
} from './gateway/gateway.js'
export { startOpenSearch } from './opensearch/opensearch.js'
export type { OpenSearchOptions } from './opensearch/opensearch-options.js'
export type { Provider, RunningOpenSearch } from './opensearch/running.js'
export { progressReporter, type OnProgress, type ProgressEvent } from './progress.js'
