import type { ReadTx, WriteTx } from '../connection'

/** This counter as the core knows it. */
export interface Device {
  /** Base address of the core, without a slash at the end. */
  address: string
  deviceId: string
  officeId: string
  officeName: string
  operator: string
  clientId: string
  clientSecret: string
  /** Ed25519, SPKI, base64. */
  publicKey: string
  /** Ed25519, PKCS #8, base64. */
  privateKey: string
  enrolledAt: string
}

export async function findDevice(tx: ReadTx): Promise<Device | undefined> {
  return await tx('device').first()
}

export async function saveDevice(tx: WriteTx, device: Device): Promise<void> {
  await tx('device')
    .insert({ id: 1, ...device })
    .onConflict('id')
    .merge()
}
