/** Languages a paper can be in: both, Kazakh first, or one. Non-state forms must be in Kazakh, Russian is added by default. */
export const paperLanguages = ['kk+ru', 'ru', 'kk'] as const
export type PaperLanguage = (typeof paperLanguages)[number]

/** A detailization with its rows, or with their sums only. */
export const reportForms = ['expanded', 'summary'] as const
export type ReportForm = (typeof reportForms)[number]
