import { join } from 'node:path'
import { language, type Language } from '#domain/contract/views'
import { ZONE } from '#domain/zone'

export interface Config {
  /** Set only where development or a test wants its own. */
  userData?: string
  prefill?: { address: string; code: string }
  language?: Language
  operator: string
  title: string
  zone: string
  /** Everything a utility process gets to see of the environment. */
  hostEnvironment: Record<string, string>
}

type Environment = Readonly<Record<string, string | undefined>>

const brand = { operator: 'Activ', title: 'Activ Office', zone: ZONE }
/** What the operating system's own libraries need; nothing that could redirect ours. */
const systemVariables = ['SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'HOME', 'LANG']

/** The only reader of the environment. The ACTIV_ variables are for development and tests; a packaged application ignores them. */
export function readConfig(isPackaged: boolean, environment: Environment = process.env): Config {
  const hostEnvironment = pick(environment, systemVariables)
  const always = { ...brand, hostEnvironment }
  if (isPackaged) return always
  const { ACTIV_USER_DATA: userData, ACTIV_CORE_ADDRESS: address, ACTIV_ENROLMENT_CODE: code } = environment
  const asked = language.safeParse(environment['ACTIV_LANG'])
  return {
    ...always,
    ...(userData && { userData }),
    ...((address || code) && { prefill: { address: address ?? '', code: code ?? '' } }),
    ...(asked.success && { language: asked.data }),
  }
}

function pick(environment: Environment, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name]
      return value ? [[name, value]] : []
    }),
  )
}

/** Where everything of this counter lies; no name holds personal data. */
export function pathsUnder(userData: string) {
  return {
    store: join(userData, 'store', 'office.db'),
    key: join(userData, 'store', 'store.key'),
    backups: join(userData, 'backups'),
    spool: join(userData, 'spool'),
    log: join(userData, 'logs', 'main.log'),
  } as const
}

export type Paths = ReturnType<typeof pathsUnder>
