/** What must be so for a key to do anything. */
export type KeyNeed = 'none' | 'clerk' | 'visit' | 'customer'

export interface KeyBinding {
  id: KeyId
  /** KeyboardEvent.code, so that a letter means the same key in every keyboard layout. */
  codes: readonly string[]
  ctrl: boolean
  /** As written on the key caps. */
  caps: string
  needs: KeyNeed
}

export type KeyId =
  | 'help'
  | 'find'
  | 'verify'
  | 'unblock'
  | 'reissue'
  | 'detail'
  | 'check'
  | 'documents'
  | 'attention'
  | 'stock'
  | 'lock'
  | 'primary'
  | 'confirm'
  | 'back'
  | 'next'
  | 'print'
  | 'search'
  | 'zoomIn'
  | 'zoomOut'
  | 'zoomFit'

/** Every key of the program, once. F1 shows this list. */
export const keymap: readonly KeyBinding[] = [
  { id: 'help', codes: ['F1'], ctrl: false, caps: 'F1', needs: 'none' },
  { id: 'find', codes: ['F2'], ctrl: false, caps: 'F2', needs: 'clerk' },
  { id: 'verify', codes: ['F3'], ctrl: false, caps: 'F3', needs: 'visit' },
  { id: 'unblock', codes: ['F4'], ctrl: false, caps: 'F4', needs: 'customer' },
  { id: 'reissue', codes: ['F5'], ctrl: false, caps: 'F5', needs: 'customer' },
  { id: 'detail', codes: ['F6'], ctrl: false, caps: 'F6', needs: 'customer' },
  { id: 'documents', codes: ['F7'], ctrl: false, caps: 'F7', needs: 'clerk' },
  { id: 'attention', codes: ['F8'], ctrl: false, caps: 'F8', needs: 'clerk' },
  { id: 'stock', codes: ['F9'], ctrl: false, caps: 'F9', needs: 'clerk' },
  { id: 'check', codes: ['F11'], ctrl: false, caps: 'F11', needs: 'clerk' },
  { id: 'lock', codes: ['F12'], ctrl: false, caps: 'F12', needs: 'clerk' },
  { id: 'primary', codes: ['Enter', 'NumpadEnter'], ctrl: false, caps: 'Enter', needs: 'none' },
  { id: 'confirm', codes: ['Enter', 'NumpadEnter'], ctrl: true, caps: 'Ctrl+Enter', needs: 'clerk' },
  { id: 'back', codes: ['Escape'], ctrl: false, caps: 'Esc', needs: 'none' },
  { id: 'next', codes: ['KeyN'], ctrl: true, caps: 'Ctrl+N', needs: 'clerk' },
  { id: 'print', codes: ['KeyP'], ctrl: true, caps: 'Ctrl+P', needs: 'clerk' },
  { id: 'search', codes: ['KeyF'], ctrl: true, caps: 'Ctrl+F', needs: 'clerk' },
  { id: 'zoomIn', codes: ['Equal', 'NumpadAdd'], ctrl: true, caps: 'Ctrl++', needs: 'clerk' },
  { id: 'zoomOut', codes: ['Minus', 'NumpadSubtract'], ctrl: true, caps: 'Ctrl+-', needs: 'clerk' },
  { id: 'zoomFit', codes: ['Digit0', 'Numpad0'], ctrl: true, caps: 'Ctrl+0', needs: 'clerk' },
]

export interface Pressed {
  code: string
  ctrlKey: boolean
  altKey: boolean
  shiftKey: boolean
  metaKey: boolean
}

export function bindingOf(pressed: Pressed): KeyBinding | undefined {
  if (pressed.altKey || pressed.shiftKey || pressed.metaKey) return undefined
  return keymap.find(({ codes, ctrl }) => ctrl === pressed.ctrlKey && codes.includes(pressed.code))
}

export function capsOf(id: KeyId): string {
  return keymap.find((binding) => binding.id === id)?.caps ?? ''
}
