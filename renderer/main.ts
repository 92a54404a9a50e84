import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app/App.vue'
import { call } from './app/bridge'
import { startEvents } from './app/events'
import { isAllowed, preloadScreens, router } from './app/router'
import { useSession } from './app/session'
import { i18n, setLanguage } from './i18n'
import { startKeyboard } from './keyboard/listener'
import './ui/base.css'

const app = createApp(App)
app.use(createPinia())
app.use(i18n)

/** The two answers the first screen depends on; the status bar's come when they come. */
async function learn(): Promise<void> {
  const session = useSession()
  const [info, current] = await Promise.all([call('app.info', {}), call('session.current', {})])
  session.info = info
  session.clerk = current.clerk ?? undefined
  setLanguage(info.language)
}

/** Without those answers the shell still comes up and says so. */
learn()
  .catch(() => undefined)
  .then(async () => {
    startEvents()
    startKeyboard(isAllowed)
    app.use(router)
    await router.isReady()
    app.mount('#app')
    requestIdleCallback(preloadScreens)
  })
  .catch((error: unknown) => {
    throw error
  })
