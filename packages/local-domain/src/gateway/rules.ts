import type { IdentityStore } from './identities.js'

/** `es`: Amazon OpenSearch Service. `aoss`: Amazon OpenSearch Serverless. */
export type Service = 'es' | 'aoss'

/** What signatures are checked against. */
export interface Rules {
  readonly service: Service
  readonly region: string
  /** Also refuse signatures over headers that change on the way. */
  readonly strict: boolean
  readonly identities: IdentityStore
}
