import { nextTick, onBeforeUnmount, onMounted } from 'vue'
import { classifyScan, type ScanKind } from '#domain/scan'
import { isMrzBegun } from '../features/verify/form'
import { Wedge } from './wedge'

export type KnownScan = Exclude<ScanKind, 'unknown'>

export interface ScanTarget {
  kind: KnownScan
  /** The field it goes to; a scan with the focus already there is left to the field. */
  field?: () => Element | null | undefined
  take: (value: string) => void
}

const targets: ScanTarget[] = []
let before: { field: HTMLInputElement; value: string } | undefined

/** Says what the screen takes from a scanner while it is shown. */
export function useScanTargets(wanted: readonly ScanTarget[]): void {
  onMounted(() => targets.push(...wanted))
  onBeforeUnmount(() => wanted.forEach((target) => targets.splice(targets.indexOf(target), 1)))
}

/** `onUnwanted`: something readable was scanned which no field of this screen takes. */
export function startScanner(onUnwanted: (kind: KnownScan) => void): void {
  const wedge = new Wedge(isMrzBegun)
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isSecret(event.target)) return
      const step = wedge.press(event.key, event.timeStamp)
      if (step.kind === 'start') before = snapshot(event.target)
      if (step.kind === 'hold') swallow(event)
      if (step.kind === 'scan') deliver(event, step.text, onUnwanted)
    },
    { capture: true },
  )
}

function isSecret(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === 'password'
}

function snapshot(target: EventTarget | null): typeof before {
  return target instanceof HTMLInputElement ? { field: target, value: target.value } : undefined
}

function deliver(event: KeyboardEvent, text: string, onUnwanted: (kind: KnownScan) => void): void {
  const { kind, value } = classifyScan(text)
  if (kind === 'unknown') return
  const target = targets.findLast((each) => each.kind === kind)
  const field = target?.field?.()
  if (field && field === event.target) return
  swallow(event)
  undoTyping(text)
  // After the undoing has reached the screen, or a field that gets the same text as before would stay empty.
  void nextTick(() => (target ? target.take(value) : onUnwanted(kind)))
}

function swallow(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}

/** The scanner typed into whatever had the focus; what stood there comes back. */
function undoTyping(text: string): void {
  const typed = text.replaceAll('\n', '')
  if (before === undefined || !before.field.value.includes(typed)) return
  before.field.value = before.value
  before.field.dispatchEvent(new Event('input', { bubbles: true }))
}
