import { join } from 'node:path'
import { language, type AppInfo, type Language } from '#domain/contract/views'
import { ZONE } from '#domain/zone'
import { machineConfigPath, readConfigFile, type MachineConfig } from './config-file'
import { idleLockSeconds } from '../session/lock'

export interface Config {
  /** Set only where development or a test wants its own. */
  userData?: string
  prefill?: { address: string; code: string }
  language?: Language
  /** Another print server than the system's own. */
  cupsSocket?: string
  /** Set by IT: counters of this machine are enrolled there and nowhere else. */
  coreAddress?: string
  languages: readonly Language[]
  /** Until somebody chooses one. */
  defaultLanguage: Language
  idleSeconds: number
  printers: NonNullable<MachineConfig['printers']>
  /** Lines of the machine-wide file that could not be used. */
  problems: AppInfo['configProblems']
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

/**
 * The only reader of the environment. The ACTIV_ variables are for development and tests; a packaged application ignores
 * them: what IT wrote into the machine-wide file is not for a clerk to override.
 */
export function readConfig(isPackaged: boolean, environment: Environment = process.env): Config {
  const hostEnvironment = pick(environment, systemVariables)
  const ownFile = isPackaged ? undefined : environment['ACTIV_CONFIG']
  const always = { ...fromFile(ownFile || machineConfigPath(process.platform, process.execPath)), hostEnvironment }
  if (isPackaged) return always
  const { ACTIV_USER_DATA: userData, ACTIV_ENROLMENT_CODE: code, ACTIV_CUPS_SOCKET: cupsSocket } = environment
  const address = always.coreAddress ?? environment['ACTIV_CORE_ADDRESS']
  const asked = language.safeParse(environment['ACTIV_LANG'])
  return {
    ...always,
    ...(userData && { userData }),
    ...(cupsSocket && { cupsSocket }),
    ...((address || code) && { prefill: { address: address ?? '', code: code ?? '' } }),
    ...(asked.success && { language: asked.data }),
  }
}

function fromFile(file: string): Omit<Config, 'hostEnvironment'> {
  const { settings, problems } = readConfigFile(file)
  const { coreAddress, idleMinutes, printers = {}, languages = language.options, defaultLanguage } = settings
  const [first = 'ru'] = languages
  return {
    ...brand,
    ...(settings.operator !== undefined && { operator: settings.operator }),
    ...(settings.title !== undefined && { title: settings.title }),
    ...(coreAddress !== undefined && { coreAddress, prefill: { address: coreAddress, code: '' } }),
    languages,
    defaultLanguage: defaultLanguage ?? first,
    idleSeconds: idleMinutes === undefined ? idleLockSeconds : idleMinutes * 60,
    printers,
    problems,
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
    window: join(userData, 'window.json'),
    lastInfo: join(userData, 'last-info.json'),
    runs: join(userData, 'runs.json'),
  } as const
}

export type Paths = ReturnType<typeof pathsUnder>
