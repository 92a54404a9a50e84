import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Ajv, { type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

const beside = fileURLToPath(new URL('../../../shared/tmf', import.meta.url))

/** Folder of the TM Forum swagger files (`TMF622-….swagger.json`), which are not part of this project. */
export function findTmfSpecs(): string | undefined {
  return [process.env['TMF_SPECS'], beside].find((folder) => folder !== undefined && existsSync(folder))
}

/** Swagger 2 schemas are close enough to JSON Schema; `discriminator` and the like are ignored. */
export class TmfSchemas {
  private readonly ajv = new Ajv({ strict: false, allErrors: true })
  private readonly known = new Set<string>()

  constructor(private readonly folder: string) {
    addFormats(this.ajv)
  }

  /** What is wrong with a value as the named definition of an API: `[]` where it conforms. */
  problems(api: string, definition: string, value: unknown): string[] {
    const validate = this.validator(api, definition)
    if (validate(value)) return []
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`)
  }

  private validator(api: string, definition: string): ValidateFunction {
    if (!this.known.has(api)) this.load(api)
    const validate = this.ajv.getSchema(`${api}#/definitions/${definition}`)
    if (!validate) throw new Error(`${api} has no ${definition}`)
    return validate
  }

  private load(api: string): void {
    const file = readdirSync(this.folder).find((name) => name.startsWith(`${api}-`) && name.endsWith('.json'))
    if (file === undefined) throw new Error(`no file of ${api}`)
    const { definitions } = JSON.parse(readFileSync(join(this.folder, file), 'utf8')) as { definitions: object }
    // The published `Any` is an object; it stands for any JSON value.
    this.ajv.addSchema({ $id: api, definitions: { ...definitions, Any: {} } })
    this.known.add(api)
  }
}
