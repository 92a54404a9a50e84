import { generateKeyPairSync } from 'node:crypto'
import { protocol, type EnrolmentAnswer } from '#domain/core/office'
import { AppError } from '#domain/errors'
import { saveDevice, type Device } from '#db/repositories/device'
import { savePaperSigner, type PaperSigner } from '#db/repositories/signing'
import { findSetting, removeSetting, saveSetting } from '#db/repositories/settings'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import { coreAddress } from '../core/address'
import { clientFor, type Counter } from '../counter'
import { learnTrust, makeRequest, type SigningRequest } from '../papers'

/** What was asked for, kept until it is answered: a repeat after a lost answer must be the same request to the last byte. */
interface Attempt {
  commandId: string
  address: string
  code: string
  deviceName: string
  /** Ed25519, base64: SPKI and PKCS #8. */
  publicKey: string
  privateKey: string
  papers: SigningRequest
}

const pendingSetting = 'enrolment.pending'

export function enrolmentArea(counter: Counter): Pick<StoreApi, 'enrol'> {
  return {
    async enrol(input) {
      const address = coreAddress(input.address)
      const client = clientFor(counter, counter.line, { address })
      const about = await client.ask('about', {})
      if (about.protocol.min > protocol.max || about.protocol.max < protocol.min) {
        throw new AppError('CORE_PROTOCOL', {
          coreMin: about.protocol.min,
          coreMax: about.protocol.max,
          own: protocol.max,
        })
      }
      const attempt = await keptAttempt(counter, { ...input, address })
      const { commandId, code, deviceName, publicKey, papers } = attempt
      const answer = await client.ask('enrol', {
        body: { commandId, code, deviceName, publicKey, csr: papers.csr },
        correlationId: commandId,
      })
      const device = deviceOf(attempt, answer, about.operator, counter.clock.iso())
      await keep(counter, device, { privateKey: papers.privateKey, certificate: answer.certificate })
      await learnTrust(counter.store, about)
      counter.line.learn(about)
      counter.enrolled(device)
      counter.puller.wake()
      counter.sender.wake()
      return { officeId: device.officeId, officeName: device.officeName }
    },
  }
}

/** The same code at the same core is the same attempt, also when the key was pressed again. */
async function keptAttempt(counter: Counter, input: Parameters<StoreApi['enrol']>[0]): Promise<Attempt> {
  const { commandId, address, code, deviceName } = input
  const kept = await counter.store.read((tx) => findSetting(tx, pendingSetting))
  const known = kept === undefined ? undefined : (JSON.parse(kept) as Partial<Attempt>)
  const same = known?.address === address && known.code === code && known.deviceName === deviceName
  // An attempt of an older version has no request for a certificate.
  if (known?.papers && same) return known as Attempt
  const attempt = { commandId, address, code, deviceName, ...newKeys(), papers: await makeRequest(deviceName) }
  await counter.store.write((tx) => saveSetting(tx, pendingSetting, JSON.stringify(attempt)))
  return attempt
}

function newKeys(): Pick<Attempt, 'publicKey' | 'privateKey'> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  return { publicKey: publicKey.toString('base64'), privateKey: privateKey.toString('base64') }
}

function deviceOf(attempt: Attempt, answer: EnrolmentAnswer, operator: string, enrolledAt: string): Device {
  const { address, publicKey, privateKey } = attempt
  const { deviceId, officeId, officeName, clientId, clientSecret } = answer
  return {
    address,
    deviceId,
    officeId,
    officeName,
    operator,
    clientId,
    clientSecret,
    publicKey,
    privateKey,
    enrolledAt,
  }
}

async function keep(counter: Counter, device: Device, signer: PaperSigner): Promise<void> {
  const audit = { actor: 'counter', event: 'enrolled', subject: device.deviceId, facts: { officeId: device.officeId } }
  await unitOfWork(counter.store, { clock: counter.clock, audit }, async (tx) => {
    await saveDevice(tx, device)
    await savePaperSigner(tx, signer)
    await removeSetting(tx, pendingSetting)
  })
}
