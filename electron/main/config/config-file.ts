import { readFileSync } from 'node:fs'
import { win32 } from 'node:path'
import { z } from 'zod'
import { language, type AppInfo } from '#domain/contract/views'
import { JsonFault, parseWithLines } from './config-lines'

const printer = z.string().trim().min(1).max(200)

/** Every key that IT can set for all users of a machine. Nothing here is secret. */
const keys = {
  /** Where counters are enrolled; without it the person who enrols types it. */
  coreAddress: z.url({ protocol: /^https?$/ }).max(300),
  languages: z.array(language).min(1),
  defaultLanguage: language,
  idleMinutes: z.number().min(1).max(30),
  operator: z.string().trim().min(1).max(60),
  title: z.string().trim().min(1).max(60),
  /** Names of the system's printers; for the papers that are printed without a viewer. */
  printers: z.strictObject({ documents: printer.optional(), slips: printer.optional() }),
}
const schema = z.strictObject(keys).partial()
export type MachineConfig = z.infer<typeof schema>

export interface ReadConfigFile {
  settings: MachineConfig
  problems: AppInfo['configProblems']
}

/**
 * Only administrators can write here. On Windows the drive is the program's own: the variable ProgramData is the
 * user's to set, and would lead to a file of his.
 */
export function machineConfigPath(platform: string, execPath: string): string {
  if (platform === 'win32') return `${win32.parse(execPath).root}ProgramData\\Activ Office\\config.json`
  if (platform === 'darwin') return '/Library/Application Support/Activ Office/config.json'
  return '/etc/activ-office/config.json'
}

/** A missing file is none; each key that cannot be used is named with its line and left out, the others count. */
export function readConfigFile(file: string): ReadConfigFile {
  try {
    return checkConfig(readFileSync(file, 'utf8'))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return { settings: {}, problems: [] }
    return { settings: {}, problems: [{ line: 0, key: 'config.json' }] }
  }
}

export function checkConfig(text: string): ReadConfigFile {
  try {
    // Windows' own editor begins a file with a byte order mark.
    const { value, lines } = parseWithLines(text.replace(/^\uFEFF/, ''))
    return checkValue(value, (key) => lines.get(key) ?? 1)
  } catch (error) {
    if (error instanceof JsonFault) return { settings: {}, problems: [{ line: error.line, key: 'JSON' }] }
    throw error
  }
}

function checkValue(value: unknown, lineOf: (key: string) => number): ReadConfigFile {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { settings: {}, problems: [{ line: 1, key: 'JSON' }] }
  }
  const wrong = wrongKeys(value)
  const rest = Object.entries(value).filter(
    ([key]) => !wrong.some((path) => path === key || path.startsWith(`${key}.`)),
  )
  const settings = schema.parse(Object.fromEntries(rest))
  const { languages, defaultLanguage } = settings
  if (languages && defaultLanguage && !languages.includes(defaultLanguage)) {
    delete settings.defaultLanguage
    wrong.push('defaultLanguage')
  }
  const problems = wrong.map((key) => ({ line: lineOf(key), key }))
  return { settings, problems: problems.sort((a, b) => a.line - b.line) }
}

/** Paths of unknown keys and of wrong values; of a list the list. */
function wrongKeys(value: object): string[] {
  const read = schema.safeParse(value)
  if (read.success) return []
  const paths = read.error.issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part === 'string')
    return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key].join('.')) : [path.join('.')]
  })
  return [...new Set(paths)]
}
