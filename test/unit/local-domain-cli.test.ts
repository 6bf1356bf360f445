import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { defaultVersion } from '../../packages/local-domain/src/opensearch/releases.js'
import { startStubOpenSearch } from '../support/stub-opensearch.js'

const program = fileURLToPath(
  new URL('../../packages/local-domain/bin/opensearch-local-domain.js', import.meta.url),
)

/** Runs the command to its end. */
const run = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [program, ...args],
      { env: { ...process.env, ...env } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })

describe('opensearch-local-domain', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints what a shell needs, serves until %s, and ends with 0',
    async (signal) => {
      await using stub = await startStubOpenSearch()
      const child = spawn(
        process.execPath,
        [program, '--service', 'aoss', '--region', 'us-west-2'],
        { env: { ...process.env, OPENSEARCH_URL: stub.url }, stdio: ['ignore', 'pipe', 'pipe'] },
      )
      onTestFinished(() => void child.kill('SIGKILL'))
      const exit = once(child, 'exit')
      const messages: string[] = []
      for await (const line of createInterface({ input: child.stderr })) {
        messages.push(line)
        if (line.startsWith('Ready.')) break
      }
      expect(messages).toEqual([
        `OpenSearch 3.8.0 answers at ${stub.url}`,
        'Ready. Ctrl-C stops it.',
      ])

      const lines: string[] = []
      for await (const line of createInterface({ input: child.stdout })) {
        if (lines.push(line) === 6) break
      }
      const exports = lines.join('\n')
      const endpoint = /^export OPENSEARCH_ENDPOINT='(.+)'$/m.exec(exports)?.[1] ?? ''
      expect(exports.split('\n').map((line) => line.split('=')[0])).toEqual([
        'export OPENSEARCH_ENDPOINT',
        'export OPENSEARCH_SERVICE',
        'export AWS_REGION',
        'export AWS_ACCESS_KEY_ID',
        'export AWS_SECRET_ACCESS_KEY',
        'export AWS_SESSION_TOKEN',
      ])
      expect(exports).toContain("export OPENSEARCH_SERVICE='aoss'\nexport AWS_REGION='us-west-2'\n")
      expect((await fetch(endpoint)).status).toBe(403)

      child.kill(signal)
      expect(await exit).toEqual([0, null])
      await expect(fetch(endpoint)).rejects.toThrow('fetch failed')
    },
  )

  it('lists its options and exit codes', async () => {
    const { code, stdout, stderr } = await run(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const word of ['--service', '--region', '--version', '--provider', 'Exit codes']) {
      expect(stdout).toContain(word)
    }
  })

  it.each([
    [['--bogus'], "Unknown option '--bogus'"],
    [['--service', 's3'], "--service must be es or aoss, not 's3'."],
    [['--provider', 'cloud'], "--provider must be url, container or process, not 'cloud'."],
    [
      ['--version', '3'],
      `Option version must be a full OpenSearch version such as '${defaultVersion}', not '3'.`,
    ],
    [['--region', 'A B'], "'region' must be the name of a region, such as eu-west-1."],
  ])('ends with 2 and points at --help for %j', async (args, message) => {
    expect(await run(args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `ERR_LOCAL_DOMAIN_OPTIONS: ${message}\nopensearch-local-domain --help lists the options.\n`,
    })
  })

  it('ends with 1 and says why when no OpenSearch can be had', async () => {
    const stub = await startStubOpenSearch()
    await stub.stop()
    const { code, stdout, stderr } = await run([], { OPENSEARCH_URL: stub.url })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^ERR_LOCAL_DOMAIN_UNREACHABLE: No OpenSearch answers at http:/)
  })
})
