import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { resolveAsset } from './assets'
import { securityHeaders } from './csp'
import { scheme } from './origin'
import { paperIdOf, paperResponse } from '../papers/paper-bytes'
import type { Papers } from '../papers/papers'

/** Must run before the application is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built renderer from `root` and parts of finished papers; everything else is 404 without a body. */
export function serveOwn(root: string, papers: Papers): void {
  protocol.handle(scheme, async (request) => {
    const paper = request.method === 'GET' ? paperIdOf(request.url) : undefined
    if (paper !== undefined) return await paperResponse(papers, paper, request.headers.get('Range'))
    const asset = request.method === 'GET' ? resolveAsset(root, request.url) : undefined
    const body = asset && (await readFile(asset.file).catch(() => undefined))
    if (asset === undefined || body === undefined) return new Response(null, { status: 404, headers: securityHeaders })
    return new Response(new Uint8Array(body), { headers: { ...securityHeaders, 'Content-Type': asset.contentType } })
  })
}
