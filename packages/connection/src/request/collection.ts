import { SigV4Error } from '../errors.js'

/** One collection of a Serverless account, by its name or by its id. */
export type Collection = { readonly name: string } | { readonly id: string }

const BY_NAME = 'x-amz-aoss-collection-name'
const BY_ID = 'x-amz-aoss-collection-id'
const NAME = /^[A-Za-z0-9-]+$/

/**
 * Names the collection, as Serverless's endpoint of a whole account demands of each request. A
 * request that names one itself goes there: one client, a collection per tenant.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-collection-endpoints.html
 */
export function nameCollection(
  fields: Record<string, string>,
  collection: Collection | undefined,
): void {
  if (collection === undefined || BY_NAME in fields || BY_ID in fields) return
  if ('name' in collection) fields[BY_NAME] = collection.name
  else fields[BY_ID] = collection.id
}

/** @throws {SigV4Error} ERR_SIGV4_OPTIONS unless there is just a name or just an id */
export function readCollection(given: unknown): Collection | undefined {
  if (given === undefined) return undefined
  const [[kind, value] = [], ...others] = Object.entries(given ?? {})
  if (typeof value === 'string' && NAME.test(value) && others.length === 0) {
    if (kind === 'name') return Object.freeze({ name: value })
    if (kind === 'id') return Object.freeze({ id: value })
  }
  throw new SigV4Error(
    'ERR_SIGV4_OPTIONS',
    'The option collection is not one of { name } and { id }: pass one of them, as text.',
  )
}
