import { constants, createDeflate } from 'node:zlib'

/** The default of zlib. Lower ones take half the time for a file that is a tenth larger. */
export const deflateLevel = 6

/**
 * Deflates one block after another in the thread pool, while the caller goes on; one compressor is used for all of
 * them, as making it costs as much as compressing half a page. The bytes are those of `deflateSync`.
 */
export class Deflater {
  readonly #stream = createDeflate({ level: deflateLevel, flush: constants.Z_FINISH, chunkSize: 64 * 1024 })
  #chunks: Buffer[] = []

  constructor() {
    this.#stream.on('data', (chunk: Buffer) => this.#chunks.push(chunk))
  }

  /** Not before the block before is done. */
  deflate(block: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#stream.write(block, (error) => {
        if (error) return reject(error)
        const [first, ...more] = this.#chunks
        this.#chunks = []
        this.#stream.reset()
        resolve(first && more.length === 0 ? first : Buffer.concat(first ? [first, ...more] : []))
      })
    })
  }

  close(): void {
    this.#stream.destroy()
  }
}
