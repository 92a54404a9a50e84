import { Worker } from 'node:worker_threads'
import { deflateSync } from 'node:zlib'

/** The default of zlib. Lower ones take half the time for a file that is a tenth larger. */
export const deflateLevel = 6

/** A page of rows comes to less than a chunk. */
const options = { level: deflateLevel, chunkSize: 8 * 1024 }
/** When so much is with the thread, the caller is as quick. */
const mostBehind = 2

/** Blocks one behind the other from the beginning of the bytes, each of its length. */
export interface Blocks {
  bytes: Uint8Array<ArrayBuffer>
  lengths: number[]
}

export interface Deflated extends Blocks {
  /** What the bytes were given in, to be used again: new memory takes as long as drawing a part of the page. */
  spent: Uint8Array<ArrayBuffer>
}

/** As text, so that it is the same from source, bundled and packaged. */
const program = `
  const { parentPort, workerData: done } = require('node:worker_threads')
  const { deflateSync } = require('node:zlib')
  parentPort.on('message', ({ bytes, lengths }) => {
    let at = 0
    const options = ${JSON.stringify(options)}
    const deflated = lengths.map((length) => deflateSync(bytes.subarray(at, (at += length)), options))
    Atomics.add(done, 0, 1)
    const whole = new Uint8Array(Buffer.concat(deflated))
    const answer = { bytes: whole, lengths: deflated.map(({ length }) => length), spent: bytes }
    parentPort.postMessage(answer, [whole.buffer, bytes.buffer])
  })
`
/** Its garbage is large and its heap is not: the less room, the sooner it is collected. */
const resourceLimits = { maxYoungGenerationSizeMb: 1 }

interface Waiting {
  resolve(deflated: Deflated): void
  reject(error: unknown): void
}

/**
 * A thread that deflates while this one draws. Many blocks go over together: with zlib's own asynchronous calls each
 * hand-over takes this thread as long as deflating half a page.
 */
class DeflateThread {
  /** Shared with the thread: how many calls it has done, as its answers are seen only when this thread is idle. */
  readonly #done = new Int32Array(new SharedArrayBuffer(4))
  readonly #worker = new Worker(program, { eval: true, resourceLimits, workerData: this.#done })
  readonly #waiting: Waiting[] = []
  #sent = 0

  /** @param onDeath after an error of the thread, which all who wait get */
  constructor(onDeath: () => void) {
    this.#worker.on('message', (deflated: Deflated) => this.#next()?.resolve(deflated))
    this.#worker.on('error', (error) => {
      onDeath()
      while (this.#waiting.length > 0) this.#next()?.reject(error)
    })
    this.#worker.unref()
  }

  /** Calls that it has not done yet. */
  get behind(): number {
    return (this.#sent - Atomics.load(this.#done, 0)) | 0
  }

  deflate({ bytes, lengths }: Blocks): Promise<Deflated> {
    this.#sent = (this.#sent + 1) | 0
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#worker.ref()
      this.#worker.postMessage({ bytes, lengths }, [bytes.buffer])
    })
  }

  /** Without anybody waiting the thread does not keep the process alive. */
  #next(): Waiting | undefined {
    const next = this.#waiting.shift()
    if (this.#waiting.length === 0) this.#worker.unref()
    return next
  }
}

let thread: DeflateThread | undefined

/**
 * Each block becomes what `deflateSync` makes of it, by the thread or, when that is behind, at once and here; the bytes and
 * their buffer are given away. Answers may overtake each other.
 */
export async function deflateBlocks(blocks: Blocks): Promise<Deflated> {
  thread ??= new DeflateThread(() => (thread = undefined))
  return thread.behind < mostBehind ? await thread.deflate(blocks) : deflateHere(blocks)
}

/** As the thread does. */
function deflateHere({ bytes, lengths }: Blocks): Deflated {
  let at = 0
  const deflated = lengths.map((length) => deflateSync(bytes.subarray(at, (at += length)), options))
  return { bytes: new Uint8Array(Buffer.concat(deflated)), lengths: deflated.map(({ length }) => length), spent: bytes }
}
