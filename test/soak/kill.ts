import { expect } from '@playwright/test'
import { Random } from '../core/generator/random'
import { startCore, type RunningCore } from '../core/server'
import { launchApp, temporaryFolder, whenReady, type RunningApp } from '../fixtures/app'
import { Counter } from '../fixtures/pages/counter'
import { spooledFiles } from '../fixtures/reports'
import { openVisits, storedOrders } from '../fixtures/store'
import { judge, type Verdict } from './check'
import { Customers, type Errand } from './errands'
import { listenForOrders, signIn, visit } from './visit'

export interface KillFigures {
  kills: number
  /** Operations that the clerk was told are accepted. */
  accepted: number
  /** Orders that the core has carried out. */
  applied: number
  lost: number
  doubled: number
  /** Ended here otherwise than at the core. */
  contradicted: number
  /** Refused by the core or given up, to be looked at by a person. */
  attention: number
  /** How each visit ended: `killed`, `ok` or the code of a refusal. */
  visits: Record<string, number>
  seconds: number
}

export interface KillOptions {
  count: number
  seed: number
  onKill?: (kills: number) => void
}

/** A day has its own core and its own counter, because blocks and SIM cards run out. */
const killsADay = 10
/** Longer than the longest visit on a quick machine, so that every moment of it can be hit, and those between two visits. */
const leastReachMs = 1_500

/** Kills the whole application at random moments of visits and starts it again on the same data; afterwards counts. */
export async function soakKill({ count, seed, onKill }: KillOptions): Promise<KillFigures> {
  const startedAt = performance.now()
  const total: Omit<KillFigures, 'seconds'> = {
    ...{ kills: 0, accepted: 0, applied: 0, lost: 0, doubled: 0, contradicted: 0, attention: 0 },
    visits: {},
  }
  for (let day = 0; total.kills < count; day++) {
    const kills = Math.min(killsADay, count - total.kills)
    await new Day(new Random(seed * 1_000 + day), total, onKill).run(kills)
  }
  return { ...total, seconds: Math.round((performance.now() - startedAt) / 100) / 10 }
}

class Day {
  private readonly asked = new Set<string>()
  private readonly accepted = new Set<string>()
  private readonly lost = new Set<string>()
  private readonly doubled = new Set<string>()
  private readonly contradicted = new Set<string>()
  private detailsAsked = 0
  private reachMs = leastReachMs
  private readonly userData = temporaryFolder('soak')

  constructor(
    private readonly random: Random,
    private readonly total: Omit<KillFigures, 'seconds'>,
    private readonly onKill: ((kills: number) => void) | undefined,
  ) {}

  async run(kills: number): Promise<void> {
    const core = await startCore({ subscribers: 25, usageRows: 400, orderDelayMs: 60, db: ':memory:' })
    try {
      const customers = new Customers(core, this.random)
      for (let kill = 0; kill < kills; kill++) {
        const app = await this.start(core, kill === 0)
        await listenForOrders(app.page, (id) => void this.accepted.add(id))
        await signIn(app.page, core.facts.clerks.clerk)
        if (kill === 0) {
          await this.rehearse(app, customers)
          worryLine(core, this.random)
        }
        await this.workUntilKilled(app, customers)
        this.total.kills += 1
        this.onKill?.(this.total.kills)
      }
      this.add(await this.endOfDay(core))
    } finally {
      await core.stop()
      this.userData.remove()
    }
  }

  /** The first thing after every kill: the sign-in screen, a clean spool, no visit left open, everything accounted for. */
  private async start(core: RunningCore, isFirst: boolean): Promise<RunningApp> {
    const app = await launchApp({
      userData: this.userData.path,
      coreAddress: core.url,
      enrolmentCode: core.enrolmentCode,
    })
    if (isFirst) await new Counter(app.page).enrol()
    await whenReady(app.page, 'signin')
    await expect.poll(() => spooledFiles(this.userData.path), 'the spool is empty after a start').toEqual([])
    // The sign-in screen does not wait for the store, which ends them as it opens.
    await expect.poll(() => openVisits(this.userData.path), 'no visit stays open').toEqual([])
    this.note(await this.judge(core))
    return app
  }

  /** One whole visit of the longest kind, and the first is the slowest: how far the moments must reach on this machine. */
  private async rehearse(app: RunningApp, customers: Customers): Promise<void> {
    const startedAt = performance.now()
    this.count(await visit(app.page, this.noted(customers.detail())))
    this.reachMs = Math.max(leastReachMs, Math.ceil(performance.now() - startedAt))
  }

  private async workUntilKilled(app: RunningApp, customers: Customers): Promise<void> {
    const moment = this.random.int(0, this.reachMs)
    let killing: Promise<void> | undefined
    const power = setTimeout(() => {
      killing = app.kill()
    }, moment)
    try {
      for (;;) this.count(await visit(app.page, this.noted(customers.next())))
    } catch (error) {
      if (!killing) throw error
      this.count('killed')
    } finally {
      clearTimeout(power)
    }
    await killing
  }

  private noted(errand: Errand): Errand {
    if (errand.kind === 'detail') this.detailsAsked += 1
    else this.asked.add(errand.ids.act)
    return errand
  }

  private async endOfDay(core: RunningCore): Promise<Verdict> {
    core.setFaults([])
    const app = await this.start(core, false)
    const open = async () => (await storedOrders(this.userData.path)).filter(({ state }) => !isEnd(state))
    await expect.poll(open, { message: 'everything reaches its end', timeout: 30_000 }).toEqual([])
    await app.close()
    return this.judge(core)
  }

  private async judge(core: RunningCore): Promise<Verdict> {
    const { asked, accepted, detailsAsked } = this
    return judge(core, await storedOrders(this.userData.path), { asked, accepted, detailsAsked })
  }

  private note({ lost, doubled, contradicted }: Verdict): void {
    for (const id of lost) this.lost.add(id)
    for (const id of doubled) this.doubled.add(id)
    for (const id of contradicted) this.contradicted.add(id)
  }

  private add(last: Verdict): void {
    this.note(last)
    this.total.accepted += this.accepted.size
    this.total.applied += last.applied
    this.total.attention += last.attention
    this.total.lost += this.lost.size
    this.total.doubled += this.doubled.size
    this.total.contradicted += this.contradicted.size
  }

  private count(end: string): void {
    this.total.visits[end] = (this.total.visits[end] ?? 0) + 1
  }
}

function isEnd(state: string): boolean {
  return state === 'done' || state === 'rejected' || state === 'dead'
}

/** A slow line that now and then loses an answer after the core has committed: what makes doubling likely. */
function worryLine(core: RunningCore, random: Random): void {
  core.setFaults([
    { match: {}, fault: { kind: 'latency', ms: 15 } },
    { match: { endpoint: 'placeOrder' }, fault: { kind: 'latency', ms: 60 } },
    { match: { endpoint: 'placeOrder' }, after: random.int(0, 2), times: 2, fault: { kind: 'answerLost' } },
    { match: { endpoint: 'orders' }, after: random.int(0, 6), times: 2, fault: { kind: 'answerLost' } },
  ])
}
