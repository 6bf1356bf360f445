import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { progressReporter, startOpenSearch, type RunningOpenSearch } from 'opensearch-local-domain'

/** Set where one provider has to be there, as in CI: another one then fails the run. */
const expected = process.env['EXPECT_OPENSEARCH_PROVIDER']

const program = fileURLToPath(
  new URL('../../packages/local-domain/bin/opensearch-local-domain.js', import.meta.url),
)

describe('a real OpenSearch', () => {
  let openSearch: RunningOpenSearch

  beforeAll(async () => {
    openSearch = await startOpenSearch({ onProgress: progressReporter(process.stderr) })
    process.stderr.write(`OpenSearch ${openSearch.version} by provider ${openSearch.provider}\n`)
  })
  afterAll(() => openSearch?.stop())

  it('comes from the provider that this run expects', () => {
    expect(openSearch.provider).toBe(expected ?? openSearch.provider)
  })

  it('indexes a document and finds it', async () => {
    const blogs = `${openSearch.url}/providers-test`
    const put = await fetch(`${blogs}/_doc/1?refresh=true`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ author: 'Jon', title: 'signing is easy!' }),
    })
    expect(put.status).toBe(201)
    const search = await fetch(`${blogs}/_search?q=author:jon`)
    expect(await search.json()).toMatchObject({
      hits: { total: { value: 1 }, hits: [{ _id: '1', _source: { title: 'signing is easy!' } }] },
    })
    expect((await fetch(blogs, { method: 'DELETE' })).status).toBe(200)
  })

  it('ends with the process that started it, even when that is killed', async () => {
    const { child, url } = await startCommand()
    expect((await fetch(url)).status).toBe(200)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await expect.poll(() => answers(url), patience).toBe(leftAlone())
  })

  it('ends with stop(), however often that is called', async () => {
    await openSearch.stop()
    await openSearch.stop()
    await expect.poll(() => answers(openSearch.url), patience).toBe(leftAlone())
  })

  /** One that was there before goes on. */
  const leftAlone = () => openSearch.provider === 'url'
})

const patience = { timeout: 20_000 }

const answers = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )

/** Another OpenSearch, had in the same way by the command, in a process of its own. */
async function startCommand(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'ignore', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  for await (const line of createInterface({ input: child.stderr })) {
    const url = /answers at (http\S+)$/.exec(line)?.[1]
    if (url) return { child, url }
  }
  throw new Error('the command ended before OpenSearch answered')
}
