/** What an Amazon host name says about how its requests are signed. */
export interface AmazonHost {
  readonly region: string
  readonly service: 'es' | 'aoss'
}

const REGION = '(?<region>[a-z]{2,}(?:-[a-z]+)+-\\d+)'

// One label for the domain or collection, then exactly these: a look-alike is no Amazon host.
const FORMS = [
  // search-NAME-ID.REGION.es.amazonaws.com, vpc-…, ID.REGION.aoss.amazonaws.com
  new RegExp(`^[a-z0-9-]+\\.${REGION}\\.(?<service>es|aoss)\\.amazonaws\\.com(?:\\.cn)?$`),
  // search-NAME-ID.aos.REGION.on.aws (dual stack), ID.aoss.REGION.on.aws
  new RegExp(`^[a-z0-9-]+\\.(?<service>aos|aoss)\\.${REGION}\\.on\\.aws$`),
]

/**
 * Reads region and service from the host name of a managed domain or a Serverless collection.
 * Any other name gives undefined: a region is never guessed. The name is as URL gives it, in lower case.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html
 */
export function readAmazonHost(hostname: string): AmazonHost | undefined {
  const name = hostname.replace(/\.$/, '')
  for (const form of FORMS) {
    const { region, service } = form.exec(name)?.groups ?? {}
    if (region !== undefined) return { region, service: service === 'aoss' ? 'aoss' : 'es' }
  }
  return undefined
}
