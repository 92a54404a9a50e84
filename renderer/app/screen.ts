import { nextTick, onBeforeUnmount, onMounted, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useRoute } from 'vue-router'
import { useKeys, type KeyHandlers } from '../keyboard/listener'

const emptyField =
  'input:not([type=radio]):not([type=checkbox]):not([disabled]):not([data-optional]), select:not([disabled])'

function screenElement(): ParentNode {
  return document.getElementById('screen') ?? document
}

/** The next empty field, or else the heading, so that reading and keys begin there. */
export function focusScreen(): void {
  const fields = [...screenElement().querySelectorAll<HTMLInputElement | HTMLSelectElement>(emptyField)]
  const empty = fields.find(({ value }) => value === '')
  const heading = screenElement().querySelector<HTMLElement>('h1')
  ;(empty ?? heading)?.focus()
}

/** A quick clerk is in a field before the screen's data are there: the focus must not be taken away in mid-word. */
function isTyping(): boolean {
  const active = document.activeElement
  return active?.matches('input, select, textarea') === true && (screenElement() as Node).contains(active)
}

/** The first field that was refused, or else the message. */
export async function focusFirstError(): Promise<void> {
  await nextTick()
  const field = screenElement().querySelector<HTMLElement>('[aria-invalid=true]')
  const banner = screenElement().querySelector<HTMLElement>('[data-testid=error-banner]')
  ;(field ?? banner)?.focus()
}

/** A user-timing mark at the first screen that takes input: what the start-up benchmark and a profiler read. */
function markFirstInput(): void {
  if (performance.getEntriesByName('interactive').length === 0) performance.mark('interactive')
}

/**
 * What every screen does: keys while it is shown, the focus on arrival, and the mark `data-ready` with the route's name
 * on the document once it takes input (`ready`: its data are there).
 */
export function useScreen(
  options: {
    keys?: KeyHandlers
    ready?: MaybeRefOrGetter<boolean>
    /** Where reading and keys begin, if not at the next empty field. */
    focus?: () => void
  } = {},
): void {
  const name = String(useRoute().name)
  useKeys(options.keys ?? {})
  let shown = false

  async function show(): Promise<void> {
    await nextTick()
    if (!shown) return
    if (!isTyping()) (options.focus ?? focusScreen)()
    document.documentElement.dataset['ready'] = name
    markFirstInput()
  }

  onMounted(() => {
    shown = true
    watch(
      () => toValue(options.ready ?? true),
      (ready, wasReady) => {
        if (ready && wasReady !== true) void show()
      },
      { immediate: true },
    )
  })
  onBeforeUnmount(() => {
    shown = false
    delete document.documentElement.dataset['ready']
  })
}
