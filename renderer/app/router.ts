import { createRouter, createWebHashHistory, type RouteRecordRaw, type RouterScrollBehavior } from 'vue-router'
import SignInScreen from '../features/signin/SignInScreen.vue'
import type { KeyNeed } from '../keyboard/keymap'
import { clearNote } from './notes'
import { useSession } from './session'
import { useVisit } from './visit'

declare module 'vue-router' {
  interface RouteMeta {
    needs: KeyNeed
    /** Step of the visit, for the list on the left. */
    step?: 'number' | 'document' | 'operations' | 'finish'
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: { name: 'find' } },
  {
    path: '/enrol',
    name: 'enrol',
    component: () => import('../features/enrolment/EnrolScreen.vue'),
    meta: { needs: 'none' },
  },
  { path: '/signin', name: 'signin', component: SignInScreen, meta: { needs: 'none' } },
  {
    path: '/find',
    name: 'find',
    component: () => import('../features/find/FindScreen.vue'),
    meta: { needs: 'clerk', step: 'number' },
  },
  {
    path: '/verify',
    name: 'verify',
    component: () => import('../features/verify/VerifyScreen.vue'),
    meta: { needs: 'visit', step: 'document' },
  },
  {
    path: '/customer',
    name: 'customer',
    component: () => import('../features/customer/CustomerScreen.vue'),
    meta: { needs: 'customer', step: 'operations' },
  },
  {
    path: '/unblock',
    name: 'unblock',
    component: () => import('../features/unblock/UnblockScreen.vue'),
    meta: { needs: 'customer', step: 'operations' },
  },
  {
    path: '/reissue',
    name: 'reissue',
    component: () => import('../features/reissue/ReissueScreen.vue'),
    meta: { needs: 'customer', step: 'operations' },
  },
  {
    path: '/detail',
    name: 'detail',
    component: () => import('../features/detail/DetailScreen.vue'),
    meta: { needs: 'customer', step: 'operations' },
  },
  {
    path: '/finish',
    name: 'finish',
    component: () => import('../features/finish/FinishScreen.vue'),
    meta: { needs: 'visit', step: 'finish' },
  },
  { path: '/:rest(.*)*', redirect: { name: 'find' } },
]

const toTop: RouterScrollBehavior = () => ({ top: 0 })

export const router = createRouter({ history: createWebHashHistory(), routes, scrollBehavior: toTop })

/** True when what a screen or key needs is there. */
export function isAllowed(need: KeyNeed): boolean {
  if (need === 'none') return true
  const visit = useVisit()
  if (useSession().clerk === undefined) return false
  if (need === 'clerk') return true
  return need === 'visit' ? visit.number !== undefined : visit.verified
}

router.beforeEach((to) => {
  const session = useSession()
  if (!session.enrolled) return to.name === 'enrol' ? true : { name: 'enrol' }
  if (to.name === 'enrol') return { name: 'signin' }
  if (to.name === 'signin') return session.clerk === undefined ? true : { name: 'find' }
  if (isAllowed(to.meta.needs)) return true
  if (!isAllowed('clerk')) return { name: 'signin' }
  return { name: isAllowed('visit') ? 'verify' : 'find' }
})
router.afterEach((to, from) => {
  if (from.name !== undefined && to.name !== from.name) clearNote()
})

/** Fetches the other screens once the first one stands, so that no later key waits for a file. */
export function preloadScreens(): void {
  for (const { component } of router
    .getRoutes()
    .flatMap(({ components }) => ({ component: components?.['default'] }))) {
    if (typeof component === 'function') void (component as () => Promise<unknown>)()
  }
}
