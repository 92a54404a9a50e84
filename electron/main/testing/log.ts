import { makeLog, type Log } from '../diagnostics/log'
import { ManualTime } from './time'

export interface RecordedLog extends Log {
  lines: string[]
  events(): string[]
}

export function recordingLog(): RecordedLog {
  const lines: string[] = []
  const log = makeLog({ write: (line) => void lines.push(line) }, new ManualTime())
  const events = () => lines.map((line) => (JSON.parse(line) as { event: string }).event)
  return { ...log, lines, events }
}
