import { nextTick } from 'vue'
import {
  createRouter,
  createWebHashHistory,
  type RouteLocationNormalized,
  type RouteRecordRaw,
  type RouterScrollBehavior,
} from 'vue-router'
import SignInScreen from '../features/signin/SignInScreen.vue'
import type { KeyNeed } from '../keyboard/keymap'
import { i18n } from '../i18n'
import { clearNote, showNote } from './notes'
import { useSession } from './session'
import { useVisit } from './visit'
import type { Operation } from './visitState'

declare module 'vue-router' {
  interface RouteMeta {
    needs: KeyNeed
    /** Step of the visit, for the list on the left. */
    step?: 'number' | 'document' | 'operations' | 'finish'
    /** What the screen is for; a proxy whose authority does not name it is told so. */
    operation?: Operation
    /** Takes the place of the facts beside it. */
    wide?: true
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
    path: '/numbers',
    name: 'numbers',
    component: () => import('../features/person/NumbersScreen.vue'),
    meta: { needs: 'visit', step: 'number' },
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
    meta: { needs: 'customer', step: 'operations', operation: 'unblock' },
  },
  {
    path: '/reissue',
    name: 'reissue',
    component: () => import('../features/reissue/ReissueScreen.vue'),
    meta: { needs: 'customer', step: 'operations', operation: 'simReissue' },
  },
  {
    path: '/detail',
    name: 'detail',
    component: () => import('../features/detail/DetailScreen.vue'),
    meta: { needs: 'customer', step: 'operations', operation: 'detailization' },
  },
  {
    path: '/papers/:paper?',
    name: 'paper',
    component: () => import('../features/paper/PaperScreen.vue'),
    meta: { needs: 'customer', step: 'operations', wide: true },
  },
  {
    path: '/papers/:paper/print',
    name: 'paperPrint',
    component: () => import('../features/paper/PrintScreen.vue'),
    meta: { needs: 'customer', step: 'operations', wide: true },
  },
  {
    path: '/slips/:paper',
    name: 'slip',
    component: () => import('../features/paper/PaperScreen.vue'),
    meta: { needs: 'clerk' },
  },
  {
    path: '/slips/:paper/print',
    name: 'slipPrint',
    component: () => import('../features/paper/PrintScreen.vue'),
    meta: { needs: 'clerk' },
  },
  {
    path: '/finish',
    name: 'finish',
    component: () => import('../features/finish/FinishScreen.vue'),
    meta: { needs: 'visit', step: 'finish', wide: true },
  },
  {
    path: '/request',
    name: 'request',
    component: () => import('../features/request/RequestScreen.vue'),
    meta: { needs: 'clerk', step: 'number' },
  },
  {
    path: '/attention',
    name: 'attention',
    component: () => import('../features/attention/AttentionScreen.vue'),
    meta: { needs: 'clerk' },
  },
  {
    path: '/stock',
    name: 'stock',
    component: () => import('../features/stock/StockScreen.vue'),
    meta: { needs: 'clerk' },
  },
  {
    path: '/check',
    name: 'check',
    component: () => import('../features/check/CheckScreen.vue'),
    meta: { needs: 'clerk' },
  },
  {
    path: '/signout',
    name: 'signout',
    component: () => import('../features/signout/SignOutScreen.vue'),
    meta: { needs: 'clerk' },
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
  return need === 'visit' ? visit.id !== undefined : visit.verified && visit.number !== undefined
}

/** An operation that the authority of a proxy does not name stays closed, with the reason. */
function mayEnter({ meta, name }: RouteLocationNormalized): true | { name: string } {
  const visit = useVisit()
  if (name === 'numbers' && !visit.verified) return { name: 'verify' }
  if (meta.operation === undefined || visit.mayDo(meta.operation)) return true
  void nextTick(() => showNote(i18n.global.t('who.notCoveredLong')))
  return { name: 'customer' }
}

router.beforeEach((to) => {
  const session = useSession()
  if (!session.enrolled) return to.name === 'enrol' ? true : { name: 'enrol' }
  if (to.name === 'enrol') return { name: 'signin' }
  if (to.name === 'signin') return session.clerk === undefined ? true : { name: 'find' }
  if (isAllowed(to.meta.needs)) return mayEnter(to)
  if (!isAllowed('clerk')) return { name: 'signin' }
  if (!isAllowed('visit')) return { name: 'find' }
  return { name: useVisit().verified ? 'numbers' : 'verify' }
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
