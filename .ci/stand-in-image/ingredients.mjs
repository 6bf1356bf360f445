// Prints, as shell assignments, what the image is made of: the version, the unpacked OpenSearch and
// the Java that this machine has. The package itself knows all three.
import { cacheFolder } from '../../packages/local-domain/dist/opensearch/account.js'
import { distribution } from '../../packages/local-domain/dist/opensearch/distribution.js'
import { chooseJava, findJava } from '../../packages/local-domain/dist/opensearch/java.js'
import { defaultVersion, javaRange } from '../../packages/local-domain/dist/opensearch/releases.js'
import { progressReporter } from '../../packages/local-domain/dist/progress.js'
import { dirname } from 'node:path'

const version = defaultVersion
const assign = (name, value) => console.log(`${name}='${value.replaceAll("'", `'\\''`)}'`)

assign('version', version)
// The version alone is asked for before anything is fetched: the image may be there already.
if (process.argv[2] !== '--version-only') {
  const java = chooseJava(await findJava(), javaRange(version))
  const onProgress = progressReporter(process.stderr)
  assign('java_home', dirname(dirname(java.program)))
  assign('opensearch_home', await distribution({ version, cache: cacheFolder(), onProgress }))
}
