import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mutants } from './faults'

const project = join(import.meta.dirname, '../..')

it.each(mutants)('$name: has one place in the code of today', ({ file, find }) => {
  expect(readFileSync(join(project, file), 'utf8').split(find)).toHaveLength(2)
})
