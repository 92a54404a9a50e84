import { useAct, type Act } from './calls'
import { leaveVisit } from './events'

/** Locks the counter. The main process loads the window anew; until then the screens are already empty. */
export function useLock(): { run(): Promise<void>; act: Act<'session.lock'> } {
  const act = useAct('session.lock')
  async function run(): Promise<void> {
    if ((await act.run({})) !== undefined) leaveVisit('locked')
  }
  return { run, act }
}
