import {
  access,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryHome, type Account } from './account.js'
import { serverSettings } from './settings.js'

interface WorkFolderOptions {
  /** The unpacked distribution. */
  readonly home: string
  /** Whose folder it is to be, where not ours. */
  readonly account: Account | undefined
}

/**
 * Makes the folder of one start: settings, data, logs and temporary files, owned by whom the server
 * runs as. The distribution stays as it was unpacked, so any number of servers can use it at once.
 */
export async function prepareWorkFolder(options: WorkFolderOptions): Promise<string> {
  const work = await mkdtemp(join(await temporaryHome(options.account), 'opensearch-local-domain-'))
  try {
    await fill(work, options)
    return work
  } catch (error) {
    await rm(work, { recursive: true, force: true })
    throw error
  }
}

async function fill(work: string, { home, account }: WorkFolderOptions): Promise<void> {
  await Promise.all(['data', 'logs', 'tmp'].map((name) => mkdir(join(work, name))))
  await cp(join(home, 'config'), join(work, 'config'), { recursive: true })
  // JSON is YAML: no path needs quoting of its own.
  await writeFile(join(work, 'config', 'opensearch.yml'), JSON.stringify(settings(work), null, 2))
  await linkAgent(home, work)
  if (account !== undefined) await giveTo(work, account)
}

const settings = (work: string) => ({
  ...serverSettings,
  'network.host': '127.0.0.1',
  'http.port': 0,
  'transport.port': 0,
  // Writes logs/http.ports: which port the system gave.
  'node.portsfile': true,
  'path.data': join(work, 'data'),
  'path.logs': join(work, 'logs'),
})

/** jvm.options names the agent of OpenSearch 3 relative to the folder the server runs in. */
async function linkAgent(home: string, work: string): Promise<void> {
  const agent = join(home, 'agent')
  const there = await access(agent).then(
    () => true,
    () => false,
  )
  if (there) await symlink(agent, join(work, 'agent'), 'junction')
}

async function giveTo(work: string, { uid, gid }: Account): Promise<void> {
  const folders = await readdir(work, { recursive: true, withFileTypes: true })
  const owned = folders.filter((entry) => !entry.isSymbolicLink())
  await Promise.all(owned.map((entry) => chown(join(entry.parentPath, entry.name), uid, gid)))
  await chown(work, uid, gid)
}
