/**
 * Asks `GET /` once, for the version of the OpenSearch that answers.
 * @throws when nothing answers within the time, or what answers is not an OpenSearch.
 */
export async function askVersion(url: string, timeout = 5000): Promise<string> {
  const { username, password, href } = new URL(url)
  const secret = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)
  const headers: Record<string, string> = username
    ? { authorization: `Basic ${secret.toString('base64')}` }
    : {}
  const response = await fetch(`${withoutUser(href)}/`, {
    headers,
    signal: AbortSignal.timeout(timeout),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`GET / was answered with HTTP ${response.status}`)
  const version = versionIn(text)
  if (version === undefined) throw new Error('GET / was not answered the way an OpenSearch answers')
  return version
}

/** An address fit for a message, and for fetch, which refuses one with a user in it; no slash at the end. */
export function withoutUser(url: string): string {
  const plain = new URL(url)
  plain.username = ''
  plain.password = ''
  return plain.href.replace(/\/+$/, '')
}

function versionIn(text: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    if (!isRecord(answer) || !isRecord(answer['version'])) return undefined
    const { number } = answer['version']
    return typeof number === 'string' ? number : undefined
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** What a failed fetch died of: its own message is only "fetch failed". */
export function failure(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}
