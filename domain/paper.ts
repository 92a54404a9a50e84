/** Languages a paper can be in: both, Kazakh first, or one. Non-state forms must be in Kazakh, Russian is added by default. */
export const paperLanguages = ['kk+ru', 'ru', 'kk'] as const
export type PaperLanguage = (typeof paperLanguages)[number]

/** A detailization with its rows, or with their sums only. */
export const reportForms = ['expanded', 'summary'] as const
export type ReportForm = (typeof reportForms)[number]

/** What can be printed of a visit besides its detailizations. */
export const paperKinds = ['application', 'receipt', 'handover', 'visit'] as const
export type PaperKind = (typeof paperKinds)[number]

/** A sheet, or a roll of 80 mm for a receipt. */
export const paperFormats = ['a4', 'roll80'] as const
export type PaperFormat = (typeof paperFormats)[number]
