import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { doneOnce } from '../done-once.js'
import { LocalDomainError } from '../errors.js'
import type { Account } from './account.js'
import { askVersion, failure } from './answer.js'
import type { Java } from './java.js'
import { LogTail } from './log-tail.js'
import type { RunningOpenSearch } from './running.js'
import { javaOptions, startTimeout } from './settings.js'
import { startWatchdog } from './watchdog.js'
import { prepareWorkFolder } from './work-folder.js'

interface LaunchOptions {
  /** The unpacked distribution; only read. */
  readonly home: string
  readonly java: Java
  /** Whom it runs as, where that is not us. */
  readonly account: Account | undefined
}

/** How long, in ms, a server may take to end when asked before it is made to. */
const stopTimeout = 10_000

/** Starts the server, and waits until it answers. */
export async function launch(options: LaunchOptions): Promise<RunningOpenSearch> {
  const work = await prepareWorkFolder(options)
  const log = new LogTail()
  let stop = (): Promise<void> => rm(work, { recursive: true, force: true })
  try {
    const server = await startJava(options, work, log)
    stop = stopping(server, work)
    const { url, version } = await ready(server, work)
    return { url, provider: 'process', version, stop }
  } catch (error) {
    await stop()
    throw new LocalDomainError(
      'ERR_LOCAL_DOMAIN_START',
      `OpenSearch did not come up on Java ${options.java.version}: ${failure(error)}. ${String(log)}`,
      { cause: error },
    )
  }
}

/**
 * Runs Java directly, as the distribution's start script does in the end: the process is then the
 * server itself, on every system, and ends when it is told to.
 */
async function startJava(
  options: LaunchOptions,
  work: string,
  log: LogTail,
): Promise<ChildProcess> {
  const { home, java, account } = options
  const classPath = ['-cp', join(home, 'lib', '*')]
  const context = { cwd: work, env: serverEnv(work), windowsHide: true, ...account }
  // Puts together jvm.options, the memory below and what this Java needs besides.
  const parser = 'org.opensearch.tools.launchers.JvmOptionsParser'
  const { stdout } = await promisify(execFile)(
    java.program,
    [...classPath, parser, join(work, 'config')],
    { ...context, timeout: startTimeout },
  )
  const args = [
    ...stdout.trim().split(/\s+/),
    `-Dopensearch.path.home=${home}`,
    `-Dopensearch.path.conf=${join(work, 'config')}`,
    '-Dopensearch.distribution.type=zip',
    '-Dopensearch.bundled_jdk=false',
    ...classPath,
    'org.opensearch.bootstrap.OpenSearch',
  ]
  const server = spawn(java.program, args, { ...context, stdio: ['ignore', 'pipe', 'pipe'] })
  log.follow(server.stdout)
  log.follow(server.stderr)
  await once(server, 'spawn')
  return server
}

/** Little of ours: no AWS credentials, and nothing that changes how Java starts. */
const serverEnv = (work: string): NodeJS.ProcessEnv => ({
  OPENSEARCH_JAVA_OPTS: javaOptions,
  OPENSEARCH_TMPDIR: join(work, 'tmp'),
  HOME: work,
  LANG: 'C.UTF-8',
  PATH: process.env['PATH'],
  SystemRoot: process.env['SystemRoot'],
})

/** Waits until the server answers, ends, or has had its time. */
async function ready(
  server: ChildProcess,
  work: string,
): Promise<{ url: string; version: string }> {
  const tooLong = AbortSignal.timeout(startTimeout)
  const ended = new AbortController()
  server.once('close', (code, signal) =>
    ended.abort(new Error(`the process ended by itself (${signal ?? `exit code ${code}`})`)),
  )
  for (;;) {
    if (ended.signal.aborted) throw ended.signal.reason
    if (tooLong.aborted) throw new Error(`it did not answer within ${startTimeout / 1000} s`)
    // oxlint-disable no-await-in-loop -- waiting is the point
    const address = await boundAddress(work)
    const version = address && (await askVersion(`http://${address}`).catch(() => undefined))
    if (address && version) return { url: `http://${address}`, version }
    await pause(100)
    // oxlint-enable no-await-in-loop
  }
}

async function boundAddress(work: string): Promise<string | undefined> {
  const ports = await readFile(join(work, 'logs', 'http.ports'), 'utf8').catch(() => '')
  return ports.split('\n')[0] || undefined
}

/** Ends the server once, however often it is asked, and leaves nothing of it on disk. */
function stopping(server: ChildProcess, work: string): () => Promise<void> {
  const watchdog = startWatchdog({ kind: 'process', pid: server.pid ?? 0, folder: work })
  return doneOnce(async () => {
    await end(server)
    await rm(work, { recursive: true, force: true })
    watchdog.dismiss()
  })
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGTERM')
  const force = setTimeout(() => server.kill('SIGKILL'), stopTimeout)
  await gone
  clearTimeout(force)
}
