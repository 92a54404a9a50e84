// Lint rule `activ/room-arrows`: which room of the code may import which other, and which packages.
// It sees every way of importing: import, export from, import(), require() and import types.
import { isBuiltin } from 'node:module'
import { dirname, relative, resolve, sep } from 'node:path'

const presentation = ['vue', 'vue-router', 'vue-i18n', 'pinia', 'reka-ui', '@lucide/vue']
const storage = ['knex', 'sqlite3']

/**
 * Room (the longest matching folder wins) -> rooms it may import beside itself, whether it may use Node's modules,
 * and packages: `only` these, or any but these (`not`). Rooms not listed, and specs, may import everything.
 */
const rooms = {
  domain: { rooms: [], node: false, only: ['zod', 'mrz', 'libphonenumber-js'] },
  db: { rooms: ['domain'], node: true, not: ['electron', ...presentation] },
  reports: { rooms: ['domain'], node: true, not: ['electron', ...storage, ...presentation] },
  electron: { rooms: ['domain', 'db', 'reports'], node: true, not: ['knex', ...presentation] },
  'electron/preload': { rooms: ['domain'], node: false, only: ['electron'] },
  renderer: { rooms: ['domain'], node: false, not: ['electron', 'electron-updater', 'pdfkit', 'pino', ...storage] },
  setup: { rooms: [], node: true, only: [] },
}
const topRooms = ['domain', 'db', 'reports', 'electron', 'renderer', 'test', 'setup']

/** Files that need more than their room: path -> packages. */
const extraPackages = {
  'setup/default-app/main.js': ['electron'],
  'setup/fuses.mjs': ['@electron/fuses'],
}
const knexOwner = 'db/connection.ts'

const isSpec = (file) => /\.(spec|e2e)\.[cm]?[jt]sx?$/.test(file)
const slashes = (path) => path.split(sep).join('/')
const packageOf = (source) =>
  source
    .split('/')
    .slice(0, source.startsWith('@') ? 2 : 1)
    .join('/')

function roomOf(file) {
  const candidates = Object.keys(rooms).filter((room) => file.startsWith(`${room}/`))
  return candidates.sort((a, b) => b.length - a.length)[0]
}

/** The top room an import leads to, or undefined for a package or a file outside every room. */
function targetRoom(source, file, cwd) {
  const byName = /^#(\w+)\//.exec(source)?.[1]
  if (byName) return byName
  if (!source.startsWith('.') && !source.startsWith('/')) return undefined
  const path = slashes(relative(cwd, resolve(cwd, dirname(file), source)))
  return topRooms.find((room) => path === room || path.startsWith(`${room}/`)) ?? 'outside'
}

function packageProblem(rule, source, file, typeOnly) {
  const name = packageOf(source)
  if (extraPackages[file]?.includes(name)) return undefined
  if (isBuiltin(source)) return rule.node ? undefined : 'node'
  if (name === 'knex' && file.startsWith('db/')) return file === knexOwner || typeOnly ? undefined : 'knex'
  if (rule.only ? !rule.only.includes(name) : rule.not.includes(name)) return 'package'
  return undefined
}

function problemOf(source, file, cwd, typeOnly) {
  const room = roomOf(file)
  if (!room || isSpec(file)) return undefined
  const rule = rooms[room]
  const target = targetRoom(source, file, cwd)
  if (target === undefined) return packageProblem(rule, source, file, typeOnly)
  const own = room.split('/')[0]
  return target === own || rule.rooms.includes(target) ? undefined : 'room'
}

const isTypeOnly = (node) =>
  node.importKind === 'type' ||
  node.exportKind === 'type' ||
  node.type === 'TSImportType' ||
  (node.type === 'ImportDeclaration' &&
    node.specifiers.length > 0 &&
    node.specifiers.every((each) => each.importKind === 'type'))

const roomArrows = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      room: '{{room}} must not import {{source}}: the arrows are domain <- db, reports <- electron; renderer imports domain only.',
      package: '{{room}} must not import the package {{source}}.',
      node: '{{room}} must not use Node ({{source}}).',
      knex: `Only ${knexOwner} imports knex; elsewhere in db its types alone.`,
    },
  },
  create(context) {
    const file = slashes(relative(context.cwd, context.filename))
    const check = (node, literal) => {
      if (typeof literal?.value !== 'string') return
      const source = literal.value.replace(/\?.*$/, '')
      const messageId = problemOf(source, file, context.cwd, isTypeOnly(node))
      if (messageId) context.report({ node: literal, messageId, data: { room: roomOf(file), source } })
    }
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal),
      'CallExpression[callee.name="require"]': (node) => check(node, node.arguments[0]),
    }
  },
}

export default { meta: { name: 'activ' }, rules: { 'room-arrows': roomArrows } }
