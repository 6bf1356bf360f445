import { defineConfig } from 'vitest/config'

/** Each project is a folder of test/: what it needs grows from nothing (unit) to a real OpenSearch (container). */
const project = (name: string, options: Record<string, unknown> = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], ...options },
})

export default defineConfig({
  test: {
    projects: [
      project('unit'),
      project('vectors'),
      project('wire'),
      project('container', { hookTimeout: 300_000, testTimeout: 60_000, fileParallelism: false }),
    ],
  },
})
