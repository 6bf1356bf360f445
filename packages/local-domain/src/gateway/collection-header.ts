import { headerValue, type ReceivedRequest } from './received-request.js'
import type { Refusal } from './refusal.js'
import type { Service } from './rules.js'

/** Serverless's endpoint of a whole account: its twelve digits, in place of a collection's id. */
const ACCOUNT_WIDE = /^\d{12}\.aoss(?:-fips)?\.[a-z0-9-]+\.on\.[a-z.-]+?\.?(?::\d+)?$/i

const BY_NAME = 'x-amz-aoss-collection-name'
const BY_ID = 'x-amz-aoss-collection-id'

/**
 * Checks that a request to a whole account's endpoint says which collection it is for. That the
 * header is signed, as every x-amz-* has to be, has been checked before.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-collection-endpoints.html
 */
export function checkCollection(request: ReceivedRequest, service: Service): Refusal | undefined {
  if (service !== 'aoss' || !ACCOUNT_WIDE.test(headerValue(request, 'host') ?? '')) return undefined
  if (headerValue(request, BY_NAME) || headerValue(request, BY_ID)) return undefined
  return { reason: 'no-collection', message: `There is neither ${BY_NAME} nor ${BY_ID}.` }
}
