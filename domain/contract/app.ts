import { z } from 'zod'
import { command, event, query } from './define'
import { appInfo, clerk, commandId, language, ok, status } from './views'

export const appContract = {
  'app.info': query({ access: 'none', input: ok, output: appInfo, errors: [] }),
  /** What `app.info` said when the store was last open, while it is still opening; null when `app.info` has to be waited for. */
  'app.lastInfo': query({ access: 'none', input: ok, output: appInfo.nullable(), errors: [] }),
  'app.status': query({ access: 'none', input: ok, output: status, errors: ['STORE_CLOSED', 'HOST_RESTARTED'] }),
  'app.setLanguage': command({
    access: 'none',
    input: z.object({ commandId, language }),
    output: ok,
    errors: ['STORE_CLOSED'],
  }),
  'app.enrol': command({
    access: 'none',
    input: z.object({
      commandId,
      address: z.string().min(1).max(300),
      code: z.string().trim().min(1).max(64),
      deviceName: z.string().trim().min(1).max(100),
    }),
    output: z.object({ officeId: z.string(), officeName: z.string() }),
    errors: ['ENROLMENT_ADDRESS', 'ENROLMENT_CODE', 'CORE_UNREACHABLE', 'CORE_PROTOCOL'],
  }),
  /** `interrupted`: nobody is signed in because a part of the program restarted, which the sign-in screen says. */
  'session.current': query({
    access: 'none',
    input: ok,
    output: z.object({ clerk: clerk.nullable(), interrupted: z.boolean() }),
    errors: [],
  }),
  'session.signIn': command({
    access: 'none',
    input: z.object({ commandId, clerkId: z.string().trim().min(1).max(32), pin: z.string().min(1).max(12) }),
    output: clerk,
    errors: [
      'NOT_ENROLLED',
      'CLERK_OR_PIN',
      'CLERK_LOCKED',
      'DEVICE_REFUSED',
      'CORE_UNREACHABLE',
      'OFFLINE_SIGN_IN_ENDED',
    ],
  }),
  /** With unsent work it says so (`{count}`) unless the clerk goes knowingly; what is unsent goes on being sent. */
  'session.signOut': command({
    access: 'signedIn',
    input: z.object({ commandId, knowing: z.boolean() }),
    output: ok,
    errors: ['UNSENT_WORK'],
  }),
  /** Ends the customer session and signs the clerk out; the window is loaded anew. */
  'session.lock': command({ access: 'signedIn', input: z.object({ commandId }), output: ok, errors: [] }),
} as const

export const appEvents = {
  'app.statusChanged': event(status),
  /** Somebody started the program once more: there is one, and this is it. */
  'app.startedAgain': event(ok),
} as const
