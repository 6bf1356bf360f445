import { startRecorder, type RecordedRequest } from '../support/recorder.js'
import { dateOf, targetOf, type WireCase } from '../support/vectors.js'
import { authorizationDue } from './judge.js'
import { LoopbackAgent } from './loopback-agent.js'
import { isReadAlike } from './same-target.js'
import { clientOf, type SignerUnderTest } from './signers.js'

/**
 * What became of a case:
 * - as given: target, Host and body arrived as they were given, rightly signed
 * - in other words: so did they, but for a target that OpenSearch reads alike
 * - another request: rightly signed, but not what was asked for
 * - wrong signature: not what a server computes from what arrived
 * - not sent
 */
export type Fate =
  | 'as given'
  | 'in other words'
  | 'another request'
  | 'wrong signature'
  | 'not sent'

export interface CaseResult {
  readonly fate: Fate
  /** What was sent where the fate is a bad one, and what should have been. */
  readonly sent: string
  readonly due: string
}

/** Sends a case with a real client to the host of the case, which is a recorder, at its date. */
export async function runCase(signer: SignerUnderTest, one: WireCase): Promise<CaseResult> {
  await using recorder = await startRecorder()
  const { host, ...own } = Object.fromEntries(one.headers)
  const agent = new LoopbackAgent(recorder.url)
  const { region, service, credentials, method, path, querystring, body } = one
  const client = clientOf(
    signer,
    { region, service: service === 'aoss' ? 'aoss' : 'es', credentials: async () => credentials },
    { node: `http://${host}`, agent: () => agent },
  )
  const restoreClock = setClock(dateOf(one))
  try {
    await client.transport.request(
      { method, path, querystring, ...(body.length > 0 && { body }) },
      { headers: own },
    )
  } catch (error) {
    if (recorder.requests.length === 0) {
      return { fate: 'not sent', sent: messageOf(error), due: targetOf(one) }
    }
  } finally {
    restoreClock()
    agent.destroy()
  }
  const [sent, ...more] = recorder.requests
  if (!sent || more.length > 0) throw new Error(`${one.name}: ${more.length} more requests`)
  return judged(sent, one)
}

async function judged(sent: RecordedRequest, one: WireCase): Promise<CaseResult> {
  const due = await authorizationDue(sent, one)
  const authorization = sent.header('authorization') ?? ''
  if (authorization !== due) {
    const shown = (text: string) => text.slice(-'Signature='.length - 64, -56)
    const target = sent.target === targetOf(one) ? '' : `${sent.target}, `
    return {
      fate: 'wrong signature',
      sent: `${target}${shown(authorization)}…`,
      due: `${shown(due)}…`,
    }
  }
  const host = one.headers.find(([name]) => name === 'host')?.[1] ?? ''
  if (sent.header('host') !== host) {
    return { fate: 'another request', sent: `Host: ${sent.header('host')}`, due: `Host: ${host}` }
  }
  if (!sent.body.equals(one.body)) {
    return { fate: 'another request', sent: `${sent.body.length} bytes`, due: `${one.body.length}` }
  }
  if (sent.target === targetOf(one)) return { fate: 'as given', sent: '', due: '' }
  const fate = isReadAlike(targetOf(one), sent.target) ? 'in other words' : 'another request'
  return { fate, sent: sent.target, due: targetOf(one) }
}

/** The official signer asks the system's clock alone, so the date of the case has to be there. */
function setClock(now: Date): () => void {
  const RealDate = globalThis.Date
  const time = now.getTime()
  globalThis.Date = class extends RealDate {
    constructor(...given: unknown[]) {
      super(...((given.length > 0 ? given : [time]) as [number]))
    }
    static override now = () => time
  } as DateConstructor
  return () => {
    globalThis.Date = RealDate
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
