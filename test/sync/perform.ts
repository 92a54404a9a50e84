import type { OrderLine } from '#domain/core/order'
import { presented } from '#test/core/harness'
import type { KnownPerson } from '#test/core/generator/facts'
import type { FaultRule } from '#test/core/faults'
import type { Step } from './steps'
import { signInOf } from './template'
import { fencesOf } from './verdict'
import type { World } from './world'

const down: FaultRule = { match: {}, fault: { kind: 'down' } }
const dayMs = 86_400_000
/** What means that the clerk must sign in or verify once more. */
const sessionOver = ['NOT_SIGNED_IN', 'NO_CUSTOMER_SESSION', 'VERIFICATION_EXPIRED']

export async function perform(world: World, step: Step): Promise<void> {
  switch (step.do) {
    case 'unblock':
    case 'detail':
    case 'reissue':
      return await place(world, step)
    case 'file':
      return await file(world, person(world, step.number))
    case 'pressAgain':
      return await world.screen.asked.at(-1 - step.back)?.press()
    case 'retry':
    case 'withdraw':
      return await decide(world, step.do)
    case 'kill':
      return world.killAfter(step.moments)
    case 'close':
      return await world.end('close')
    case 'backup':
      return await world.backUp()
    case 'restore':
      return await world.restore(step.after)
    case 'clock':
      return void (world.skewMs = step.days * dayMs)
    default:
      return await outside(world, step)
  }
}

/** What happens on the line, at the core and to time. */
async function outside(world: World, step: Step): Promise<void> {
  const { core } = world
  if (step.do === 'cut' || step.do === 'mend') {
    world.isCut = step.do === 'cut'
    core.setFaults(world.isCut ? [down] : [])
  }
  if (step.do === 'faults') core.setFaults([...(world.isCut ? [down] : []), ...step.rules])
  if (step.do === 'wait') await world.wait(step.ms)
  if (step.do === 'sleep') {
    world.time.skip(step.ms)
    await world.wait(0)
  }
  if (step.do === 'restartCore') await core.restart({ tokens: step.tokens })
  if (step.do === 'coreChanges') await changeCore(world, step.what, step.sim)
}

async function changeCore({ core, time }: World, what: 'fee' | 'leaseRenewed' | 'leaseMoved', sim: number) {
  if (what === 'fee') return await core.change.fee('fee.detailization', 1000 + (time.now() % 1000))
  const { iccid } = must(core.facts.sims.free19[sim])
  if (what === 'leaseRenewed') await core.change.renewLease(iccid)
  else await core.change.moveLease(iccid)
}

type Placing = Extract<Step, { do: 'unblock' | 'detail' | 'reissue' }>

async function place(world: World, step: Placing): Promise<void> {
  const who = person(world, step.number)
  for (let tries = 0; tries < 2; tries++) {
    const visitId = await visitOf(world, who)
    const lines = visitId === undefined ? { refused: 'NO_VISIT' } : await linesOf(world, who, step)
    const ended = 'refused' in lines ? lines.refused : await press(world, who, String(visitId), lines)
    if (!sessionOver.includes(ended)) return
    world.visits.clear()
  }
}

/** A new key press. Gives the code of its refusal, or an empty text. */
async function press(world: World, who: KnownPerson, visitId: string, lines: OrderLine[]): Promise<string> {
  const { screen } = world
  const order = { commandId: world.newId(), visitId, msisdn: who.msisdn, lines }
  let refused = ''
  const send = async () => {
    const answer = await world.ask((api) => api.placeOrder(order))
    if ('refused' in answer) return void (refused = answer.refused)
    screen.show(answer)
  }
  screen.asked.push({ id: order.commandId, msisdn: who.msisdn, lines, press: send })
  await send()
  if (refused === '') await checkFences(world, order.commandId)
  return refused
}

/** No promise on a lease that the store itself knows to be over: nothing has reached it since, as time stands still. */
async function checkFences(world: World, id: string): Promise<void> {
  const stored = await world.peek()
  const row = stored?.outbox.find((one) => one.id === id)
  for (const { iccid, fence } of row ? fencesOf(row) : []) {
    if (stored?.sims.find((sim) => sim.iccid === iccid)?.fence !== fence) world.screen.add('staleFence', id)
  }
}

