/** How an OpenSearch was had. */
export type Provider = 'url' | 'container' | 'process'

/** An OpenSearch that answers. */
export interface RunningOpenSearch {
  /** Its own address, without a slash at the end. No signature is checked there. */
  readonly url: string
  /** How it was had. */
  readonly provider: Provider
  /** What it says its version is. */
  readonly version: string
  /** Ends what was started; does nothing to a server given by URL. May be called more than once. */
  stop(): Promise<void>
}
