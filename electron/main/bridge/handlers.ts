import type { CallName, calls, OutputOf, ParsedInputOf } from '#domain/contract/index'
import type { ClerkView } from '#domain/contract/views'
import type { CustomerSession } from '../session/session'

/** Who is calling, as far as the channel's access has established it. */
interface Callers {
  none: object
  signedIn: { clerk: ClerkView }
  supervisor: { clerk: ClerkView }
  customer: { clerk: ClerkView; customer: CustomerSession }
}
export type CallerOf<K extends CallName> = Callers[(typeof calls)[K]['access']]

/** One handler per declared channel: a channel without one, or one that answers something else, does not compile. */
export type Handlers = {
  [K in CallName]: (input: ParsedInputOf<K>, caller: CallerOf<K>) => Promise<OutputOf<K>>
}
/** The part of them that one file under `services/` gives. */
export type HandlersOf<K extends CallName> = Pick<Handlers, K>
