import type { Activity } from './activity'
import { decide, perform } from './perform'
import type { Violation } from './screen'
import type { History } from './steps'
import { wholeFeed, type Template } from './template'
import { judge } from './verdict'
import { World } from './world'

export interface Outcome {
  violations: Violation[]
  /** Orders that the clerk was told are accepted. */
  told: number
  /** Orders that the core has carried out. */
  applied: number
  /** Refused by the core or given up, and shown so. */
  attention: number
  kills: number
  requests: number
}

const drainSteps = 40
const drainMs = 4000
/** A dead one waits for a person: what came of it is then known. */
const openStates = ['pending', 'sending', 'sent', 'dead']

/** Lives one history to its end: what happens, then a mended line and time enough for everything that waits. */
export async function live(history: History, template: Template, activity: Activity): Promise<Outcome> {
  const world = await World.open(template, activity, history.seed)
  try {
    for (const step of history.steps) {
      await perform(world, step)
      await world.settled()
      await look(world)
    }
    return await end(world)
  } finally {
    await world.close()
  }
}

/** What the clerk sees between two acts. */
async function look(world: World): Promise<void> {
  const status = await world.ask((api) => api.status({}))
  if (!('refused' in status)) world.screen.showStatus(status)
}

async function end(world: World): Promise<Outcome> {
  const { core, screen } = world
  core.setFaults([])
  world.killAfter(Infinity)
  await drain(world)
  const attention = await world.ask((api) => api.attention({}))
  const stored = await world.peek()
  if (!stored || 'refused' in attention) throw new Error('the counter did not outlive its history')
  const history = core.history()
  const feed = await wholeFeed(core)
  const shown = new Set(attention.map(({ order }) => order.id))
  const violations = judge({ screen, stored, attention: shown, history, feed })
  const effects = history.filter((entry) => entry.entry === 'effect' && entry.kind === 'orderApplied')
  return {
    violations,
    told: screen.told.size,
    applied: effects.length,
    attention: stored.outbox.filter(({ state }) => state === 'rejected' || state === 'dead').length,
    kills: world.kills,
    requests: history.filter(({ entry }) => entry === 'request').length,
  }
}

/** Until nothing waits any more, or for so long that what still waits is stuck. A person decides on what was given up. */
async function drain(world: World): Promise<void> {
  // The feed is read to its end once more in any case.
  await world.ask((api) => api.status({}))
  await world.wait(20_000)
  for (let turn = 0; turn < drainSteps; turn++) {
    const stored = await world.peek()
    if (stored && !stored.outbox.some(({ state, settledAt }) => openStates.includes(state) && settledAt === null))
      return
    await world.wait(drainMs)
    if (turn >= drainSteps / 4 && turn <= drainSteps / 2) await decide(world, 'retry')
    if (turn > drainSteps / 2 && stored?.outbox.some(({ state, settledAt }) => state === 'dead' && !settledAt)) {
      await decide(world, 'withdraw')
    }
  }
}
