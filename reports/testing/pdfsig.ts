import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What poppler says of a file's signature. */
export interface PdfsigVerdict {
  signed: boolean
  /** The digest and the signature hold. */
  valid: boolean
  /** The certificate leads to the root. */
  trusted: boolean
  /** Nothing of the file is outside the signature. */
  total: boolean
}

/** A second opinion for specs. Needs Debian's `poppler-utils` and `libnss3-tools`. @param folder to keep NSS's files in */
export function pdfsigWith(root: string, folder: string): (file: string) => PdfsigVerdict {
  const place = mkdtempSync(join(folder, 'nss-'))
  const pem = join(place, 'root.pem')
  writeFileSync(pem, root)
  const nss = `sql:${place}`
  execFileSync('certutil', ['-N', '-d', nss, '--empty-password'])
  execFileSync('certutil', ['-A', '-d', nss, '-n', 'root', '-t', 'CT,C,C', '-i', pem])
  return (file) => {
    const { stdout, error } = spawnSync('pdfsig', ['-nssdir', nss, file], { encoding: 'utf8' })
    if (error) throw error
    return {
      signed: stdout.includes('Signature #1'),
      valid: stdout.includes('Signature is Valid'),
      trusted: stdout.includes('Certificate is Trusted'),
      total: stdout.includes('Total document signed'),
    }
  }
}
