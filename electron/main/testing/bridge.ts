import { callNames, callSpec } from '#domain/contract/index'
import type { ClerkView } from '#domain/contract/views'
import type { SessionView } from '../bridge/admit'
import { makeBridge, type BridgeDeps, type BridgeFault } from '../bridge/bridge'
import type { Handlers } from '../bridge/handlers'
import { isOurSender, type SenderEvent } from '../bridge/sender'
import type { CustomerSession } from '../session/session'
import { sampleOf } from './sample'

export const ourId = 7
export const mainFrame = { url: 'app://bundle/index.html#/find', parent: null, isDestroyed: () => false }
export const ours: SenderEvent = { sender: { id: ourId, isDestroyed: () => false }, senderFrame: mainFrame }

/** The number that samples name. */
export const msisdn = '77010000001'
export const clerk: ClerkView = {
  id: 'c1',
  name: 'A',
  roles: ['clerk'],
  until: '2026-11-23T17:00:00.000Z',
  offline: false,
}
export const supervisor: ClerkView = { ...clerk, roles: ['clerk', 'supervisor'] }
export const customer: CustomerSession = {
  visitId: '0193a1b2-7c00-7000-8000-00000000000a',
  numbers: [msisdn],
  clerkId: clerk.id,
  until: '2026-11-23T05:10:00.000Z',
}

export function sessionOf(clerkView?: ClerkView, customerSession?: CustomerSession): SessionView {
  return { clerk: () => clerkView, customer: () => customerSession }
}

/** A bridge whose handlers answer a sample each and note that they were reached. */
export function testBridge(session: SessionView, own: Partial<Handlers> = {}, more: Partial<BridgeDeps> = {}) {
  const reached: string[] = []
  const faults: BridgeFault[] = []
  const answers = callNames.map((name) => [
    name,
    async () => {
      reached.push(name)
      return sampleOf(callSpec(name).output)
    },
  ])
  const bridge = makeBridge({
    handlers: { ...(Object.fromEntries(answers) as Handlers), ...own },
    session,
    isOurFrame: (event) => isOurSender(event, { id: ourId }),
    log: (fault) => void faults.push(fault),
    newRef: () => 'REF00001',
    ...more,
  })
  return { bridge, reached, faults }
}
