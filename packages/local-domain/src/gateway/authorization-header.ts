/** The parts of an `AWS4-HMAC-SHA256` Authorization header. */
export interface SigV4Authorization {
  readonly accessKeyId: string
  /** The credential scope: `date/region/service/aws4_request`. */
  readonly scope: {
    readonly date: string
    readonly region: string
    readonly service: string
    readonly terminator: string
  }
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

/** A header that cannot be read, as the sentence Amazon answers. */
export interface UnreadableAuthorization {
  readonly problem: string
}

const SCHEME = /^AWS4-HMAC-SHA256 +/
const PARAMETERS = ['Credential', 'Signature', 'SignedHeaders'] as const

/**
 * Reads an Authorization header, its parameters in any order, separated by a comma with or without
 * space. Whatever is missing is listed in Amazon's order, and the header repeated, as Amazon does.
 */
export function parseAuthorization(
  header: string,
  hasDate: boolean,
): SigV4Authorization | UnreadableAuthorization {
  const parameters = readParameters(header)
  if ('problem' in parameters) return parameters

  const missing = PARAMETERS.filter((name) => !parameters.get(name)).map(
    (name) => `Authorization header requires '${name}' parameter. `,
  )
  if (!hasDate) {
    missing.push(
      `Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. `,
    )
  }
  if (missing.length > 0) return { problem: `${missing.join('')}Authorization=${header}` }

  const credential = parameters.get('Credential') ?? ''
  const parts = credential.split('/')
  const [accessKeyId = '', date = '', region = '', service = '', terminator = ''] = parts
  if (parts.length !== 5) {
    // Seen for es: https://github.com/mhart/aws4/issues/97
    return {
      problem: `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    }
  }
  return {
    accessKeyId,
    scope: { date, region, service, terminator },
    signedHeaders: (parameters.get('SignedHeaders') ?? '').split(';'),
    signature: parameters.get('Signature') ?? '',
  }
}

/** The parameters by name; none for another scheme, which so lacks them all. */
function readParameters(header: string): Map<string, string> | UnreadableAuthorization {
  const parameters = new Map<string, string>()
  if (!SCHEME.test(header)) return parameters
  for (const piece of header.replace(SCHEME, '').split(',')) {
    const [, name = '', value = ''] = /^\s*([^=]*)=(.*?)\s*$/.exec(piece) ?? []
    const isKnown = PARAMETERS.some((known) => known === name)
    if (!isKnown || parameters.has(name)) {
      return {
        problem: `'${piece.trim()}' is not a valid parameter of Authorization. Authorization=${header}`,
      }
    }
    parameters.set(name, value)
  }
  return parameters
}
