import { appendFileSync } from 'node:fs'
import type { OrderView } from '#domain/contract/views'

/** What the clerk was told of an order. */
export interface Told {
  id: string
  state: OrderView['state']
}

/** One thing that happened, in the order of happening. A `sync` makes all earlier changes of its file durable. */
export type PowerRecord =
  | { op: 'write'; path: string; offset: number; data: Buffer }
  | { op: 'truncate'; path: string; size: number }
  | { op: 'sync'; path: string }
  | { op: 'unlink'; path: string }
  | { op: 'told'; told: Told }

const headBytes = 24

/** Appends to the recorder's own log, so that it stands in one order with the writes. */
export function tell(log: string, told: Told): void {
  const data = Buffer.from(JSON.stringify(told))
  const head = Buffer.alloc(headBytes)
  head.writeUInt32LE('a'.charCodeAt(0), 0)
  head.writeBigUInt64LE(BigInt(data.length), 16)
  appendFileSync(log, Buffer.concat([head, data]))
}

/** @throws RangeError for what `record.c` does not write. */
export function readLog(log: Buffer): PowerRecord[] {
  const records: PowerRecord[] = []
  let at = 0
  while (at < log.length) {
    const pathEnd = at + headBytes + log.readUInt32LE(at + 4)
    const end = pathEnd + Number(log.readBigUInt64LE(at + 16))
    const path = log.toString('utf8', at + headBytes, pathEnd)
    const offset = Number(log.readBigUInt64LE(at + 8))
    records.push(recordOf(String.fromCharCode(log.readUInt32LE(at)), path, offset, log.subarray(pathEnd, end)))
    at = end
  }
  return records
}

function recordOf(op: string, path: string, offset: number, data: Buffer): PowerRecord {
  switch (op) {
    case 'w':
      return { op: 'write', path, offset, data }
    case 't':
      return { op: 'truncate', path, size: offset }
    case 's':
      return { op: 'sync', path }
    case 'u':
      return { op: 'unlink', path }
    case 'a':
      return { op: 'told', told: JSON.parse(data.toString()) as Told }
    default:
      throw new RangeError(`a record of kind ${op}`)
  }
}
