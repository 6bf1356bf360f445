// Runs a script of package.json with the pnpm version that package.json names, after installing
// what the lock file says. So `npm test` works straight after a clone, with nothing but Node.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const { packageManager } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))

function pnpm(...args) {
  // --yes: npx must not stop to ask, whatever the user's npm configuration says.
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'
  const { status, error } = spawnSync(npx, ['--yes', packageManager, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

const isFirst = !existsSync(`${root}node_modules`)
if (isFirst)
  console.error(`Installing what the lock file says, with ${packageManager}: once, about 15 s.`)
// Later on there is mostly nothing to install, and nothing to say about it.
pnpm('install', '--frozen-lockfile', '--prefer-offline', ...(isFirst ? [] : ['--loglevel=warn']))
pnpm('run', '--silent', ...process.argv.slice(2))
