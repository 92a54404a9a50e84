import { v7 } from 'uuid'
import { addDays } from '#domain/calendar'
import { localDateOf } from '#domain/zone'
import type { KnownPerson } from '../core/generator/facts'
import type { Random } from '../core/generator/random'
import type { RunningCore } from '../core/server'

/** One visit of one customer, with every command id made beforehand: what was asked is known even when the page dies. */
export interface Errand {
  kind: 'unblock' | 'reissue' | 'detail'
  msisdn: string
  person: { document: KnownPerson['document']; iin: string }
  iccid: string
  reason: string
  period: { from: string; to: string }
  ids: Record<'open' | 'verify' | 'act' | 'finish', string>
}

/** Customers of one day: each block can be lifted once and each SIM given out once, detailizations can be had for ever. */
export class Customers {
  private readonly unblocks: KnownPerson[]
  private readonly reissues: KnownPerson[]
  private readonly sims: string[]
  private readonly details: KnownPerson[]

  constructor(
    core: RunningCore,
    private readonly random: Random,
  ) {
    const { people, sims } = core.facts
    this.unblocks = [people.voluntary, people.foreigner, people.residence]
    this.reissues = [people.main, people.renewed, people.active, people.young, people.stateless, people.several]
    this.details = [people.main, people.active, people.voluntary]
    this.sims = [...sims.free19, ...sims.free20].map(({ iccid }) => iccid)
  }

  next(): Errand {
    const draw = this.random.int(1, 10)
    const unblock = draw <= 4 ? this.unblocks.pop() : undefined
    if (unblock) return this.errand('unblock', unblock)
    const sim = draw <= 8 ? this.sims.pop() : undefined
    if (sim !== undefined) return this.errand('reissue', this.random.pick(this.reissues), sim)
    return this.detail()
  }

  detail(): Errand {
    return this.errand('detail', this.random.pick(this.details))
  }

  private errand(kind: Errand['kind'], person: KnownPerson, iccid = ''): Errand {
    const today = localDateOf(new Date().toISOString())
    return {
      kind,
      msisdn: person.msisdn,
      person: { document: person.document, iin: person.iin },
      iccid,
      reason: 'LOST_STOLEN',
      period: { from: addDays(today, -20), to: addDays(today, -1) },
      ids: { open: v7(), verify: v7(), act: v7(), finish: v7() },
    }
  }
}
