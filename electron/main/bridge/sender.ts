import { isOurUrl } from '../window/origin'

interface FrameLike {
  readonly url: string
  readonly parent: unknown
  isDestroyed(): boolean
}

/** The part of Electron's IpcMainInvokeEvent that says who is asking. */
export interface SenderEvent {
  readonly sender: { readonly id: number; isDestroyed(): boolean }
  readonly senderFrame: FrameLike | null
}

/** Only the main frame of our own window, showing our own page. `ours` is undefined while there is no window. */
export function isOurSender(event: SenderEvent, ours: { readonly id: number } | undefined): boolean {
  const frame = event.senderFrame
  if (ours === undefined || frame === null) return false
  if (event.sender.isDestroyed() || frame.isDestroyed()) return false
  return event.sender.id === ours.id && frame.parent === null && isOurUrl(frame.url)
}
