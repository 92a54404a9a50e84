/** A JSON text with the line (from 1) of every key, by its path: `printers.slips`. */
export interface LinedJson {
  value: unknown
  lines: ReadonlyMap<string, number>
}

export class JsonFault extends Error {
  constructor(readonly line: number) {
    super('not JSON')
  }
}

const token = /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\n]|\\.)*")|(-?\d[\d.eE+-]*|true|false|null))/y

/** JSON (RFC 8259) that says where it is broken: the engine's own parser names no lines. @throws JsonFault */
export function parseWithLines(text: string): LinedJson {
  const reader = new Reader(text)
  const value = reader.value('')
  reader.end()
  return { value, lines: reader.lines }
}

class Reader {
  readonly lines = new Map<string, number>()
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(path: string): unknown {
    const next = this.#take()
    if (next === '{') return this.#object(path)
    if (next === '[') return this.#array(path)
    return this.#plain(next)
  }

  end(): void {
    if (!/^[ \t\r\n]*$/.test(this.#text.slice(this.#at))) this.#fault()
  }

  #object(path: string): object {
    const entries: [string, unknown][] = []
    if (this.#isNext('}')) return {}
    do {
      const key = this.#plain(this.#take())
      if (typeof key !== 'string') return this.#fault()
      const own = path === '' ? key : `${path}.${key}`
      this.lines.set(own, this.#line())
      this.#expect(':')
      entries.push([key, this.value(own)])
    } while (this.#isNext(','))
    this.#expect('}')
    return Object.fromEntries(entries)
  }

  #array(path: string): unknown[] {
    const values: unknown[] = []
    if (this.#isNext(']')) return values
    do values.push(this.value(`${path}.${values.length}`))
    while (this.#isNext(','))
    this.#expect(']')
    return values
  }

  #plain(text: string): unknown {
    try {
      return JSON.parse(text) as unknown
    } catch {
      return this.#fault()
    }
  }

  #isNext(mark: string): boolean {
    const before = this.#at
    if (this.#take() === mark) return true
    this.#at = before
    return false
  }

  #expect(mark: string): void {
    if (!this.#isNext(mark)) this.#fault()
  }

  #take(): string {
    token.lastIndex = this.#at
    const found = token.exec(this.#text)
    if (found === null) return this.#fault()
    this.#at = token.lastIndex
    return found[0].trim()
  }

  #line(): number {
    return this.#text.slice(0, this.#at).split('\n').length
  }

  /** What is wrong begins after the blanks that follow what was right. */
  #fault(): never {
    this.#at += /^\s*/.exec(this.#text.slice(this.#at))?.[0].length ?? 0
    throw new JsonFault(this.#line())
  }
}
