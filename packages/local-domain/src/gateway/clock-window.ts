import { formatAmzDate } from './amz-date.js'
import type { Refusal } from './refusal.js'

const CLOCK_WINDOW_MS = 5 * 60 * 1000

/** Checks that the request was signed at most 5 minutes from the server's time. */
export function checkClock(signedAt: Date, now: Date): Refusal | undefined {
  const signed = formatAmzDate(signedAt)
  const current = formatAmzDate(now)
  const earliest = formatAmzDate(new Date(now.getTime() - CLOCK_WINDOW_MS))
  const latest = formatAmzDate(new Date(now.getTime() + CLOCK_WINDOW_MS))
  // This form of date sorts as text does.
  if (signed < earliest) {
    const message = `Signature expired: ${signed} is now earlier than ${earliest} (${current} - 5 min.)`
    return { reason: 'clock-behind', message }
  }
  if (signed > latest) {
    const message = `Signature not yet current: ${signed} is still later than ${latest} (${current} + 5 min.)`
    return { reason: 'clock-ahead', message }
  }
  return undefined
}
