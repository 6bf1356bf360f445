// Run as a process of its own, which may not survive it: a header that is undefined, with gzip.
import { startRecorder } from '../support/recorder.js'
import { messageOf } from './run-case.js'
import { clientOf, signerNamed } from './signers.js'
import { EXAMPLE_IDENTITY } from '../support/identity.js'

await using recorder = await startRecorder()
const client = clientOf(
  signerNamed(process.argv[2]),
  { region: 'eu-west-1', credentials: async () => EXAMPLE_IDENTITY },
  { node: recorder.url, compression: 'gzip' },
)
const outcome = await client.transport
  .request(
    { method: 'POST', path: '/idx/_search', body: { query: { match_all: {} } } },
    { headers: { 'x-opaque-id': undefined } },
  )
  .then(() => 'sent', messageOf)
console.log(outcome)
