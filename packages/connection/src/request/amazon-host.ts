/** What an Amazon host name says about how its requests are signed. */
export interface AmazonHost {
  readonly region: string
  readonly service: 'es' | 'aoss'
}

const REGION = '(?<region>[a-z]+(?:-[a-z]+)+-\\d+)'

// By partition: commercial and GovCloud, China, European sovereign, isolated B, E, F and the first.
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
const SUFFIX =
  'amazonaws\\.(?:com|com\\.cn|eu)|sc2s\\.sgov\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov|c2s\\.ic\\.gov'
const RESOURCE_SUFFIX =
  'on\\.(?:aws|amazonwebservices\\.com\\.cn|amazonwebservices\\.eu|aws\\.scloud|cloud-aws\\.adc-e\\.uk|aws\\.hci\\.ic\\.gov|aws\\.ic\\.gov)'

// One label for the domain, collection or account, then exactly these: a look-alike is no Amazon host.
const FORMS = [
  // search-NAME-ID.REGION.es.amazonaws.com, vpc-…, ID.REGION.aoss.amazonaws.com
  new RegExp(`^[a-z0-9-]+\\.${REGION}\\.(?<service>es|aoss|aoss-fips)\\.(?:${SUFFIX})$`),
  // search-NAME-ID.aos.REGION.on.aws (dual stack), ID.aoss.REGION.on.aws, ACCOUNT.aoss.REGION.on.aws
  new RegExp(`^[a-z0-9-]+\\.(?<service>aos|aoss|aoss-fips)\\.${REGION}\\.(?:${RESOURCE_SUFFIX})$`),
]

/**
 * Reads region and service from the host name of a managed domain or a Serverless collection.
 * Any other name gives undefined: a region is never guessed. The name is as URL gives it, in lower
 * case.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-collection-endpoints.html
 */
export function readAmazonHost(hostname: string): AmazonHost | undefined {
  const name = hostname.replace(/\.$/, '')
  for (const form of FORMS) {
    const { region, service = '' } = form.exec(name)?.groups ?? {}
    if (region !== undefined) return { region, service: service.startsWith('aoss') ? 'aoss' : 'es' }
  }
  return undefined
}
