import type { SigV4Authorization } from './authorization-header.js'
import type { Refusal } from './refusal.js'
import type { Rules } from './rules.js'

/** Checks that the key was derived for this day, region and service. */
export function checkScope(
  { scope }: SigV4Authorization,
  amzDate: string,
  rules: Rules,
): Refusal | undefined {
  // Amazon ends three of these sentences with a space.
  if (scope.terminator !== 'aws4_request') {
    const message = `Credential should be scoped with a valid terminator: 'aws4_request', not '${scope.terminator}'. `
    return { reason: 'scope-terminator', message }
  }
  if (scope.date !== amzDate.slice(0, 8)) {
    const message =
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP'
    return { reason: 'scope-date', message }
  }
  if (scope.region !== rules.region) {
    const message = `Credential should be scoped to a valid region, not '${scope.region}'. `
    return { reason: 'scope-region', message }
  }
  if (scope.service !== rules.service) {
    const message = `Credential should be scoped to correct service: '${rules.service}'. `
    return { reason: 'scope-service', message }
  }
  return undefined
}