async function linesOf(
  world: World,
  { msisdn, blocks }: KnownPerson,
  step: Placing,
): Promise<OrderLine[] | { refused: string }> {
  if (step.do === 'unblock') return [{ operation: 'unblock', blockIds: blocks.map(({ id }) => id) }]
  if (step.do === 'detail') return await detailOf(world, msisdn)
  const { iccid } = must(world.core.facts.sims.free19[step.sim])
  const sim = await world.ask((api) => api.checkSim({ iccid }))
  if ('refused' in sim) return sim
  const reason = 'LOST_STOLEN'
  const quote = await world.ask((api) => api.quote({ msisdn, operation: 'simReissue', reason }))
  if ('refused' in quote) return quote
  if (step.meanwhile !== 'nothing') {
    await changeCore(world, step.meanwhile, step.sim)
    await world.wait(16_000)
  }
  const { feeId, quoteId, tiyn, taxRate } = quote
  return [{ operation: 'simReissue', reason, iccid, fence: sim.fence, fee: { feeId, quoteId, tiyn, taxRate } }]
}

async function detailOf(world: World, msisdn: string): Promise<OrderLine[] | { refused: string }> {
  const day = (ago: number) => `${new Date(world.time.now() - ago * dayMs).toISOString().slice(0, 10)}T19:00:00.000Z`
  const period = { from: day(12), to: day(2) }
  const quote = await world.ask((api) => api.quote({ msisdn, operation: 'detailization', period }))
  if ('refused' in quote) return quote
  const { feeId, quoteId, tiyn, taxRate } = quote
  return [{ operation: 'detailization', ...period, form: 'expanded', fee: { feeId, quoteId, tiyn, taxRate } }]
}

async function file(world: World, who: KnownPerson): Promise<void> {
  if ((await signIn(world)) !== '') return
  const { clerkId } = signInOf(world.core)
  const filing = { commandId: world.newId(), clerkId, msisdn: who.msisdn, person: presented(who) }
  const send = async () => {
    const answer = await world.ask((api) => api.fileUnblock(filing))
    if (!('refused' in answer)) world.screen.show(answer)
  }
  world.screen.asked.push({ id: filing.commandId, msisdn: who.msisdn, lines: undefined, press: send })
  await send()
}

export async function signIn(world: World): Promise<string> {
  const answer = await world.ask((api) => api.signIn({ commandId: world.newId(), ...signInOf(world.core) }))
  return 'refused' in answer ? answer.refused : ''
}

/** A visit of this number in the present run, with its document verified. */
async function visitOf(world: World, who: KnownPerson): Promise<string | undefined> {
  const known = world.visits.get(who.msisdn)
  if (known !== undefined) return known
  if (world.visits.size === 0 && (await signIn(world)) !== '') return undefined
  const { clerkId } = signInOf(world.core)
  const opened = await world.ask((api) => api.openVisit({ commandId: world.newId(), clerkId, msisdn: who.msisdn }))
  if ('refused' in opened) return undefined
  const { visitId } = opened
  const person = presented(who)
  const verified = await world.ask((api) =>
    api.verify({ commandId: world.newId(), visitId, msisdn: who.msisdn, person }),
  )
  if ('refused' in verified) return undefined
  world.visits.set(who.msisdn, visitId)
  return visitId
}

/** A person looks at the list and decides on the first of what may be decided so. */
export async function decide(world: World, what: 'retry' | 'withdraw'): Promise<void> {
  const { screen } = world
  const items = await world.ask((api) => api.attention({}))
  if ('refused' in items) return
  const item = items.find(({ choices }) => choices.includes(what))
  if (!item) return
  const { id } = item.order
  const { clerkId } = signInOf(world.core)
  if (what === 'retry') screen.retried.add(id)
  else screen.withdrawn.add(id)
  await world.ask<unknown>((api) =>
    what === 'retry'
      ? api.retryOrder({ id, clerkId })
      : api.withdrawOrder({ id, clerkId, reason: 'no longer wanted' }).then(() => ({})),
  )
}

function person(world: World, number: number): KnownPerson {
  return must(world.people[number])
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('no such number or SIM')
  return value
}
