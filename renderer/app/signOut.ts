import { ref } from 'vue'
import { useAct, type Act } from './calls'
import { leaveVisit } from './events'
import { router } from './router'

/** How many orders were unsent when the clerk wanted to go. */
const unsent = ref(0)

/** Signs out; with unsent work it first leads to the screen that says what becomes of it. */
export function useSignOut(): {
  unsent: typeof unsent
  act: Act<'session.signOut'>
  run(knowing: boolean): Promise<void>
} {
  const act = useAct('session.signOut')
  async function run(knowing: boolean): Promise<void> {
    if ((await act.run({ knowing })) !== undefined) {
      act.forget()
      return leaveVisit('signedOut')
    }
    const problem = act.problem.value
    if (problem?.code !== 'UNSENT_WORK') return
    act.problem.value = undefined
    unsent.value = Number(problem.params['count'] ?? 0)
    await router.push({ name: 'signout' })
  }
  return { unsent, act, run }
}
