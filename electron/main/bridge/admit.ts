import type { Access } from '#domain/contract/define'
import type { ClerkView } from '#domain/contract/views'
import { AppError } from '#domain/errors'
import type { CustomerSession } from '../session/session'

/** Both are undefined once their time is over. */
export interface SessionView {
  clerk(): ClerkView | undefined
  customer(): CustomerSession | undefined
}

export interface Caller {
  clerk?: ClerkView
  customer?: CustomerSession
}

/**
 * Lets a call pass or throws NOT_SIGNED_IN, NO_RIGHT or NO_CUSTOMER_SESSION. A customer session counts only for its own
 * numbers and for the clerk who verified the document.
 */
export function admit(access: Access, input: unknown, session: SessionView): Caller {
  if (access === 'none') return {}
  const clerk = session.clerk()
  if (clerk === undefined) throw new AppError('NOT_SIGNED_IN')
  if (access === 'signedIn') return { clerk }
  if (access === 'supervisor') {
    if (!clerk.roles.includes('supervisor')) throw new AppError('NO_RIGHT')
    return { clerk }
  }
  const customer = session.customer()
  const msisdn = msisdnOf(input)
  if (customer === undefined || customer.clerkId !== clerk.id || !customer.numbers.some((own) => own === msisdn)) {
    throw new AppError('NO_CUSTOMER_SESSION')
  }
  return { clerk, customer }
}

function msisdnOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'msisdn' in input ? input.msisdn : undefined
}
