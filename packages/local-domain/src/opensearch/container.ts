import { randomUUID } from 'node:crypto'
import type { StartedOpenSearchContainer } from '@testcontainers/opensearch'
import type { ContainerRuntimeClient } from 'testcontainers'
import { doneOnce } from '../done-once.js'
import { LocalDomainError } from '../errors.js'
import type { OnProgress } from '../progress.js'
import { askVersion, failure } from './answer.js'
import { LogTail } from './log-tail.js'
import { defaultVersion } from './releases.js'
import type { RunningOpenSearch } from './running.js'
import { javaOptions, serverSettings, startTimeout } from './settings.js'
import { startWatchdog } from './watchdog.js'

interface ContainerOptions {
  readonly version?: string
  readonly image?: string
  readonly onProgress: OnProgress
}

/** On every container of this package, with a value of its own each. */
const labelName = 'opensearch-local-domain'

/** Starts OpenSearch in a container, its security plugin off: the gateway in front does the checking. */
export async function startContainer(options: ContainerOptions): Promise<RunningOpenSearch> {
  const { version = defaultVersion, onProgress } = options
  const image = options.image ?? `opensearchproject/opensearch:${version}`
  await haveImage(await engine(), image, onProgress)
  onProgress({ stage: 'start', message: `starting ${image} in a container` })
  const label = randomUUID()
  const watchdog = startWatchdog({ kind: 'container', label })
  try {
    const started = await run(image, label)
    const url = started.getHttpUrl()
    const stop = doneOnce(async () => {
      await started.stop()
      watchdog.dismiss()
    })
    return { url, provider: 'container', version: await askVersion(url), stop }
  } catch (error) {
    await removeContainer(label)
    watchdog.dismiss()
    throw error
  }
}

/** Removes a container of this package, running or not, if it is there. */
export async function removeContainer(label: string): Promise<void> {
  const { container } = await engine()
  const found = await container.fetchByLabel(labelName, label)
  await found?.remove({ force: true, v: true })
}

async function engine(): Promise<ContainerRuntimeClient> {
  // Loaded here: it is heavy, and not needed by those who give a URL.
  const { getContainerRuntimeClient } = await import('testcontainers')
  try {
    return await getContainerRuntimeClient()
  } catch (error) {
    throw new LocalDomainError(
      'ERR_LOCAL_DOMAIN_NO_ENGINE',
      'No container engine answers. Start Docker or Podman, or point DOCKER_HOST at one.',
      { cause: error },
    )
  }
}

async function haveImage(
  client: ContainerRuntimeClient,
  image: string,
  onProgress: OnProgress,
): Promise<void> {
  const { ImageName } = await import('testcontainers')
  const name = ImageName.fromString(image)
  if (await client.image.exists(name)) return
  onProgress({ stage: 'pull', message: `pulling ${image}` })
  const problem = await client.image.pull(name).then(
    () => 'the engine says nothing more',
    (error: unknown) => failure(error).trim(),
  )
  // An engine reports some failures inside an answer that is itself a success: look again.
  if (await client.image.exists(name)) return
  throw new LocalDomainError(
    'ERR_LOCAL_DOMAIN_NO_IMAGE',
    `The container engine answers, but has no image ${image} and cannot pull it: ${problem}. Check the name and the way to the image registry.`,
  )
}

async function run(image: string, label: string): Promise<StartedOpenSearchContainer> {
  const { OpenSearchContainer } = await import('@testcontainers/opensearch')
  const log = new LogTail()
  try {
    return await new OpenSearchContainer(image)
      .withSecurityEnabled(false)
      .withEnvironment({ ...serverSettings, OPENSEARCH_JAVA_OPTS: javaOptions })
      .withLabels({ [labelName]: label })
      .withLogConsumer((stream) => log.follow(stream))
      .withStartupTimeout(startTimeout)
      // Testcontainers would start a second container to clean up after us, from an image that is one
      // more thing to pull. The watchdog does the same for a process and for a container.
      .withAutoCleanup(false)
      .start()
  } catch (error) {
    throw new LocalDomainError(
      'ERR_LOCAL_DOMAIN_START',
      `OpenSearch did not come up in a container of ${image}: ${failure(error)}. ${String(log)}`,
      { cause: error },
    )
  }
}
