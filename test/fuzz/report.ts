import * as fc from 'fast-check'
import { EXAMPLE } from '../support/gateway-bench.js'
import { authorizationByAwsCAuth, isToSign } from './aws-c-auth.js'
import type { Disagreement } from './conversation.js'
import { plainClient } from './plain-client.js'

/** A disagreement in words, and as a vector to paste where something went over the wire. */
export async function reportOf(found: Disagreement): Promise<string> {
  const { law, expected, actual, request, setup } = found
  const vector = await vectorOf(found)
  return [
    `broken: ${law}`,
    `  expected ${fc.stringify(expected)}`,
    `  actual   ${fc.stringify(actual)}`,
    `  request  ${fc.stringify(request)}`,
    `  setup    ${fc.stringify(setup)}`,
    `  vector   ${vector ? JSON.stringify(vector) : 'none, for nothing was sent'}`,
  ].join('\n')
}

/**
 * What arrived, as a case of `test/vectors/oracle/cases.json`: signed by aws-c-auth, with the example
 * key in the place of the one that was made up.
 */
async function vectorOf(found: Disagreement) {
  const { law, setup, request, arrival } = found
  if (arrival === undefined) return undefined
  const { region, service } = setup
  // A body that the gateway refused is not known; the client's own will do.
  const body = found.body ?? (await plainClient({ node: 'http://127.0.0.1' })(request)).body
  const signing = { setup: { ...setup, identity: EXAMPLE }, request, arrival, body }
  const mark = `${arrival.target}?`.indexOf('?')
  return {
    name: `fuzz-${law.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}`,
    class: 'found by fuzzing',
    method: arrival.method,
    path: arrival.target.slice(0, mark),
    querystring: arrival.target.slice(mark + 1),
    headers: arrival.headers.filter(([name]) => isToSign(name)),
    body: body.toString('base64'),
    region,
    service,
    date: request.date.toISOString().replaceAll(/[-:]|\.\d+/g, ''),
    expected: { authorization: await authorizationByAwsCAuth(signing) },
    producedBy: ['aws-c-auth'],
  }
}
