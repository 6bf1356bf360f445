import { Client } from '@opensearch-project/opensearch'
import { sigV4 } from 'opensearch-sigv4'
import { describe, expect, it } from 'vitest'
import { startSignedDomain } from '../support/signed-domain.js'

/** Sends one request through the gateway; gives the target as it reached the gateway. */
async function sentTarget(
  node: (endpoint: string) => string,
  path: string,
  querystring?: string | object,
) {
  await using domain = await startSignedDomain()
  const client = new Client({ node: node(domain.endpoint), ...sigV4(domain.signing) })
  await client.transport.request({
    method: 'GET',
    path,
    ...(querystring && { querystring: querystring as string }),
  })
  await client.close()
  const [request] = domain.requests
  expect(request?.verdict).toBe('accepted')
  expect(domain.recorder.requests[0]?.target).toBe(request?.target)
  return request?.target
}

describe('the target on the wire', () => {
  it.each([
    '/blogs/_doc/1',
    '/%3Clogs-%7Bnow%2Fd%7D%3E/_search',
    '/<logs-{now%2Fd}>/_search',
    '/a*,-b*/_search',
    "/blogs/_doc/a+b:c;d=e@f!(g)$h'i&j~k",
    '/blogs//_search',
    '/blogs/',
    '/blogs/_doc/100%25',
    '/blogs/_doc/..a/...',
    '/blogs?',
    '/blogs/_search?q=a?b/c',
    '/blogs/_search?pretty&q=a%2Bb&&filter_path=hits.hits._source%2Ctook,-_shards',
    '/_search/scroll?scroll_id=abc==',
    '/blogs/_search?b=2&a=1&a=0&B=3',
    '/blogs/_search?q=a%0Ab%00',
  ])('is %s, byte for byte', async (path) => {
    expect(await sentTarget((endpoint) => endpoint, path)).toBe(path)
  })

  it.each([
    ['/blogs/_search?q=a+b&c+d=1', '/blogs/_search?q=a%20b&c%20d=1'],
    ['/blogs/_doc/café', '/blogs/_doc/caf%C3%A9'],
    ['/blogs/_doc/😀?q=日本+x', '/blogs/_doc/%F0%9F%98%80?q=%E6%97%A5%E6%9C%AC%20x'],
    ['/blogs/_doc/a+b', '/blogs/_doc/a+b'],
  ])('of %s is %s, as signed', async (path, target) => {
    expect(await sentTarget((endpoint) => endpoint, path)).toBe(target)
  })

  it('comes with its method in capitals, as Node sends it', async () => {
    await using domain = await startSignedDomain()
    const client = new Client({ node: domain.endpoint, ...sigV4(domain.signing) })
    await client.transport.request({ method: 'delete', path: '/blogs' })
    await client.close()
    expect(domain.requests).toMatchObject([{ method: 'DELETE', verdict: 'accepted' }])
  })

  it('takes the path prefix and the search of the node', async () => {
    expect(await sentTarget((endpoint) => `${endpoint}/proxy/es/`, '/blogs')).toBe(
      '/proxy/es/blogs',
    )
    expect(await sentTarget((endpoint) => `${endpoint}/proxy?key=a+b`, '/blogs', 'q=1')).toBe(
      '/proxy/blogs?key=a%20b&q=1',
    )
  })

  it('takes a query as the client serialises it', async () => {
    const query = { q: "a+b c*(d)!'", pretty: true, filter_path: ['hits.hits', 'took'] }
    expect(await sentTarget((endpoint) => endpoint, '/blogs/_search', query)).toMatch(
      /^\/blogs\/_search\?q=a%2Bb%20c\*\(d\)!'&pretty=true&filter_path=/,
    )
  })
})
