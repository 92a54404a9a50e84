import type { ReadTx, WriteTx } from '../connection'

export async function findSetting(tx: ReadTx, name: string): Promise<string | undefined> {
  const row: { value: string } | undefined = await tx('setting').where({ name }).first()
  return row?.value
}

export async function saveSetting(tx: WriteTx, name: string, value: string): Promise<void> {
  await tx('setting').insert({ name, value }).onConflict('name').merge()
}

export async function removeSetting(tx: WriteTx, name: string): Promise<void> {
  await tx('setting').where({ name }).delete()
}
