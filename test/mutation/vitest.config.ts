import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The tests that sign, on the package's source in place of what was built from it. */
export default defineConfig({
  root,
  resolve: { alias: { 'opensearch-sigv4': `${root}packages/connection/src/index.ts` } },
  test: {
    include: ['test/wire/**/*.test.ts', 'test/vectors/signer.test.ts', 'test/unit/options.test.ts'],
    // It starts a process of its own, which has what was built.
    exclude: ['test/wire/leftovers.test.ts'],
    env: { CLIENT_MAJOR: '3' },
  },
})
