/** SQL has `snake_case`, TypeScript `camelCase`; Knex translates at the border by these two. */

const snakes = new Map<string, string>()
const camels = new Map<string, string>()

export function snakeCase(name: string): string {
  return cached(snakes, name, () => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
}

function camelCase(name: string): string {
  return cached(camels, name, () => name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase()))
}

function cached(names: Map<string, string>, name: string, make: () => string): string {
  const known = names.get(name) ?? make()
  names.set(name, known)
  return known
}

/** Rows whose first one needs no translation are passed on as they are: long reads name their columns themselves. */
export function camelRows(result: unknown): unknown {
  if (Array.isArray(result)) return needsCamel(result[0]) ? result.map((row) => camelRow(row as object)) : result
  return needsCamel(result) ? camelRow(result) : result
}

function needsCamel(row: unknown): row is object {
  return typeof row === 'object' && row !== null && Object.keys(row).some((key) => key.includes('_'))
}

function camelRow(row: object): object {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [camelCase(key), value]))
}
