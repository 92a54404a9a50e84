import { v7 } from 'uuid'

/**
 * Gives the id of an act: the same one for the same unchanged input, so that a second press and a retry after an unclear
 * end meet the first answer; a new one when the input changed or after `forget`.
 */
export class CommandIds {
  #last: { input: string; id: string } | undefined
  readonly #make: () => string

  constructor(make: () => string = v7) {
    this.#make = make
  }

  idFor(input: object): string {
    const text = JSON.stringify(input, Object.keys(flat(input)).sort())
    if (this.#last?.input !== text) this.#last = { input: text, id: this.#make() }
    return this.#last.id
  }

  /** The act is over for good (refused, or to be done once more): the next press is another act. */
  forget(): void {
    this.#last = undefined
  }
}

/** All keys at any depth: the list JSON.stringify needs to write them in one order. */
function flat(value: object): Record<string, true> {
  const keys: Record<string, true> = {}
  for (const [key, inner] of Object.entries(value)) {
    keys[key] = true
    if (typeof inner === 'object' && inner !== null) Object.assign(keys, flat(inner))
  }
  return keys
}
