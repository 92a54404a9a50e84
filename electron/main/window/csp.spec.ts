import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from './csp'

const directives = new Map(
  contentSecurityPolicy.split('; ').map((directive) => {
    const [name = '', ...values] = directive.split(' ')
    return [name, values] as const
  }),
)

describe('content security policy', () => {
  it('lets nothing load by default and no code but ours run', () => {
    expect(directives.get('default-src')).toEqual(["'none'"])
    expect(directives.get('script-src')).toEqual(["'self'"])
    expect(directives.get('connect-src')).toEqual(["'self'"])
  })

  it.each(['base-uri', 'form-action', 'frame-ancestors', 'object-src'])('%s is none', (name) => {
    expect(directives.get(name)).toEqual(["'none'"])
  })

  it("turns strings into script through Vue's policy and the PDF worker's only", () => {
    expect(directives.get('require-trusted-types-for')).toEqual(["'script'"])
    expect(directives.get('trusted-types')).toEqual(['vue', 'pdf-worker'])
    expect(directives.get('worker-src')).toEqual(["'self'"])
  })

  it('has no word that undoes it', () => {
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*|blob:|allow-duplicates/)
  })
})
