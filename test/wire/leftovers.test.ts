import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { EXAMPLE_IDENTITY } from '../support/identity.js'
import { startRecorder } from '../support/recorder.js'

it('nothing is left running after close()', async () => {
  await using recorder = await startRecorder()
  const code = `
    import { Client } from '@opensearch-project/opensearch'
    import { sigV4 } from 'opensearch-sigv4'
    const credentials = async () => (${JSON.stringify(EXAMPLE_IDENTITY)})
    const client = new Client({ node: '${recorder.url}', ...sigV4({ region: async () => 'eu-west-1', credentials }) })
    await client.search({ index: 'blogs' })
    await client.close()
    await new Promise((resolve) => setImmediate(resolve))
    console.log(JSON.stringify(process.getActiveResourcesInfo().filter((name) => /Timeout|TCP/.test(name))))`
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const args = ['--input-type=module', '--eval', code]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd })
  expect(JSON.parse(stdout)).toEqual([])
})
