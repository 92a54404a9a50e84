import type { Knex } from 'knex'
import { addDays } from '#domain/calendar'
import { appendFeed } from './feed'
import type { Core } from './context'
import type { KnownAuthority } from './generator/authorities'
import { toAuthorityRow } from './generator/authorities'
import { feeBodyOf, offices } from './generator/reference'
import { leaseBodyOf } from './generator/seed'
import { localDateAt } from './localTime'
import { inTransaction, lockProduct } from './locks'
import { liftBlocksOf } from './orders/apply'
import type { AuthorityRow, BlockRow, DeviceRow, FeeRow, OfficeRow, SimRow, TokenRow } from './rows'

export interface Change {
  /** Price per unit. */
  fee: (feeId: string, tiyn: number) => Promise<void>
  /** A lease taken and given again: the old fence is stale from then on. Gives the new fence. */
  renewLease: (iccid: string) => Promise<number>
  /** The lease of a free SIM goes to another office (by default the first other one); both offices' feeds say so. */
  moveLease: (iccid: string, officeId?: string) => Promise<void>
  /** Cards that no office has yet are leased to another office, as when it was quicker. */
  deliverElsewhere: (iccids: readonly string[]) => Promise<void>
  /** The core lifts a block by itself, as when a debt is paid. */
  liftBlock: (blockId: string) => Promise<void>
  revoke: {
    /** Signs a counter off (without id all of them): its token is dropped and its credentials are void, DEVICE_REFUSED. */
    device: (deviceId?: string) => Promise<void>
    /** Drops tokens only; a counter renews its own, a clerk signs in anew. */
    deviceTokens: () => Promise<void>
    clerkTokens: (clerkId?: string) => Promise<void>
    /** Ends all customer sessions. */
    customerTokens: () => Promise<void>
  }
  authority: {
    add: (own: Pick<KnownAuthority, 'kind' | 'authority'>, principalIin: string, proxyIin: string) => Promise<void>
    /** Revoked: it ended yesterday. */
    end: (number: string) => Promise<void>
  }
}

export function change(core: Core): Change {
  return { ...prices(core), ...leases(core), revoke: revoking(core), authority: authorities(core) }
}

function prices({ db }: Core): Pick<Change, 'fee' | 'liftBlock'> {
  return {
    fee: (feeId, tiyn) =>
      inTransaction(db, async (tx) => {
        await tx<FeeRow>('fees').where({ id: feeId }).update({ tiyn })
        const fee = await tx<FeeRow>('fees').where({ id: feeId }).first()
        if (!fee) throw new RangeError('no such fee')
        await appendFeed(tx, { kind: 'fee', id: feeId, body: feeBodyOf(fee), officeId: null })
      }),
    liftBlock: (blockId) =>
      inTransaction(db, async (tx) => {
        const block = await tx<BlockRow>('blocks').where({ id: blockId }).first()
        if (!block) throw new RangeError('no such block')
        await lockProduct(tx, { id: block.product_id })
        await liftBlocksOf(tx, block.product_id, [blockId])
      }),
  }
}

function leases({ db }: Core): Pick<Change, 'renewLease' | 'moveLease' | 'deliverElsewhere'> {
  return {
    renewLease: (iccid) =>
      inTransaction(db, async (tx) => {
        const sim = await leaseAnew(tx, iccid, {})
        await appendFeed(tx, { kind: 'simLease', id: iccid, body: leaseBodyOf(sim), officeId: sim.lease_office })
        return sim.fence ?? 0
      }),
    moveLease: (iccid, officeId) =>
      inTransaction(db, async (tx) => {
        const before = await tx<SimRow>('sims').where({ iccid }).forUpdate().first()
        if (before?.usage_state !== 'idle') return
        const to = officeId ?? (await otherOffice(tx, before.lease_office))
        const sim = await leaseAnew(tx, iccid, { lease_office: to })
        const body = leaseBodyOf(sim)
        for (const told of [before.lease_office, to]) {
          await appendFeed(tx, { kind: 'simLease', id: iccid, body, officeId: told })
        }
      }),
    deliverElsewhere: (iccids) =>
      inTransaction(db, async (tx) => {
        const lease = { lease_office: offices[1]?.id ?? '', fence: 1 }
        await tx<SimRow>('sims')
          .whereIn('iccid', [...iccids])
          .whereNull('lease_office')
          .update(lease)
      }),
  }
}

async function leaseAnew(tx: Knex, iccid: string, to: Partial<SimRow>): Promise<SimRow & { fence: number }> {
  const before = await tx<SimRow>('sims').where({ iccid }).forUpdate().first()
  if (!before || before.fence === null) throw new RangeError('no such lease')
  const after = { ...before, ...to, fence: before.fence + 1 }
  await tx<SimRow>('sims').where({ iccid }).update({ fence: after.fence, lease_office: after.lease_office })
  return after
}

async function otherOffice(tx: Knex, officeId: string | null): Promise<string> {
  const other = await tx<OfficeRow>('offices')
    .whereNot({ id: officeId ?? '' })
    .first()
  if (!other) throw new RangeError('no other office')
  return other.id
}

function revoking({ db }: Core): Change['revoke'] {
  const drop = async (kind: TokenRow['kind'], over: Partial<TokenRow> = {}): Promise<void> => {
    await db<TokenRow>('tokens')
      .where({ kind, ...over })
      .delete()
  }
  return {
    device: async (deviceId) => {
      const one = deviceId === undefined ? {} : { id: deviceId }
      await db<DeviceRow>('devices').where(one).update({ client_secret: 'revoked' })
      await drop('device', deviceId === undefined ? {} : { subject: deviceId })
    },
    deviceTokens: () => drop('device'),
    clerkTokens: (clerkId) => drop('clerk', clerkId === undefined ? {} : { subject: clerkId }),
    customerTokens: () => drop('customer'),
  }
}

function authorities({ db, clock }: Core): Change['authority'] {
  return {
    add: async (own, principalIin, proxyIin) => {
      await db<AuthorityRow>('authorities').insert(toAuthorityRow(own, principalIin, proxyIin))
    },
    end: async (number) => {
      const until = addDays(localDateAt(clock.now()), -1)
      const ended = await db<AuthorityRow>('authorities').where({ number }).update({ until })
      if (ended === 0) throw new RangeError('no such authority')
    },
  }
}
