const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** RFC 9562, version 7, in lower case: one command has one spelling, as ids are compared by text. */
export function isUuidV7(text: string): boolean {
  return uuidV7.test(text)
}
