import { access, chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LocalDomainError } from '../errors.js'
import type { OnProgress } from '../progress.js'
import { download, downloadText } from './download.js'
import { pinnedSum } from './releases.js'
import { unzip } from './unzip.js'

/** Where the server is published as plain files, with their sums beside them. */
const mavenCentral = 'https://repo1.maven.org/maven2'

interface DistributionOptions {
  readonly version: string
  /** The folder that keeps what was unpacked, for the next time. */
  readonly cache: string
  readonly onProgress: OnProgress
  /** Root of the Maven repository. Default: Maven Central. */
  readonly repository?: string
}

/**
 * The folder of an unpacked OpenSearch: from the cache, or downloaded, checked and unpacked into it.
 * A folder appears in the cache whole or not at all, however many ask for it at once.
 */
export async function distribution(options: DistributionOptions): Promise<string> {
  const { version, cache, onProgress } = options
  const home = join(cache, `opensearch-${version}`)
  if (await exists(home)) return home
  await readableFolder(cache)
  const incoming = await mkdtemp(join(cache, 'incoming-'))
  try {
    const zip = join(incoming, 'opensearch.zip')
    await fetchZip(zip, options)
    onProgress({ stage: 'unpack', message: `unpacking OpenSearch ${version}` })
    await unzip(zip, incoming)
    await moveInto(join(incoming, `opensearch-${version}`), home)
    return home
  } finally {
    await rm(incoming, { recursive: true, force: true })
  }
}

async function fetchZip(file: string, options: DistributionOptions): Promise<void> {
  const { version, onProgress, repository = mavenCentral } = options
  const folder = `${repository}/org/opensearch/distribution/integ-test-zip/opensearch/${version}`
  const url = `${folder}/opensearch-${version}.zip`
  const sha512 = pinnedSum(version) ?? publishedSum(await downloadText(`${url}.sha512`), url)
  const message = `downloading OpenSearch ${version}`
  await download(url, file, {
    sha512,
    onBytes: (done, total) =>
      onProgress({ stage: 'download', message, done, ...(total === undefined ? {} : { total }) }),
  })
}

function publishedSum(text: string, url: string): string {
  const sum = text.trim().split(/\s/)[0] ?? ''
  if (/^[0-9a-f]{128}$/i.test(sum)) return sum
  throw new LocalDomainError(
    'ERR_LOCAL_DOMAIN_CHECKSUM',
    `${url}.sha512 is not a SHA-512, so the download cannot be checked and is not made.`,
  )
}

async function moveInto(from: string, home: string): Promise<void> {
  try {
    await rename(from, home)
  } catch (error) {
    // Another start was faster: its folder is as good as ours.
    if (!(await exists(home))) throw error
  }
}

/** Readable for others whatever the umask: started by root, OpenSearch runs as somebody else. */
async function readableFolder(folder: string): Promise<void> {
  const created = await mkdir(folder, { recursive: true })
  if (created !== undefined) await chmod(folder, 0o755)
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
