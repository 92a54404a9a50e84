import { readonly, ref, type Ref } from 'vue'

const now = ref(Date.now())
let running = false

/** Milliseconds since 1970-01-01 UTC, moving once a second; one timer for the whole window. */
export function useNow(): Readonly<Ref<number>> {
  if (!running) {
    running = true
    setInterval(() => (now.value = Date.now()), 1000)
  }
  return readonly(now)
}
