import { describe, expect, it } from 'vitest'
import { fullName, initials } from './name'

describe('names', () => {
  it.each([
    [
      { familyName: 'Сейтқали', givenName: 'Айдана', middleName: 'Бекқызы' },
      'Сейтқали Айдана Бекқызы',
      'Сейтқали А. Б.',
    ],
    [{ familyName: 'Ким', givenName: 'анна-мария' }, 'Ким анна-мария', 'Ким А.-М.'],
    [{ familyName: 'Әбілқайыр-Ұлы ', givenName: ' іңкәр', middleName: '' }, 'Әбілқайыр-Ұлы іңкәр', 'Әбілқайыр-Ұлы І.'],
    [{ familyName: 'Suharto', givenName: '' }, 'Suharto', 'Suharto'],
    [{ familyName: 'Тест', givenName: 'Й'.normalize('NFD') }, 'Тест Й', 'Тест Й.'],
    [{ familyName: 'Doe', givenName: 'ivan' }, 'Doe ivan', 'Doe I.'],
  ])('%j', (name, full, short) => {
    expect(fullName(name)).toBe(full)
    expect(initials(name)).toBe(short)
  })
})
