import { ObjectId, type PackedObjects } from './objects'
import type { PageRef } from './pages'

/** Standard structure types (ISO 32000-1, 14.8.4): those of groups, and those that hold text. */
export type GroupTag = 'Sect' | 'Table' | 'TR'
export type TextTag = 'H1' | 'H2' | 'P' | 'TH' | 'TD'

interface Open {
  id: number
  tag: string
  children: number[]
}

/**
 * The logical structure of a document: what a reading program goes by. Written while the pages are drawn; in memory are
 * the open elements with the numbers of their children, and the marks of the page at hand.
 */
export class Tags {
  readonly #objects: PackedObjects
  readonly #root: { id: number; data: Record<string, unknown> }
  readonly #open: Open[] = []
  readonly #document: Open
  /** Number tree from the pages to the elements whose marks they hold. */
  readonly #pages: string[] = []
  #page: PageRef | undefined
  #marks: number[] = []

  constructor(objects: PackedObjects, root: { id: number; data: Record<string, unknown> }) {
    this.#objects = objects
    this.#root = root
    this.#document = { id: objects.allocate(), tag: 'Document', children: [] }
  }

  startPage(page: PageRef): void {
    this.#page = page
    this.#marks = []
  }

  /** What follows belongs to a new element, on this page and the next ones, until `close`. */
  open(tag: GroupTag): void {
    this.#open.push({ id: this.#child(), tag, children: [] })
  }

  /** Ends whatever is open; what follows belongs to a new section. */
  section(): void {
    while (this.#open.length > 0) this.close()
    this.open('Sect')
  }

  close(): void {
    const element = this.#open.pop()
    if (element) this.#write(element, this.#parent)
  }

  /** A new element for the next marked content of the page; returns its mark (MCID). */
  mark(tag: TextTag): number {
    const id = this.#child()
    const mark = this.#marks.push(id) - 1
    const scope = tag === 'TH' ? ' /A <</O /Table /Scope /Column>>' : ''
    const text = `<</S /${tag} /P ${this.#parent.id} 0 R /Pg ${this.#page?.id ?? 0} 0 R /K ${mark}${scope}>>`
    this.#objects.write(id, text)
    return mark
  }

  /** A cell without text, so that the rows of a table have the same length. */
  emptyCell(): void {
    this.#objects.write(this.#child(), `<</S /TD /P ${this.#parent.id} 0 R>>`)
  }

  endPage(): void {
    if (!this.#page || this.#marks.length === 0) return
    const id = this.#objects.allocate()
    this.#objects.write(id, `[${this.#marks.map(reference).join(' ')}]`)
    this.#page.entries.set('StructParents', String(this.#pages.length))
    this.#pages.push(`${this.#pages.length} ${id} 0 R`)
  }

  end(): void {
    while (this.#open.length > 0) this.close()
    const parents = this.#objects.allocate()
    this.#objects.write(parents, `<</Nums [${this.#pages.join(' ')}]>>`)
    this.#write(this.#document, this.#root)
    Object.assign(this.#root.data, {
      K: new ObjectId(this.#document.id),
      ParentTree: new ObjectId(parents),
      ParentTreeNextKey: this.#pages.length,
    })
    this.#objects.flush()
  }

  get #parent(): Open {
    return this.#open.at(-1) ?? this.#document
  }

  #child(): number {
    const id = this.#objects.allocate()
    this.#parent.children.push(id)
    return id
  }

  #write({ id, tag, children }: Open, parent: { id: number }): void {
    this.#objects.write(id, `<</S /${tag} /P ${parent.id} 0 R /K [${children.map(reference).join(' ')}]>>`)
  }
}

function reference(id: number): string {
  return `${id} 0 R`
}
