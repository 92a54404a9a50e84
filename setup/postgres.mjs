import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const debianFolder = '/usr/lib/postgresql'

/** Where `initdb` and `postgres` are, if anywhere: Debian keeps them off the path; its newest release comes first. */
export function postgresFolder() {
  const releases = existsSync(debianFolder) ? readdirSync(debianFolder) : []
  const debian = releases.sort((a, b) => Number(b) - Number(a)).map((release) => join(debianFolder, release, 'bin'))
  const onPath = (process.env.PATH ?? '').split(delimiter)
  return [...debian, ...onPath].find((folder) => existsSync(join(folder, 'initdb')))
}
