import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
// As built: its watchdog is a program of its own, and ends the server should a test fail.
import { launch } from '../../packages/local-domain/dist/opensearch/launch.js'

let folder: string
let home: string
/** Where the system keeps temporary files, for the length of a test. */
let temporary: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'launch-test-'))
  home = join(folder, 'opensearch')
  temporary = join(folder, 'tmp')
  await mkdir(temporary)
  await mkdir(join(home, 'config'), { recursive: true })
  await mkdir(join(home, 'agent'))
  await writeFile(join(home, 'config', 'jvm.options'), '-Xms1g\n')
  vi.stubEnv('TMPDIR', temporary)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

/** A program in the place of Java: first asked for the options of the JVM, then run as the server. */
async function launchWith(server: string) {
  const program = join(folder, 'java')
  const script = `#!/usr/bin/env node
    const { readFileSync, writeFileSync, existsSync } = require('node:fs')
    const args = process.argv.slice(2)
    if (args.includes('org.opensearch.tools.launchers.JvmOptionsParser')) {
      console.log('-Dparsed=' + process.env.OPENSEARCH_JAVA_OPTS.split(' ')[0] + ' -Xmx9m')
    } else { ${server} }`
  await writeFile(program, script)
  await chmod(program, 0o755)
  return launch({ home, java: { program, version: 21 }, account: undefined })
}

const answering = (body: string) => `
  const server = require('node:http').createServer((_request, response) => response.end(${body}))
  server.listen(0, '127.0.0.1', () => {
    writeFileSync('logs/http.ports', '127.0.0.1:' + server.address().port + '\\n')
  })`

describe('launch', () => {
  it('runs the server on the port it was given, and leaves nothing behind after stop()', async () => {
    const openSearch = await launchWith(answering(`'{"version":{"number":"9.9.9"}}'`))
    expect(openSearch).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      provider: 'process',
      version: '9.9.9',
    })
    expect(await readdir(temporary)).toHaveLength(1)
    await openSearch.stop()
    await openSearch.stop()
    await expect(fetch(openSearch.url)).rejects.toThrow('fetch failed')
    expect(await readdir(temporary)).toEqual([])
  })

  it('gives the server settings, options and folders of its own, and none of our secrets', async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY')
    vi.stubEnv('JAVA_TOOL_OPTIONS', '-Xmx1m')
    const openSearch = await launchWith(
      answering(`JSON.stringify({
        version: { number: '9.9.9' },
        args, env: process.env, agent: existsSync('agent'),
        settings: JSON.parse(readFileSync('config/opensearch.yml', 'utf8')),
      })`),
    )
    const seen: unknown = await (await fetch(openSearch.url)).json()
    await openSearch.stop()
    const work = expect.stringContaining(join(temporary, 'opensearch-local-domain-'))
    expect(seen).toMatchObject({
      args: expect.arrayContaining(['-Dparsed=-Xms512m', '-Xmx9m', join(home, 'lib', '*')]),
      agent: true,
      settings: {
        'discovery.type': 'single-node',
        'network.host': '127.0.0.1',
        'http.port': 0,
        'path.data': work,
        'path.logs': work,
      },
    })
    expect(seen).not.toHaveProperty('env.AWS_SECRET_ACCESS_KEY')
    expect(seen).not.toHaveProperty('env.JAVA_TOOL_OPTIONS')
  })

  it('says why the server did not come up, with its last lines, and leaves nothing behind', async () => {
    const ends = `for (let n = 1; n <= 30; n += 1) console.error('line ' + n); process.exitCode = 78`
    const lines = Array.from({ length: 20 }, (_, index) => `\n  line ${index + 11}`).join('')
    await expect(launchWith(ends)).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_LOCAL_DOMAIN_START',
        message: `OpenSearch did not come up on Java 21: the process ended by itself (exit code 78). Its last lines:${lines}`,
      }),
    )
    expect(await readdir(temporary)).toEqual([])
  })

  it('leaves nothing behind when the folder of the start cannot be filled', async () => {
    await rm(join(home, 'config'), { recursive: true })
    await expect(launchWith('')).rejects.toThrow('ENOENT')
    expect(await readdir(temporary)).toEqual([])
  })
})
