import { execFile } from 'node:child_process'
import { readdir, readFile, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { LocalDomainError } from '../errors.js'
import type { JavaRange } from './releases.js'

/** A Java on this machine. */
export interface Java {
  /** The program itself. */
  readonly program: string
  /** Its feature version: 17, 21, 25. */
  readonly version: number
}

interface Places {
  readonly env: NodeJS.ProcessEnv
  /** Folders that hold one Java per folder. */
  readonly folders: readonly string[]
}

/** Where Java is looked for, first to last. */
const usualPlaces = (env: NodeJS.ProcessEnv = process.env): Places => ({
  env,
  folders: [
    '/usr/lib/jvm',
    '/usr/lib64/jvm',
    '/usr/java',
    '/opt/java',
    '/opt',
    '/Library/Java/JavaVirtualMachines',
    '/opt/homebrew/opt',
    '/usr/local/opt',
    join(homedir(), '.sdkman/candidates/java'),
    join(homedir(), '.jdks'),
    join(homedir(), 'Library/Java/JavaVirtualMachines'),
    ...['Eclipse Adoptium', 'Java', 'Amazon Corretto', 'Microsoft', 'Zulu'].map((vendor) =>
      join(env['ProgramFiles'] ?? 'C:\\Program Files', vendor),
    ),
  ],
})

/**
 * Every Java found, each once: OPENSEARCH_JAVA_HOME, JAVA_HOME, PATH, then the usual folders.
 */
export async function findJava(places: Places = usualPlaces()): Promise<readonly Java[]> {
  const found = new Map<string, Java>()
  for (const home of await candidates(places)) {
    // oxlint-disable-next-line no-await-in-loop -- the order is what was asked for
    const java = await javaAt(home)
    if (java && !found.has(java.program)) found.set(java.program, java)
  }
  return [...found.values()]
}

/** The first Java that runs a release, or an error that says what there is and what is needed. */
export function chooseJava(all: readonly Java[], range: JavaRange): Java {
  const fit = all.find((java) => runs(java, range))
  if (fit) return fit
  const there = all.map(({ version }) => version).join(', ')
  const needed = range.to === Infinity ? `${range.from} or newer` : `${range.from} to ${range.to}`
  throw new LocalDomainError(
    'ERR_LOCAL_DOMAIN_NO_JAVA',
    `Java ${needed} is needed, and ${there === '' ? 'there is none' : `there is only ${there}`} in OPENSEARCH_JAVA_HOME, JAVA_HOME, PATH and the usual folders. Install a JDK, or point OPENSEARCH_JAVA_HOME at one.`,
  )
}

/** Whether a Java runs a release. */
export const runs = ({ version }: Java, { from, to }: JavaRange): boolean =>
  version >= from && version <= to

async function candidates({ env, folders }: Places): Promise<readonly string[]> {
  const named = [env['OPENSEARCH_JAVA_HOME'], env['JAVA_HOME']]
  const inPath = (env['PATH'] ?? '').split(delimiter).map((folder) => folder && dirname(folder))
  const listed = await Promise.all(folders.map(foldersIn))
  return [...named, ...(await Promise.all(inPath.map(behindLinks))), ...listed.flat()].filter(
    (home): home is string => Boolean(home),
  )
}

/** `java` in PATH is most often a link into the folder of a JDK, whose `release` file has the version. */
async function behindLinks(home: string): Promise<string> {
  if (home === '') return ''
  const program = await realpath(join(home, 'bin', programName)).catch(() => undefined)
  return program === undefined ? '' : dirname(dirname(program))
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  // macOS keeps the Java itself two levels down; Homebrew four.
  return names
    .toSorted((a, b) => a.localeCompare(b))
    .flatMap((name) => [
      join(folder, name),
      join(folder, name, 'Contents/Home'),
      join(folder, name, 'libexec/openjdk.jdk/Contents/Home'),
    ])
}

async function javaAt(home: string): Promise<Java | undefined> {
  const program = await realpath(join(home, 'bin', programName)).catch(() => undefined)
  if (program === undefined) return undefined
  const release = await readFile(join(home, 'release'), 'utf8').catch(() => '')
  const version =
    featureVersion(/^JAVA_VERSION="(.+)"/m.exec(release)?.[1]) ?? (await askJava(program))
  return version === undefined ? undefined : { program, version }
}

/** A JRE may come without a `release` file, and macOS has a `java` that only offers an install. */
async function askJava(program: string): Promise<number | undefined> {
  try {
    const { stderr } = await promisify(execFile)(program, ['-version'], { timeout: 10_000 })
    return featureVersion(/version "(.+?)"/.exec(stderr)?.[1])
  } catch {
    return undefined
  }
}

/** `25.0.3` is 25; `1.8.0_402` is 8. */
function featureVersion(version: string | undefined): number | undefined {
  const [, feature] = /^(?:1\.)?(\d+)/.exec(version ?? '') ?? []
  return feature === undefined ? undefined : Number(feature)
}

const programName = process.platform === 'win32' ? 'java.exe' : 'java'
