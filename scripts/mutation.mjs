// Mutation testing of the signing files, in a clone of the last commit: the mutation tester is 130
// packages that nothing else needs, and it writes into the tree it works on.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const stryker = '9.6.1' // 10 needs Node 22
const root = fileURLToPath(new URL('..', import.meta.url))
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const clone = mkdtempSync(join(tmpdir(), 'mutation-'))
const run = (program, ...args) => execFileSync(program, args, { cwd: clone, stdio: 'inherit' })
const pnpm = (...args) => run('npx', '--yes', packageManager, ...args)

try {
  run('git', 'clone', '--quiet', root, '.')
  const tools = ['core', 'vitest-runner'].map((name) => `@stryker-mutator/${name}@${stryker}`)
  pnpm('add', '--workspace-root', '--save-dev', '--loglevel=warn', ...tools)
  pnpm('run', '--silent', 'build')
  pnpm('exec', 'stryker', 'run', 'test/mutation/stryker.config.json')
} finally {
  rmSync(clone, { recursive: true })
}
