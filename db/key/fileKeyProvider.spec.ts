import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tempDir } from '../spec/tempStore'
import { fileKeyProvider } from './fileKeyProvider'

const flip = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a))

function place() {
  const dir = tempDir()
  const files = { file: join(dir, 'store.key'), storeFile: join(dir, 'office.db') }
  const provider = (unwrap = async (wrapped: Buffer) => flip(wrapped).toString()) =>
    fileKeyProvider({ ...files, wrap: async (plain) => flip(Buffer.from(plain)), unwrap, protection: 'keyring' })
  return { dir, ...files, provider }
}

describe('the key in a file', () => {
  it('is made once, random, and kept wrapped', async () => {
    const { dir, file, provider } = place()
    const key = await provider().load()
    expect(key.keyHex).toMatch(/^[0-9a-f]{64}$/)
    expect(await provider().load()).toEqual(key)
    expect(readFileSync(file).toString()).not.toContain(key.keyHex)
    expect(readdirSync(dir)).toEqual(['store.key'])
    expect((await place().provider().load()).keyHex).not.toBe(key.keyHex)
  })

  it('is never made anew beside a store', async () => {
    const { file, storeFile, provider } = place()
    await provider().load()
    writeFileSync(storeFile, 'store')
    rmSync(file)
    await expect(provider().load()).rejects.toMatchObject({ code: 'STORE_KEY_WRONG' })
  })

  it('that cannot be unwrapped is a matter of the keyring, without its message', async () => {
    const { provider } = place()
    await provider().load()
    const failing = provider(() => Promise.reject(new Error('secret')))
    const failure = await failing.load().catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'KEYRING_MISSING' })
    expect(failure).not.toHaveProperty('cause')
  })

  it('that is not a key is refused', async () => {
    const { file, provider } = place()
    writeFileSync(file, flip(Buffer.from('too short')))
    await expect(provider().load()).rejects.toMatchObject({ code: 'STORE_KEY_WRONG' })
  })
})
