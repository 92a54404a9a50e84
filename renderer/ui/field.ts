import { inject, provide, type ComputedRef, type InjectionKey } from 'vue'

/** What a control takes from the field around it. */
interface FieldContext {
  id: string
  describedBy: ComputedRef<string | undefined>
  invalid: ComputedRef<boolean>
}

const key: InjectionKey<FieldContext> = Symbol('field')

export function provideField(context: FieldContext): void {
  provide(key, context)
}

export function useField(): FieldContext | undefined {
  return inject(key, undefined)
}

export interface Option {
  value: string
  label: string
}

export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad'
