/** In the order in which they are told. */
export const factNames = ['signed', 'whole', 'unchanged', 'certificate', 'claim', 'registered', 'fileHash'] as const
/**
 * `signed` the file has one signature; `whole` it covers every byte; `unchanged` the bytes are those signed;
 * `certificate` the signer was certified by the operator and valid when the paper was registered; `claim` number,
 * MSISDN, period, rows and sums are as the registry signed them; `registered` the registry has this entry; `fileHash`
 * and this very file.
 */
export type FactName = (typeof factNames)[number]

/** `unknown`: the question was asked and cannot be answered with whom this checker trusts; `unasked`: it was not. */
export const factStates = ['held', 'failed', 'unknown', 'unasked'] as const
export type FactState = (typeof factStates)[number]
export type Facts = Record<FactName, FactState>

export const verdicts = ['genuine', 'altered', 'unknown'] as const
export type Verdict = (typeof verdicts)[number]

/**
 * What the facts amount to. Genuine needs each of `needed`; nothing that failed is ever genuine.
 * @param ours whether anything in it says that it is one of these papers at all
 */
export function judge(facts: Facts, ours: boolean, needed: readonly FactName[]): Verdict {
  if (!ours) return 'unknown'
  if (factNames.some((name) => facts[name] === 'failed')) return 'altered'
  if (factNames.some((name) => facts[name] === 'unknown')) return 'unknown'
  return needed.every((name) => facts[name] === 'held') ? 'genuine' : 'unknown'
}
