import type { ClientOptions } from '@opensearch-project/opensearch'
import { EXAMPLE_IDENTITY } from '../support/identity.js'
import { startRecorder, type RecordedRequest } from '../support/recorder.js'
import { authorizationDue } from './judge.js'
import { messageOf } from './run-case.js'
import { clientOf, type SignerUnderTest, type SigningOptions } from './signers.js'

/** What one signer does where something is asked of both. */
export interface Observation {
  readonly isGood: boolean
  readonly saw: string
}

export interface Behaviour {
  readonly asked: string
  /** Where people met it: `owner/repository#number`. */
  readonly seenIn: readonly string[]
  readonly observe: (signer: SignerUnderTest) => Promise<Observation>
}

export type Request = Parameters<ReturnType<typeof clientOf>['transport']['request']>[0]

interface Exchange {
  readonly sent: RecordedRequest | undefined
  /** Of what the call threw or rejected with. */
  readonly message: string | undefined
}

export const SIGNING: SigningOptions = {
  region: 'eu-west-1',
  credentials: async () => EXAMPLE_IDENTITY,
}

/** Sends one request to a recorder. */
export async function exchange(
  signer: SignerUnderTest,
  request: Request,
  {
    signing = SIGNING,
    ...options
  }: Pick<ClientOptions, 'compression' | 'suggestCompression'> & { signing?: SigningOptions } = {},
): Promise<Exchange> {
  await using recorder = await startRecorder()
  const client = clientOf(signer, signing, { node: recorder.url, ...options })
  let message: string | undefined
  try {
    await client.transport.request(request)
  } catch (error) {
    message = messageOf(error)
  }
  return { sent: recorder.requests[0], message }
}

/** Whether a request arrives, rightly signed, with the body (after gzip is undone) that is due. */
export function arrives(
  request: () => Request,
  isDue: (sent: RecordedRequest) => boolean,
  {
    otherwise = 'signed, but not as it should be',
    ...options
  }: Pick<ClientOptions, 'compression'> & { otherwise?: string } = {},
): Behaviour['observe'] {
  return async (signer) => {
    const { sent, message } = await exchange(signer, request(), options)
    if (!sent) return { isGood: false, saw: `nothing is sent, ${message}` }
    const claims = { ...SIGNING, credentials: EXAMPLE_IDENTITY, service: 'es' }
    if (sent.header('authorization') !== (await authorizationDue(sent, claims))) {
      return { isGood: false, saw: 'a wrong signature' }
    }
    const isGood = isDue(sent)
    return { isGood, saw: isGood ? 'signed and sent' : otherwise }
  }
}
