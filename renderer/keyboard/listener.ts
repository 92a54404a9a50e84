import { onBeforeUnmount } from 'vue'
import { bindingOf, type KeyId, type KeyNeed } from './keymap'

export type KeyHandlers = Partial<Record<KeyId, () => void>>

/** The screen's handlers come before the shell's; a screen on top of another comes first. */
const layers: { handlers: KeyHandlers; modal: boolean }[] = []

function handlerOf(id: KeyId): (() => void) | undefined {
  for (const layer of [...layers].reverse()) {
    const handler = layer.handlers[id]
    if (handler) return handler
    if (layer.modal) return undefined
  }
  return undefined
}

/** Elements for which Enter has a meaning of its own. */
function usesEnter(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('button, a, input, select, textarea, summary, [role=dialog]') !== null
  )
}

/** The one key listener of the window. `allowed` says whether what a key needs is there. */
export function startKeyboard(allowed: (need: KeyNeed) => boolean): void {
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    const binding = bindingOf(event)
    if (binding === undefined) return
    if (binding.id === 'primary' && usesEnter(event.target)) return
    const handler = handlerOf(binding.id)
    // Function keys never fall through to the browser (find, reload, developer tools).
    if (handler !== undefined || /^F\d/.test(binding.caps)) event.preventDefault()
    if (handler === undefined || event.repeat || !allowed(binding.needs)) return
    handler()
  })
}

/** Handlers that count while the component is on screen. A modal layer hides what lies under it. */
export function useKeys(handlers: KeyHandlers, options: { modal?: boolean } = {}): void {
  const layer = { handlers, modal: options.modal === true }
  // In setup, not on mount: a parent's layer then lies under its children's.
  layers.push(layer)
  onBeforeUnmount(() => layers.splice(layers.indexOf(layer), 1))
}
