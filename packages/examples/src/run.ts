import { readdirSync } from 'node:fs'

// Files beside this one are examples, by their names; folders hold what they share.
const examples = readdirSync(new URL('.', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'run.ts')
  .map(({ name }) => name.replace(/\.ts$/, ''))

const [name = ''] = process.argv.slice(2)
if (examples.includes(name)) {
  const { main } = (await import(`./${name}.ts`)) as { main: () => Promise<void> }
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? `${error.name}: ${error.message}` : error)
    process.exitCode = 1
  })
} else {
  console.error(`${name === '' ? 'Which example?' : `There is no example ${name}.`} Try one of:`)
  for (const example of examples) console.error(`  npm run example -- ${example}`)
  process.exitCode = 2
}
