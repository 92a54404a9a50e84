import type { UsageRow, UsageType } from '#domain/usage'
import type { Random } from './random'

type Facts = Omit<UsageRow, 'id' | 'at'>

/** Most of it is paid by packages: a subscriber with many rows spends 3,000 to 8,000 tenge a month. */
const weights: readonly (readonly [number, (random: Random) => Facts])[] = [
  [29, callOut],
  [17, callIn],
  [10, smsOut],
  [6, smsIn],
  [0.5, mms],
  [31, data],
  [3, ussd],
  [1, service],
  [0.8, topUp],
  [0.5, correction],
  [0.7, roamingCall],
  [0.5, roamingData],
]
const totalWeight = weights.reduce((sum, [weight]) => sum + weight, 0)

export function drawUsage(random: Random): Facts {
  let left = random.next() * totalWeight
  for (const [weight, draw] of weights) {
    left -= weight
    if (left < 0) return draw(random)
  }
  return data(random)
}

const abroad = [
  ['TR', 'Turkcell'],
  ['AE', 'Etisalat'],
  ['RU', 'MTS RUS'],
  ['UZ', 'Ucell'],
  ['DE', 'Telekom.de'],
  ['TH', 'AIS'],
] as const

function callOut(random: Random): Facts {
  const durationSeconds = random.chance(0.08) ? 0 : random.int(1, 1200)
  const far = random.chance(0.004)
  const perMinute = far ? 4_999 : 1_233
  const paid = durationSeconds > 0 && (far || random.chance(0.03))
  const country = far ? { country: random.pick(['RU', 'UZ', 'TR', 'DE']) } : {}
  return {
    ...row('voice', paid ? Math.ceil(durationSeconds / 60) * perMinute : 0),
    direction: 'out',
    otherNumber: far ? `9${random.digits(11)}` : someNumber(random),
    durationSeconds,
    ...country,
    chargedFrom: paid ? 'balance' : 'package',
  }
}

function callIn(random: Random): Facts {
  return { ...row('voice', 0), direction: 'in', otherNumber: someNumber(random), durationSeconds: random.int(0, 1800) }
}

function smsOut(random: Random): Facts {
  const paid = random.chance(0.1)
  return {
    ...row('sms', paid ? 1_705 : 0),
    direction: 'out',
    otherNumber: someNumber(random),
    chargedFrom: paid ? 'balance' : 'bonus',
  }
}

function smsIn(random: Random): Facts {
  return { ...row('sms', 0), direction: 'in', otherName: random.pick(['Kaspi.kz', 'eGov', 'Halyk', 'Activ']) }
}

function mms(random: Random): Facts {
  return { ...row('mms', 3_000), direction: 'out', otherNumber: someNumber(random), chargedFrom: 'balance' }
}

function data(random: Random): Facts {
  const paid = random.chance(0.03)
  const volumeBytes = random.int(1_000, 900_000_000)
  return {
    ...row('data', paid ? Math.ceil(volumeBytes / 10_000_000) * 101 : 0),
    volumeBytes,
    network: random.pick(['4G', '5G', '3G']),
    chargedFrom: paid ? 'balance' : 'package',
  }
}

function ussd(random: Random): Facts {
  return { ...row('ussd', 0), direction: 'out', otherNumber: random.pick(['*111*3#', '*166*2#', '*245#']) }
}

function service(random: Random): Facts {
  const otherName = random.pick(['Келген қоңырау белгісі', 'Кто звонил', 'Ән орнына гудок', 'Антиспам'])
  return { ...row('service', random.pick([0, 0, 2_990, 14_900])), otherName, chargedFrom: 'balance' }
}

export function monthlyFee(random: Random): Facts {
  const otherName = random.pick(['Тариф «Activ Life»', 'Тариф «Активті»'])
  return { ...row('fee', random.pick([149_000, 229_000, 299_050])), otherName, chargedFrom: 'balance' }
}

function topUp(random: Random): Facts {
  return { ...row('topup', -100 * random.pick([500, 1_000, 1_000, 2_000])), otherName: 'Kaspi' }
}

function correction(random: Random): Facts {
  return { ...row('correction', -random.int(101, 9_999)), note: 'Қайтару / возврат' }
}

function roamingCall(random: Random): Facts {
  const [country, network] = random.pick(abroad)
  const durationSeconds = random.int(1, 180)
  return {
    ...row('voice', Math.ceil(durationSeconds / 60) * 15_977),
    direction: random.chance(0.5) ? 'out' : 'in',
    otherNumber: someNumber(random),
    durationSeconds,
    country,
    network,
    roaming: true,
    chargedFrom: 'balance',
  }
}

function roamingData(random: Random): Facts {
  const [country, network] = random.pick(abroad)
  const volumeBytes = random.int(1_000, 8_000_000)
  return {
    ...row('data', Math.ceil(volumeBytes / 1_000_000) * 2_511),
    volumeBytes,
    country,
    network,
    roaming: true,
    chargedFrom: 'balance',
  }
}

function row(type: UsageType, amountTiyn: number): { type: UsageType; amountTiyn: number } {
  return { type, amountTiyn }
}

function someNumber(random: Random): string {
  if (random.chance(0.05)) return random.pick(['1414', '103', '7111', '3030'])
  return `7${random.pick(['701', '702', '705', '707', '747', '771', '775', '777', '778'])}${random.digits(7)}`
}
