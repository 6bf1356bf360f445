/** Memory of the server: enough for a test's or a demo's data, little enough for two at once. */
export const javaOptions = '-Xms512m -Xmx512m'

/** Milliseconds a server may take to answer after its start. */
export const startTimeout = 120_000

/** Settings of OpenSearch that hold however it is started. */
export const serverSettings = {
  'discovery.type': 'single-node',
  // On a disk more than 95 % full OpenSearch makes every index read-only. Nothing here is kept.
  'cluster.routing.allocation.disk.threshold_enabled': 'false',
} as const
