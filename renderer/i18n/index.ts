import { createI18n } from 'vue-i18n'
import type { Language } from '#domain/contract/views'
import en from './en'
import kk from './kk'
import ru from './ru'

/** Each language by its own name. */
export const languages: Readonly<Record<Language, string>> = { ru: 'Русский', kk: 'Қазақша', en: 'English' }

export const i18n = createI18n({
  legacy: false,
  locale: 'ru',
  fallbackLocale: 'ru',
  messages: { ru, kk, en },
  missingWarn: false,
  fallbackWarn: false,
})

export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language
}
