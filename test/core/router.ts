import { endpoints, type Endpoint, type EndpointId } from '#domain/core/endpoints'

export interface Route {
  id: EndpointId
  endpoint: Endpoint
  /** The `{id}` of the path, else empty. */
  param: string
}

const routes = (Object.entries(endpoints) as [EndpointId, Endpoint][]).map(([id, endpoint]) => ({
  id,
  endpoint,
  pattern: new RegExp(`^${endpoint.path.replaceAll('.', '\\.').replace(/\{id\}/, '([^/]+)')}$`),
}))

export function findRoute(method: string, path: string): Route | undefined {
  for (const { id, endpoint, pattern } of routes) {
    const match = endpoint.method === method ? pattern.exec(path) : null
    if (match) return { id, endpoint, param: decode(match[1] ?? '') }
  }
  return undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A broken escape names nothing that exists.
    return ''
  }
}
