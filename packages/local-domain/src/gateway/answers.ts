import { randomUUID } from 'node:crypto'
import type { Refusal, RefusalReason } from './refusal.js'
import type { Service } from './rules.js'

/** A whole answer, ready to be sent; headers as a flat list of names and values. */
export interface Answer {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
}

/** Reasons for which there are no words of Amazon's: rules of this gateway. */
const OWN_RULES: ReadonlySet<RefusalReason> = new Set([
  'malformed-request',
  'fragile-signed-headers',
  'ambiguous-target',
])

/** Amazon names an error type on these; on the others none has been seen. */
const INVALID_SIGNATURE: ReadonlySet<RefusalReason> = new Set([
  'signature-mismatch',
  'payload-hash',
  'clock-behind',
  'clock-ahead',
])

/** Says no, with the status, headers and words of the service. */
export function answerRefusal(refusal: Refusal, service: Service): Answer {
  if (OWN_RULES.has(refusal.reason)) return answerOwnRule(refusal)
  if (refusal.reason === 'payload-too-large') return answerEs(413, { Message: refusal.message })
  if (service === 'aoss') return answerAoss(refusal)
  // Policy refusals say `Message`, authentication refusals `message`.
  if (refusal.reason === 'unsigned') return answerEs(403, { Message: refusal.message })
  const errorType = INVALID_SIGNATURE.has(refusal.reason)
    ? ['x-amzn-ErrorType', 'InvalidSignatureException']
    : []
  return answerEs(403, { message: refusal.message }, errorType)
}

/** Nobody to forward to. Amazon's 502 comes from a load balancer, as HTML; this says what to mend. */
export function answerUnreachable(target: URL, error: NodeJS.ErrnoException): Answer {
  const message = `opensearch-local-domain could not reach ${target.origin} (${error.code ?? error.message}). Is it running?`
  return json(502, { message })
}

function answerEs(status: number, content: object, errorType: readonly string[] = []): Answer {
  const requestId = ['x-amzn-RequestId', randomUUID()]
  return json(status, content, [...requestId, 'Access-Control-Allow-Origin', '*', ...errorType])
}

/** Serverless never says what was wrong; what a request lacks by its headers alone is a 400. */
function answerAoss({ reason }: Refusal): Answer {
  const requestId = ['x-request-id', randomUUID()]
  const hint = ['x-aoss-response-hint', 'X01:gw-helper-deny']
  const headers = [...requestId, 'server', 'aoss-amazon', ...hint]
  if (reason === 'unsigned-payload-hash' || reason === 'no-collection') {
    // The status is known, the words are not.
    const error = { reason: '400 Bad Request', type: 'Bad Request' }
    return json(400, { status: 400, error }, headers)
  }
  return json(403, { status: 403, error: { reason: '403 Forbidden', type: 'Forbidden' } }, headers)
}

function answerOwnRule({ reason, message }: Refusal): Answer {
  const status = reason === 'malformed-request' ? 400 : 403
  return json(status, {
    message: `opensearch-local-domain refuses this request by a rule of its own (${reason}): ${message}.`,
  })
}

function json(status: number, content: object, headers: readonly string[] = []): Answer {
  const body = JSON.stringify(content)
  const length = String(Buffer.byteLength(body))
  return {
    status,
    headers: ['Content-Type', 'application/json', 'Content-Length', length, ...headers],
    body,
  }
}
