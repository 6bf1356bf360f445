/**
 * Whether OpenSearch reads two targets alike: the same segments, and the same values for each name
 * in the query. It decodes each once, takes a + in a query for a space, and a flag for an empty value.
 */
export function isReadAlike(one: string, other: string): boolean {
  return reading(one) === reading(other)
}

function reading(target: string): string {
  const mark = target.indexOf('?')
  const [path, query] = mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)]
  const pairs = query
    .split('&')
    .filter((piece) => piece !== '')
    .map((piece) => {
      const [name = '', ...value] = piece.replaceAll('+', '%20').split('=')
      return [decoded(name), decoded(value.join('='))] as const
    })
    // By name alone: the order of one name's values is theirs.
    .toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)))
  return JSON.stringify([path.split('/').map(decoded), pairs])
}

/** Bytes as characters: what is not UTF-8 has to stay what it is. */
function decoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
