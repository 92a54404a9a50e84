import { checkAuthority } from '#domain/authority'
import { checkBin } from '#domain/bin'
import type { LocalDate } from '#domain/calendar'
import type { Clock } from '#domain/clock'
import type { ParsedInputOf } from '#domain/contract/index'
import type { VerificationView } from '#domain/contract/views'
import { AppError } from '#domain/errors'
import { parseIccid } from '#domain/iccid'
import { localDateOf } from '#domain/zone'
import type { StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import type { SessionKeeper } from '../session/session'
import { checkedPerson } from './person'
import { orThrow } from './refuse'

export interface VerifyDeps {
  store: StoreApi
  session: SessionKeeper
  clock: Clock
  zone: string
}

type Input = ParsedInputOf<'visit.verify'>
type Presented = Omit<Parameters<StoreApi['verify']>[0], 'commandId' | 'visitId'>

export function verifyService(deps: VerifyDeps): HandlersOf<'visit.verify'> {
  return {
    'visit.verify': async (input, { clerk }) => {
      const { commandId, visitId } = input
      const visit = deps.session.requireVisit(visitId, input.msisdn)
      const msisdn = input.msisdn ?? visit.msisdn
      const presented = checked({ ...input, msisdn }, localDateOf(deps.clock.iso(), deps.zone))
      const view = await deps.store.verify({ commandId, visitId, ...presented })
      if (view.result !== 'matched' && view.result !== 'documentChanged') return view
      const { numbers, covers } = view
      const session = { visitId, numbers, clerkId: clerk.id, until: endOf(view, msisdn) }
      deps.session.beginCustomer(covers === undefined ? session : { ...session, covers })
      return view
    },
  }
}

/** @throws the code of the first thing that cannot be right, before an attempt is spent on it */
function checked(input: Omit<Input, 'msisdn'> & { msisdn: string | undefined }, today: LocalDate): Presented {
  const { msisdn, oldIccid, document, iin, method, proxy, organization } = input
  return {
    ...(msisdn !== undefined && { msisdn }),
    ...(oldIccid !== undefined && { oldIccid: orThrow(parseIccid(oldIccid)) }),
    person: checkedPerson({ document, iin, method }, today),
    ...(proxy !== undefined && { proxy: checkedProxy(proxy, today) }),
    ...(organization !== undefined && { organization: { ...organization, bin: orThrow(checkBin(organization.bin)) } }),
  }
}

function checkedProxy(proxy: NonNullable<Input['proxy']>, today: LocalDate): NonNullable<Presented['proxy']> {
  return {
    kind: proxy.kind,
    person: checkedPerson(proxy.person, today, { of: 'proxy' }),
    authority: orThrow(checkAuthority(proxy.kind, proxy.authority, today)),
  }
}

/** A match says until when and for which numbers; one that was asked for is among them. */
function endOf({ until, numbers }: VerificationView, msisdn: string | undefined): string {
  if (until === undefined) throw new AppError('CORE_ANSWER_MALFORMED', { field: 'until' })
  if (msisdn !== undefined && !numbers.includes(msisdn)) {
    throw new AppError('CORE_ANSWER_MALFORMED', { field: 'numbers' })
  }
  return until
}
