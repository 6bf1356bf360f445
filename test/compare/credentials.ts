import { randomBytes } from 'node:crypto'
import { startGateway, startStub } from '../support/gateway-bench.js'
import { EXAMPLE_IDENTITY } from '../support/identity.js'
import { startRecorder } from '../support/recorder.js'
import { exchange, SIGNING, type Behaviour } from './observe.js'
import { messageOf } from './run-case.js'
import { clientOf, type Credentials, type SignerUnderTest } from './signers.js'

const PING = { method: 'GET', path: '/' }

/** What is asked of both about credentials and options. */
export const credentials: readonly Behaviour[] = [
  {
    asked: 'A provider that gives undefined fails the request, and nothing is sent',
    seenIn: [],
    observe: refusesNoCredentials,
  },
  {
    asked: '20 first requests at once ask the provider once',
    seenIn: [],
    observe: asksOnce,
  },
  {
    asked: 'A key that changes, of a provider that names no expiration, is noticed',
    seenIn: ['opensearch-project/opensearch-js#187', 'opensearch-project/opensearch-js#677'],
    observe: followsRotation,
  },
  {
    asked: "The parent still signs with its own key after its child has signed with the child's",
    seenIn: ['opensearch-project/opensearch-js#696', 'opensearch-project/opensearch-js#745'],
    observe: keepsParentsKey,
  },
  {
    asked: 'Frozen options without `service` work',
    seenIn: [],
    observe: takesFrozenOptions,
  },
  {
    asked: 'The options are left as they were',
    seenIn: [],
    observe: leavesOptions,
  },
]

async function refusesNoCredentials(signer: SignerUnderTest) {
  const nothing: unknown = undefined
  const signing = { ...SIGNING, credentials: async () => nothing as Credentials }
  const { sent, message } = await exchange(signer, PING, { signing })
  if (!sent) return { isGood: true, saw: message ?? '' }
  const [credential] = /Credential=\w+/.exec(sent.header('authorization') ?? '') ?? []
  return { isGood: false, saw: `sent with \`${credential}/…\`` }
}

async function asksOnce(signer: SignerUnderTest) {
  await using recorder = await startRecorder()
  let calls = 0
  const provider = async () => {
    calls++
    // As credentials of a role have it.
    return { ...EXAMPLE_IDENTITY, expiration: new Date(Date.now() + 3_600_000) }
  }
  const client = clientOf(signer, { ...SIGNING, credentials: provider }, { node: recorder.url })
  await Promise.all(Array.from({ length: 20 }, () => client.transport.request(PING)))
  return { isGood: calls === 1, saw: calls === 1 ? 'one call' : `${calls} calls` }
}

async function followsRotation(signer: SignerUnderTest) {
  await using stub = await startStub()
  await using gateway = await startGateway({ target: stub.url, strict: false })
  const provider = async () => {
    const { accessKeyId, secretAccessKey, sessionToken = '' } = await gateway.signing.credentials()
    return { accessKeyId, secretAccessKey, sessionToken }
  }
  const signing = { ...gateway.signing, credentials: provider }
  const client = clientOf(signer, signing, { node: gateway.endpoint })
  await client.transport.request(PING)
  gateway.rotateCredentials()
  await client.transport.request(PING).catch(messageOf)
  const verdict = gateway.requests.at(-1)?.verdict
  return {
    isGood: verdict === 'accepted',
    saw: `the request after the change is judged ${verdict}`,
  }
}

async function keepsParentsKey(signer: SignerUnderTest) {
  await using recorder = await startRecorder()
  const own = {
    accessKeyId: `CHILD${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
  }
  const parent = clientOf(signer, SIGNING, { node: recorder.url })
  await parent.transport.request(PING)
  await signer.child(parent, SIGNING, own).transport.request(PING)
  await parent.transport.request(PING)
  const signers = recorder.requests.map((sent) => {
    const [, id] = /Credential=(\w+)/.exec(sent.header('authorization') ?? '') ?? []
    return id === own.accessKeyId ? 'child' : 'parent'
  })
  const isGood = signers.join() === 'parent,child,parent'
  return { isGood, saw: `parent, child and parent sign as ${signers.join(', ')}` }
}

async function takesFrozenOptions(signer: SignerUnderTest) {
  try {
    signer.wiring(Object.freeze(signer.options(SIGNING)))
    return { isGood: true, saw: 'taken' }
  } catch (error) {
    return { isGood: false, saw: messageOf(error) }
  }
}

async function leavesOptions(signer: SignerUnderTest) {
  const options = { ...signer.options(SIGNING) }
  const before = Object.keys(options)
  signer.wiring(options)
  const added = Object.keys(options).filter((name) => !before.includes(name))
  const isGood = added.length === 0
  return { isGood, saw: isGood ? 'unchanged' : `${added.join(', ')} is written into them` }
}
