const NDJSON = /(?:^|\/)_(?:bulk|msearch|msearch\/template)\/?(?:\?|$)/
const NEVER_COMPRESSED = /^\/*(?:_cluster\/settings|_snapshot)(?:[/?]|$)/

/** Whether the API behind a path reads NDJSON. */
export function takesNdjson(path: string): boolean {
  return NDJSON.test(path)
}

/**
 * Whether the API behind a path refuses a compressed body: Amazon looks into some of them.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/gzip.html
 */
export function refusesCompression(path: string): boolean {
  return NEVER_COMPRESSED.test(path)
}
