export interface PersonName {
  familyName: string
  givenName: string
  middleName?: string | undefined
}

/** Family name first, as on the documents: `Сейтқали Айдана Бекқызы`. */
export function fullName(name: PersonName): string {
  return [name.familyName, name.givenName, name.middleName].map(tidy).filter(Boolean).join(' ')
}

/** The short form on paper: `Сейтқали А. Б.`, `Ким А.-М.` */
export function initials(name: PersonName): string {
  return [tidy(name.familyName), initialOf(name.givenName), initialOf(name.middleName)].filter(Boolean).join(' ')
}

function initialOf(part: string | undefined): string {
  return tidy(part)
    .split('-')
    .map((piece) => Array.from(piece)[0])
    .filter((letter) => letter !== undefined)
    .map((letter) => `${letter.toLocaleUpperCase('kk')}.`)
    .join('-')
}

/** NFC, as й and ё may arrive as two characters and an initial would lose its mark. */
function tidy(part: string | undefined): string {
  return (part ?? '').normalize('NFC').trim().replace(/\s+/g, ' ')
}
