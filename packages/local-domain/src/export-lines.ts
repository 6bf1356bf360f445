import type { LocalDomain } from './domain.js'

/** What a shell has to know to talk to a domain, as lines that it can evaluate. */
export async function exportLines(domain: LocalDomain): Promise<string> {
  const { region, service, credentials } = domain.signing
  const identity = await credentials()
  const variables = {
    OPENSEARCH_ENDPOINT: domain.endpoint,
    OPENSEARCH_SERVICE: service,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: identity.accessKeyId,
    AWS_SECRET_ACCESS_KEY: identity.secretAccessKey,
    AWS_SESSION_TOKEN: identity.sessionToken,
  }
  return Object.entries(variables)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('')
}
