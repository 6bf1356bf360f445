const AMZ_DATE = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/

/** Reads `YYYYMMDDTHHMMSSZ`; undefined for anything else, 31 February included. */
export function parseAmzDate(text: string): Date | undefined {
  const date = new Date(text.replace(AMZ_DATE, '$1-$2-$3T$4:$5:$6Z'))
  return AMZ_DATE.test(text) && !Number.isNaN(date.getTime()) && formatAmzDate(date) === text
    ? date
    : undefined
}

/** Writes `YYYYMMDDTHHMMSSZ`; a fraction of a second is cut off. */
export function formatAmzDate(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/g, '')
}
