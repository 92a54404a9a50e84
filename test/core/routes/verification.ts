import type { PresentedPerson, VerificationAnswer, VerificationResult, VerifiedField } from '#domain/core/office'
import type { Operation } from '#domain/core/order'
import { attemptsOf, clearAttempts, countWrong, type AttemptState } from '../attempts'
import { coversOf } from '../authority'
import { isoAt, MINUTE } from '../clock'
import { once } from '../commands'
import { newId, type Context, type Handler } from '../context'
import { findHolder, type Holder } from '../holder'
import { attemptRules as rules, judge, passes, type Verdict } from '../identity'
import { localDateAt } from '../localTime'
import { badRequest, CoreProblem } from '../problem'
import { issueToken } from '../proof'
import type { IndividualRow, VerificationRow } from '../rows'

const tokenMs = 10 * MINUTE
type Verifying = Context<'verify'>

export const verify: Handler<'verify'> = (context) => once(context, context.body, () => compare(context))

async function compare(context: Verifying): Promise<VerificationAnswer | CoreProblem> {
  const { tx, now, body, effect } = context
  if (body.proxy && body.organization) throw badRequest('proxy')
  const holder = await findHolder(tx, body)
  const before = await attemptsOf(tx, holder.subject, rules, now)
  if (before.lockedUntil !== undefined) return refused('locked', 0)
  const { result, mismatched } = await judgeAll(context, holder.person)
  effect({ kind: 'verificationAttempt', commandId: body.commandId, id: holder.about, result })
  if (result === 'mismatched') return wrong(await countWrong(tx, holder.subject, rules, now), mismatched)
  if (!passes(result) || !holder.person) return refused(result, before.attemptsLeft)
  const covers = body.proxy ? await coversOf(tx, body.proxy, body.person.iin, localDateAt(now)) : undefined
  if (covers instanceof CoreProblem) return covers
  await clearAttempts(tx, holder.subject)
  return grant(context, { result, holder, person: holder.person, covers })
}

function wrong(after: AttemptState, mismatched: VerifiedField[]): VerificationAnswer {
  return refused(after.lockedUntil === undefined ? 'mismatched' : 'locked', after.attemptsLeft, mismatched)
}

function refused(
  result: VerificationResult,
  attemptsLeft: number,
  mismatched: VerifiedField[] = [],
): VerificationAnswer {
  return { result, mismatched, attemptsLeft }
}

/** The subscriber first; of a proxy only what stands in the way, since a proxy's renewed card changes nothing here. */
async function judgeAll({ tx, now, body }: Verifying, person: IndividualRow | undefined): Promise<Verdict> {
  const today = localDateAt(now)
  const nobody: Verdict = { result: 'mismatched', mismatched: ['iin'] }
  const own = person ? await judge(tx, body.person, person, today) : nobody
  if (!passes(own.result) || !body.proxy) return own
  const standsHere = await findPerson(tx, body.proxy.person)
  const proxy = standsHere ? await judge(tx, body.proxy.person, standsHere, today) : nobody
  return passes(proxy.result) ? own : proxy
}

/** The reference core knows nobody but its subscribers; a live one would ask the state's register. */
function findPerson(tx: Verifying['tx'], { iin }: PresentedPerson): Promise<IndividualRow | undefined> {
  return tx<IndividualRow>('individuals').where({ iin }).first()
}

interface Granted {
  result: VerificationRow['result']
  holder: Holder
  person: IndividualRow
  covers: Operation[] | undefined
}

async function grant(context: Verifying, { result, holder, person, covers }: Granted): Promise<VerificationAnswer> {
  const { core, tx, now, body } = context
  const id = newId(core, 'ver')
  await tx<VerificationRow>('verifications').insert({
    id,
    individual_id: person.id,
    product_ids: JSON.stringify(holder.products.map((product) => product.id)),
    clerk_id: context.clerk().id,
    result,
    document: JSON.stringify(body.person.document),
    covers: covers ? JSON.stringify(covers) : null,
    created_at: isoAt(now),
  })
  const token = { kind: 'customer' as const, subject: id, device_id: context.device().id }
  return {
    result,
    mismatched: [],
    attemptsLeft: rules.allowed,
    verificationId: id,
    token: await issueToken(core, tx, token, now + tokenMs),
    expiresAt: isoAt(now + tokenMs),
    individualId: person.id,
    ...(covers ? { covers } : {}),
    products: holder.products.map(({ id, msisdn }) => ({ id, msisdn })),
  }
}
