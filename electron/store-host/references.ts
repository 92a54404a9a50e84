import type { ReadableStore } from '#db/connection'
import { listReference } from '#db/repositories/reference'

/** Reference data of the core that every customer needs: read once, and kept until the feed changes it. */
export class References {
  readonly #known = new Map<string, Promise<unknown[]>>()

  constructor(private readonly store: Pick<ReadableStore, 'read'>) {}

  /** JSON bodies of a kind, as they came. */
  list(kind: string): Promise<unknown[]> {
    const known = this.#known.get(kind)
    if (known) return known
    const read = this.store.read((tx) => listReference(tx, kind))
    this.#known.set(kind, read)
    read.catch(() => this.#known.delete(kind))
    return read
  }

  /** After the commit of what has changed: who has begun to read before it may still get what was. */
  forget(): void {
    this.#known.clear()
  }
}
