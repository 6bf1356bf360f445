import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chooseJava, findJava } from '../../packages/local-domain/src/opensearch/java.js'
import { javaRange } from '../../packages/local-domain/src/opensearch/releases.js'

let machine: string
beforeEach(async () => {
  machine = await mkdtemp(join(tmpdir(), 'java-test-'))
})
afterEach(() => rm(machine, { recursive: true }))

/** A folder that looks like a JDK: a program, and the version in `release` or from the program. */
async function jdk(name: string, version: string, { release = true } = {}): Promise<string> {
  const home = join(machine, name)
  await mkdir(join(home, 'bin'), { recursive: true })
  const program = join(home, 'bin', 'java')
  const says = release ? 'exit 9' : `echo 'openjdk version "${version}" 2024-01-16' >&2`
  await writeFile(program, `#!/bin/sh\n${says}\n`)
  await chmod(program, 0o755)
  if (release)
    await writeFile(join(home, 'release'), `JAVA_VERSION="${version}"\nOS_ARCH="x86_64"\n`)
  return home
}

const find = (env: NodeJS.ProcessEnv, folders: string[] = []) => findJava({ env, folders })
const versions = async (env: NodeJS.ProcessEnv, folders: string[] = []) =>
  (await find(env, folders)).map(({ version }) => version)

describe('findJava', () => {
  it('looks into OPENSEARCH_JAVA_HOME, JAVA_HOME, PATH and the usual folders, in that order', async () => {
    await jdk('jvm/newest', '25.0.3')
    const env = {
      OPENSEARCH_JAVA_HOME: await jdk('a', '21.0.1'),
      JAVA_HOME: await jdk('b', '17.0.15'),
      PATH: [join(machine, 'nothing'), join(await jdk('c', '11.0.2'), 'bin')].join(delimiter),
    }
    expect(await versions(env, [join(machine, 'jvm')])).toEqual([21, 17, 11, 25])
  })

  it('finds the JDK behind the link that PATH holds, and names each Java once', async () => {
    const home = await jdk('jvm/temurin', '21.0.1')
    await mkdir(join(machine, 'usr/bin'), { recursive: true })
    await symlink(join(home, 'bin/java'), join(machine, 'usr/bin/java'))
    expect(await find({ PATH: join(machine, 'usr/bin') }, [join(machine, 'jvm')])).toEqual([
      { program: join(home, 'bin/java'), version: 21 },
    ])
  })

  it('finds what macOS and Homebrew keep further down', async () => {
    await jdk('jvm/temurin-21.jdk/Contents/Home', '21.0.1')
    await jdk('jvm/openjdk@17/libexec/openjdk.jdk/Contents/Home', '17.0.1')
    expect(await versions({}, [join(machine, 'jvm')])).toEqual([17, 21])
  })

  it('asks the program where there is no release file', async () => {
    expect(await versions({ JAVA_HOME: await jdk('jre', '21.0.2', { release: false }) })).toEqual([
      21,
    ])
    expect(
      await versions({ JAVA_HOME: await jdk('old', '1.8.0_402', { release: false }) }),
    ).toEqual([8])
  })

  it('passes over folders that are not there, hold no Java, or hold one that does not run', async () => {
    const home = await jdk('broken', '21', { release: false })
    await writeFile(join(home, 'bin/java'), '#!/bin/sh\nexit 1\n')
    await mkdir(join(machine, 'jvm/empty'), { recursive: true })
    const env = { OPENSEARCH_JAVA_HOME: join(machine, 'gone'), JAVA_HOME: home, PATH: '' }
    expect(await find(env, [join(machine, 'jvm'), join(machine, 'no-such')])).toEqual([])
  })
})

describe('chooseJava', () => {
  const java = (version: number) => ({ program: `/jdk-${version}/bin/java`, version })

  it('takes the first that runs the release', () => {
    const all = [java(17), java(21), java(25)]
    expect(chooseJava(all, javaRange('3.8.0'))).toEqual(java(21))
    expect(chooseJava(all, javaRange('2.19.6'))).toEqual(java(17))
  })

  it('keeps OpenSearch 2 off Java 24 and later, which have no security manager', () => {
    expect(() => chooseJava([java(24), java(25)], javaRange('2.19.6'))).toThrow(
      expect.objectContaining({
        code: 'ERR_LOCAL_DOMAIN_NO_JAVA',
        message:
          'Java 11 to 23 is needed, and there is only 24, 25 in OPENSEARCH_JAVA_HOME, JAVA_HOME, PATH and the usual folders. Install a JDK, or point OPENSEARCH_JAVA_HOME at one.',
      }),
    )
  })

  it('says what is needed where there is no Java at all', () => {
    expect(() => chooseJava([], javaRange('3.8.0'))).toThrow(
      /^Java 21 or newer is needed, and there is none in OPENSEARCH_JAVA_HOME/,
    )
  })
})
