// Sends every case of test/vectors through the official signer and through this project's, asks
// both how they behave, and writes docs/official-signer.md: `npm run compare`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { credentials } from './credentials.js'
import { messages } from './messages.js'
import type { Behaviour } from './observe.js'
import {
  behaviourTable,
  classTable,
  failureTable,
  headline,
  rewrittenSentence,
  strictnessTable,
  type ComparedBehaviour,
} from './report.js'
import { runCases } from './run-cases.js'
import { official, ours } from './signers.js'

// aws4 would sign with these where it is given no credentials.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name]
// The official client prints some errors itself.
console.log = () => {}

const behaviours: ComparedBehaviour[] = []
for (const { asked, seenIn, observe } of [...messages, ...credentials] satisfies Behaviour[]) {
  const seen = { official: await observe(official), ours: await observe(ours) }
  behaviours.push({ asked, seenIn, ...seen })
}
const cases = await runCases()
const good = (by: 'official' | 'ours') => behaviours.filter((one) => one[by].isGood).length

const docs = new URL('../../docs/', import.meta.url)
mkdirSync(docs, { recursive: true })
writeFileSync(new URL('official-signer.md', docs), document())
const summary = `${headline(cases)}\nOf ${behaviours.length} behaviours, official ${good('official')}, ours ${good('ours')}.\n`
process.stdout.write(`${summary}Written: docs/official-signer.md\n`)
const isWrong = cases.some(({ ours: { fate } }) => /wrong|another/.test(fate))
// Now: requests that the official signer failed to sign stay open, and so would this process.
process.exit(isWrong ? 1 : 0)

function document(): string {
  return `# The official signer, compared

The OpenSearch client brings a signer of its own, \`AwsSigv4Signer\` in \`@opensearch-project/opensearch/aws-v3\`, which signs with \`aws4\`. Here it and this project's are given the same requests and asked the same questions. ${headline(cases)} Of ${behaviours.length} questions about behaviour, the official signer's answer is good in ${good('official')}, this project's in ${good('ours')}.

This page is written by \`npm run compare\`; nothing in it is typed by hand but the explanations.

| | |
| --- | --- |
| date of the run | ${new Date().toISOString().slice(0, 10)} |
| \`@opensearch-project/opensearch\` | ${versionOf('@opensearch-project/opensearch')} |
| \`aws4\` | ${versionOf('aws4', '@opensearch-project/opensearch')} |
| \`opensearch-sigv4\` | ${versionOf('opensearch-sigv4')} |
| \`aws-crt\` (aws-c-auth), the judge | ${versionOf('aws-crt')} |
| Node | ${process.versions.node} |

## How it was measured

The cases are those of \`test/vectors\`: \`requests.json\`, and \`oracle/cases.json\`, which implementations other than these two have signed. Each goes through a real client of the version above, once with each signer, over \`node:http\`: the node's URL has the host of the case, and the connection leads to a recorder on loopback that keeps every byte. Region, service, credentials and date are those of the case.

Neither signer is its own judge. aws-c-auth computes the signature from the bytes that arrived, over the headers that the signer names as signed, as a server does. Then what arrived is compared with what was asked for:

- **as given**: rightly signed, and target, Host and body arrived byte for byte;
- **in other words**: rightly signed, and OpenSearch reads the target that arrived as it would have read the one given. Both count as right;
- **another request**: rightly signed, but another path, query or Host than was asked for. A Host without its port is signed as it is sent, so it harms only where the port is expected: with tunnels, proxies and local endpoints;
- **wrong signature**: a server computes another one, and answers 403;
- **not sent**: the client got an error, and nothing was sent.

## Requests, by class

${classTable(cases)}

${rewrittenSentence(cases)}

## What the official signer got wrong

${failureTable(cases, 'official')}

## What this project refuses or rewrites, and the official signer sends

These are the refusals and the rewriting of the README. By the measure above the official signer is right wherever it says "as given" here: Amazon would accept its signature. This project refuses them all the same, because a hop on the way may read them as another request than was signed.

${strictnessTable(cases)}

## Behaviour

Each is one experiment, run with both signers. Most were chosen because people have reported trouble there, so the sum is no mark. A "no" of the official signer for a stream or an undefined header is not a signature that is wrong: it is a request that cannot be sent.

${behaviourTable(behaviours)}

## Run it again

\`\`\`sh
npm run compare
\`\`\`

The code is in \`test/compare\`, and needs nothing but the repository.
`
}

function versionOf(name: string, of?: string): string {
  const here = createRequire(import.meta.url)
  const require = of === undefined ? here : createRequire(here.resolve(of))
  // Not every package exports its package.json, but every one has it in its folder.
  const [paths] = [require.resolve.paths(name) ?? []]
  for (const folder of paths) {
    try {
      const text = readFileSync(`${folder}/${name}/package.json`, 'utf8')
      return (JSON.parse(text) as { version: string }).version
    } catch {
      // In another folder, then.
    }
  }
  throw new Error(`${name} is not installed.`)
}
