import type { OnProgress } from '../progress.js'
import { cacheFolder, reachableByOthers, serverAccount, type Account } from './account.js'
import { distribution } from './distribution.js'
import { chooseJava, findJava, runs, type Java } from './java.js'
import { launch } from './launch.js'
import { defaultVersion, javaRange, versionForOlderJava } from './releases.js'
import type { RunningOpenSearch } from './running.js'

interface ProcessOptions {
  readonly version?: string
  readonly onProgress: OnProgress
}

/** Starts OpenSearch as a Java process on this machine, downloaded the first time. */
export async function startProcess(options: ProcessOptions): Promise<RunningOpenSearch> {
  const { onProgress } = options
  const account = await serverAccount()
  const all = await usableJava(account)
  const version = options.version ?? versionFor(all)
  const java = chooseJava(all, javaRange(version))
  const home = await distribution({ version, cache: cacheFolder(), onProgress })
  onProgress({
    stage: 'start',
    message: `starting OpenSearch ${version} as a process on Java ${java.version}`,
  })
  return launch({ home, java, account })
}

/** What the machine's Java runs: the default, or the last release for a Java that is too old for it. */
function versionFor(all: readonly Java[]): string {
  const onlyOlder =
    !all.some((java) => runs(java, javaRange(defaultVersion))) &&
    all.some((java) => runs(java, javaRange(versionForOlderJava)))
  return onlyOlder ? versionForOlderJava : defaultVersion
}

/** The account that is to run it must be able to reach it: root's own folder is closed to others. */
async function usableJava(account: Account | undefined): Promise<readonly Java[]> {
  const all = await findJava()
  if (account === undefined) return all
  const reachable = await Promise.all(all.map(({ program }) => reachableByOthers(program)))
  return all.filter((_java, index) => reachable[index])
}
