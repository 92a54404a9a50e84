import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import tseslint from 'typescript-eslint'

// The files are made up, so the rules that ask the type checker about a file are left out.
const eslint = new ESLint({
  overrideConfig: (tseslint.configs.disableTypeChecked as ESLint.Options['overrideConfig']) ?? [],
})

async function rulesBroken(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath })
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message)
}

const arrow = 'activ/room-arrows'
const refused: [file: string, code: string, rule: string][] = [
  ['domain/x.ts', `export * from '#db/connection'`, arrow],
  ['domain/x.ts', `export * from '../db/connection'`, arrow],
  ['domain/x.ts', `export { readFile } from 'node:fs'`, arrow],
  ['domain/x.ts', `export { v7 } from 'uuid'`, arrow],
  ['db/x.ts', `export * from '#reports/kit/page'`, arrow],
  ['db/x.ts', `export type * from '#electron/main/main'`, arrow],
  ['db/repositories/x.ts', `import knex from 'knex'; export const db = knex({})`, arrow],
  ['reports/x.ts', `export * from '#db/connection'`, arrow],
  ['reports/x.ts', `export const load = () => import('electron')`, arrow],
  ['electron/main/x.ts', `export * from '#renderer/app/main'`, arrow],
  ['electron/main/x.ts', `export * from '#test/core/main'`, arrow],
  ['electron/main/x.ts', `export const knex = () => import('knex')`, arrow],
  ['electron/preload/x.ts', `export { join } from 'node:path'`, arrow],
  ['renderer/x.ts', `export type X = import('#electron/main/main').X`, arrow],
  ['renderer/x.ts', `export const load = () => import('../db/connection')`, arrow],
  ['renderer/x.ts', `export { ipcRenderer } from 'electron'`, arrow],
  ['renderer/x.vue', `<script setup lang="ts">\nimport '#db/connection'\n</script>`, arrow],
  ['setup/x.mjs', `import 'vite'`, arrow],
  [
    'electron/main/x.ts',
    `import { shell } from 'electron'; await shell.openExternal('https://x')`,
    'no-restricted-syntax',
  ],
  ['db/x.ts', `export const home = process.env['HOME']`, 'no-restricted-syntax'],
  ['reports/x.ts', `console.log(1)`, 'no-console'],
  ['renderer/x.vue', `<template><p v-html="text" /></template>`, 'vue/no-v-html'],
  ['renderer/x.vue', `<template><p style="color: red" /></template>`, 'vue/no-static-inline-styles'],
]

const allowed: [file: string, code: string][] = [
  ['domain/x.ts', `export { z } from 'zod'`],
  ['domain/x.ts', `export * from './money'`],
  ['db/x.ts', `export * from '#domain/money'`],
  ['db/repositories/x.ts', `import type { Knex } from 'knex'; export type Db = Knex`],
  ['db/connection.ts', `export { default } from 'knex'`],
  ['electron/main/x.ts', `export { default } from '../store-host/store-host?modulePath'`],
  ['electron/main/config/config.ts', `export const home = process.env['HOME']`],
  ['renderer/x.ts', `export * from '#domain/contract/index'`],
  ['domain/x.spec.ts', `export * from '#test/fixtures/people'`],
  ['test/x.ts', `export * from '#electron/main/main'`],
]

describe('lint rules of the rooms', () => {
  it.each(refused)('%s refuses %s', async (file, code, rule) => {
    expect(await rulesBroken(file, code)).toContain(rule)
  })

  it.each(allowed)('%s allows %s', async (file, code) => {
    expect(await rulesBroken(file, code)).toEqual([])
  })
})
