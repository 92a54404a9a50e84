import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app/App.vue'
import { startEvents } from './app/events'
import { learn } from './app/learn'
import { isAllowed, preloadScreens, router } from './app/router'
import { i18n } from './i18n'
import { startKeyboard } from './keyboard/listener'
import './ui/base.css'

const app = createApp(App)
app.use(createPinia())
app.use(i18n)

/** Without those answers the shell still comes up and says so. */
learn(() => void router.replace({ name: 'enrol' }))
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
