import { parseArgs } from 'node:util'
import { exportLines } from './export-lines.js'
import type { LocalDomainOptions } from './domain-options.js'
import { startLocalDomain, type LocalDomain } from './domain.js'
import { LocalDomainError } from './errors.js'
import { isProvider } from './opensearch/opensearch-options.js'
import { defaultVersion } from './opensearch/releases.js'
import { progressReporter } from './progress.js'

const help = `Usage: opensearch-local-domain [options]

Starts a real OpenSearch behind a gateway that checks AWS Signature Version 4 as
Amazon does. Prints its address and throw-away credentials as export lines, and
runs until Ctrl-C.

  --service es|aoss    managed domain or Serverless      (default: es)
  --region <name>      region to sign for                (default: eu-west-1)
  --version <version>  OpenSearch to start               (default: ${defaultVersion})
  --provider <way>     url, container or process         (default: the first to be had)
  --help               this text

Exit codes: 0 stopped by Ctrl-C or SIGTERM, 1 could not start or stop, 2 wrong option,
130 or 143 stopped before it was up.
`

await main().catch(fail)

async function main(): Promise<void> {
  const options = readArguments()
  if (options === undefined) {
    process.stdout.write(help)
    return
  }
  const running: { domain?: LocalDomain } = {}
  endOnSignal(running)
  const onProgress = progressReporter(process.stderr)
  running.domain = await startLocalDomain({ ...options, onProgress })
  process.stdout.write(await exportLines(running.domain))
  process.stderr.write('Ready. Ctrl-C stops it.\n')
}

/** What was asked for; undefined for help. */
function readArguments(): LocalDomainOptions | undefined {
  const { help: wantsHelp, service, provider, ...others } = parsed()
  if (wantsHelp) return undefined
  if (service !== undefined && service !== 'es' && service !== 'aoss') {
    throw wrong(`--service must be es or aoss, not '${service}'.`)
  }
  if (provider !== undefined && !isProvider(provider)) {
    throw wrong(`--provider must be url, container or process, not '${provider}'.`)
  }
  return { ...others, ...(service && { service }), ...(provider && { provider }) }
}

function parsed() {
  try {
    return parseArgs({
      options: {
        service: { type: 'string' },
        region: { type: 'string' },
        version: { type: 'string' },
        provider: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error))
  }
}

function endOnSignal(running: { readonly domain?: LocalDomain }): void {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    process.once(signal, () => {
      // Before it is up there is nothing to stop in order: what was begun ends with this process.
      if (running.domain === undefined) process.exit(128 + number)
      process.stderr.write('Stopping.\n')
      running.domain.stop().then(() => process.exit(0), fail)
    })
  }
}

function wrong(message: string): LocalDomainError {
  return new LocalDomainError('ERR_LOCAL_DOMAIN_OPTIONS', message)
}

function fail(error: unknown): never {
  const known = error instanceof LocalDomainError
  process.stderr.write(`${known ? `${error.code}: ${error.message}` : String(error)}\n`)
  const misused = known && error.code === 'ERR_LOCAL_DOMAIN_OPTIONS'
  if (misused) process.stderr.write('opensearch-local-domain --help lists the options.\n')
  process.exit(misused ? 2 : 1)
}
