import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const cwd = fileURLToPath(new URL('..', import.meta.url))
const run = (inputType: string, code: string) =>
  execFileSync(process.execPath, [`--input-type=${inputType}`, '--eval', code], {
    cwd,
    encoding: 'utf8',
  })

const loaded = `
  const loaded = Object.keys(require.cache)
  console.log(JSON.stringify({
    signs: typeof sigV4().Connection,
    named: new SigV4Error('ERR_SIGV4_OPTIONS', 'x').code,
    chain: loaded.some((file) => file.includes('credential-provider')),
    handles: process.getActiveResourcesInfo().filter((name) => /Timeout|TCP|DNS|FS/.test(name)),
  }))`

describe('the package', () => {
  const expected = { signs: 'function', named: 'ERR_SIGV4_OPTIONS', chain: false, handles: [] }

  it('is imported by an ES module, and loads no credential provider before it is used', () => {
    const code = `
      import { createRequire } from 'node:module'
      import { sigV4, SigV4Error } from 'opensearch-sigv4'
      const require = createRequire(import.meta.url)
      ${loaded}`
    expect(JSON.parse(run('module', code))).toEqual(expected)
  })

  it('is required by a CommonJS module, and loads no credential provider before it is used', () => {
    const code = `const { sigV4, SigV4Error } = require('opensearch-sigv4'); ${loaded}`
    expect(JSON.parse(run('commonjs', code))).toEqual(expected)
  })
})
