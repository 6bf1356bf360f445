import type { Client } from '@opensearch-project/opensearch'
import { progressReporter } from 'opensearch-local-domain'

/** What a bulk load came to. */
export interface Loaded {
  readonly documents: number
  /** Bytes of NDJSON. */
  readonly bytes: number
  readonly milliseconds: number
}

/** Loads documents into an index with the client's own bulk helper, under a progress bar. */
export async function bulkLoad(
  client: Client,
  index: string,
  documents: readonly object[],
): Promise<Loaded> {
  const report = progressReporter(process.stderr)
  const total = documents.length
  let done = 0
  let refused: string | undefined
  const stats = await client.helpers.bulk({
    datasource: [...documents],
    onDocument: () => {
      done += 1
      if (done % 1000 === 0 || done === total) {
        report({ stage: 'bulk', message: `Loading ${index}`, done, total })
      }
      return { index: { _index: index } }
    },
    onDrop: ({ error }) => {
      refused ??= error?.reason ?? 'no reason given'
    },
    refreshOnCompletion: index,
  })
  if (stats.failed > 0) {
    throw new Error(`OpenSearch refused ${stats.failed} of ${total} documents: ${refused}`)
  }
  return { documents: stats.successful, bytes: stats.bytes, milliseconds: stats.time }
}

/** `200,000 documents, 20.1 MB in 4.2 s (47,619 documents/s, 4.8 MB/s)` */
export function describeSpeed({ documents, bytes, milliseconds }: Loaded): string {
  const seconds = milliseconds / 1000
  const megabytes = bytes / 1_000_000
  const perSecond = Math.round(documents / seconds).toLocaleString('en')
  return (
    `${documents.toLocaleString('en')} documents, ${megabytes.toFixed(1)} MB in ${seconds.toFixed(1)} s ` +
    `(${perSecond} documents/s, ${(megabytes / seconds).toFixed(1)} MB/s)`
  )
}
