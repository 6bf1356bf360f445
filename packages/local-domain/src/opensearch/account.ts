import { constants } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** Whom a process runs as. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/**
 * Whom OpenSearch runs as. It refuses to run as root, so root lends it the account `nobody`;
 * everybody else starts it as themselves (undefined).
 */
export async function serverAccount(): Promise<Account | undefined> {
  if (!isRoot()) return undefined
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const nobody = accounts.split('\n').find((line) => line.startsWith('nobody:'))
  const [, , uid, gid] = nobody?.split(':') ?? []
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) }
}

/** The folder that keeps downloads. Root's is the system's: below root's own home nobody else reads. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheHome(env), 'opensearch-local-domain')
}

function cacheHome(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return env['LOCALAPPDATA'] ?? tmpdir()
  if (process.platform === 'darwin') {
    return isRoot() ? '/Library/Caches' : join(homedir(), 'Library/Caches')
  }
  return isRoot() ? '/var/cache' : env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
}

/** A folder for temporary files that the account can reach. */
export async function temporaryHome(account: Account | undefined): Promise<string> {
  const own = tmpdir()
  return account === undefined || (await reachableByOthers(own)) ? own : '/tmp'
}

/** Whether somebody who is neither owner nor group can get to a path: every folder lets pass. */
export async function reachableByOthers(path: string): Promise<boolean> {
  const { mode } = await stat(path)
  if ((mode & constants.S_IXOTH) === 0) return false
  const parent = dirname(resolve(path))
  return parent === resolve(path) || reachableByOthers(parent)
}

const isRoot = (): boolean => process.getuid?.() === 0
