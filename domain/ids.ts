export interface IdSource {
  /** A new UUIDv7 (RFC 9562), which sorts by the time it was made. */
  uuid(): string
}
