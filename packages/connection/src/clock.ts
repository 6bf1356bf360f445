import { messageOf, SigV4Error } from './errors.js'

/** Tells the time. A function, so that tests and corrected clocks can stand in for the system's. */
export type Clock = () => Date

/** The one place where this package reads the time. */
export const systemClock: Clock = () => new Date()

/** Reads a clock that a user may have given, and checks what it says. */
export function readClock(clock: Clock): Date {
  try {
    const now: unknown = clock()
    if (isValidDate(now)) return now
    throw new TypeError('it did not return a valid Date')
  } catch (cause) {
    throw new SigV4Error(
      'ERR_SIGV4_OPTIONS',
      `The option clock failed: ${messageOf(cause)}. Return a valid Date, or leave the option out.`,
      { cause },
    )
  }
}

/** Clocks and expirations come from foreign code, and `new Date('soon')` is a Date too. */
export function isValidDate(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime())
}
