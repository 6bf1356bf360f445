import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

// aws-crt, an oracle of the tests, announces which Node it will leave behind: each file would say so.
const execArgv = ['--disable-warning=NodeDeprecationWarning']

type ProjectInlineOptions = { files?: string } & TestProjectInlineConfiguration['test']

/** Each project is a folder of test/: what it needs grows from nothing (unit) to a real OpenSearch. */
function project(
  folder: string,
  { name = folder, files = '**/*.test.ts', ...options }: ProjectInlineOptions = {},
): TestProjectInlineConfiguration {
  return { test: { name, include: [`test/${folder}/${files}`], execArgv, ...options } }
}

/** The tests that send with a client, once with each of its majors, the package on top of it. */
function withEachClient(
  folder: string,
  options: ProjectInlineOptions = {},
): TestProjectInlineConfiguration[] {
  const client = '@opensearch-project/opensearch'
  return [
    { name: `${folder}, client 3`, major: '3', alias: {} },
    { name: `${folder}, client 2`, major: '2', alias: { [client]: 'opensearch-client-2' } },
  ].map(({ name, major, alias }) => ({
    resolve: { alias },
    ...project(folder, { ...options, name, env: { CLIENT_MAJOR: major } }),
  }))
}

// A real OpenSearch takes its time to download, the first time, and to start.
const patient = { hookTimeout: 600_000, testTimeout: 60_000 }

export default defineConfig({
  test: {
    projects: [
      project('unit'),
      project('vectors', { files: 'gateway*.test.ts' }),
      ...withEachClient('vectors', { files: 'signer*.test.ts' }),
      ...withEachClient('wire'),
      project('fuzz', { testTimeout: 300_000 }),
      project('container', { files: 'providers.test.ts', ...patient }),
      ...withEachClient('container', { files: 'signed*.test.ts', ...patient }),
    ],
  },
})
