import { z } from 'zod'
import type { ReadTx, WriteTx } from '../connection'
import { findSetting, saveSetting } from './settings'

const signerSetting = 'papers.signer'
const trustSetting = 'papers.trust'

/** PEM: by what this counter signs papers. Lies in the store, which is encrypted. */
const paperSigner = z.object({ privateKey: z.string(), certificate: z.string() })
export type PaperSigner = z.infer<typeof paperSigner>

/** Every key and root that the core has named, the latest last: papers outlive keys. */
const storedTrust = z.object({ keys: z.array(z.string()), roots: z.array(z.string()) })
type StoredTrust = z.infer<typeof storedTrust>

export async function findPaperSigner(tx: ReadTx): Promise<PaperSigner | undefined> {
  const kept = await findSetting(tx, signerSetting)
  return kept === undefined ? undefined : paperSigner.parse(JSON.parse(kept))
}

export async function savePaperSigner(tx: WriteTx, signer: PaperSigner): Promise<void> {
  await saveSetting(tx, signerSetting, JSON.stringify(signer))
}

export async function findPaperTrust(tx: ReadTx): Promise<StoredTrust> {
  const kept = await findSetting(tx, trustSetting)
  return kept === undefined ? { keys: [], roots: [] } : storedTrust.parse(JSON.parse(kept))
}

export async function addPaperTrust(tx: WriteTx, key: string, root: string): Promise<void> {
  const { keys, roots } = await findPaperTrust(tx)
  if (keys.at(-1) === key && roots.at(-1) === root) return
  const latest = (list: string[], value: string) => [...list.filter((one) => one !== value), value]
  await saveSetting(tx, trustSetting, JSON.stringify({ keys: latest(keys, key), roots: latest(roots, root) }))
}
