/** What stops something may be called again, and is done once: later calls wait for the first. */
export function doneOnce(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | undefined
  return () => (begun ??= work())
}
