import { Client, Connection, Transport } from '@opensearch-project/opensearch'
import { sigV4 } from 'opensearch-sigv4'
import { expect, it } from 'vitest'
import { EXAMPLE_IDENTITY } from '../support/identity.js'
import { startRecorder } from '../support/recorder.js'

it('these tests run on the client major that the project names, the package too', async () => {
  await using recorder = await startRecorder()
  const signing = sigV4({ credentials: EXAMPLE_IDENTITY, region: 'eu-west-1' })
  const client = new Client({ node: recorder.url, ...signing })
  await client.info()
  await client.close()
  const major = process.env['CLIENT_MAJOR']
  expect(recorder.requests[0]?.header('user-agent')).toMatch(`opensearch-js/${major}.`)
  expect(signing.Connection.prototype).toBeInstanceOf(Connection)
  expect(signing.Transport.prototype).toBeInstanceOf(Transport)
})
