import { ref } from 'vue'
import type { ErrorCode } from '#domain/errors'

/** One sentence for the screen reader; the same text again is said again. */
const polite = ref('')
/** One plain sentence above the screen, until the next navigation or key press on it. */
const note = ref<{ text: string; code?: ErrorCode }>()

export function useAnnouncements() {
  return { polite, note }
}

export function announce(text: string): void {
  // A no-break space at the end makes an equal text a change, which is what screen readers react to.
  polite.value = polite.value === text ? `${text}\u00A0` : text
}

export function showNote(text: string, code?: ErrorCode): void {
  note.value = { text, ...(code && { code }) }
  announce(text)
}

export function clearNote(): void {
  note.value = undefined
}
