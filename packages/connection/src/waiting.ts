/** Waits for a promise no longer than `ms`; the timer never outlives the wait. */
export async function within<T>(ms: number, promise: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms)
  })
  try {
    return await Promise.race([promise, deadline])
  } finally {
    clearTimeout(timer)
  }
}

/** Waits for a promise until the signal is aborted. */
export async function unlessAborted<T>(
  signal: AbortSignal,
  promise: Promise<T>,
  aborted: () => Error,
): Promise<T> {
  const abort = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(aborted()), { once: true })
  })
  return Promise.race([promise, abort])
}
