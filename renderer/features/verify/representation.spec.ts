import { describe, expect, it } from 'vitest'
import { checkRepresentation, emptyRepresentation, type RepresentationForm } from './representation'

const today = '2026-03-10'

function byPower(change: Partial<RepresentationForm['authority']> = {}): RepresentationForm {
  const authority = {
    number: ' 17-A ',
    date: '01.02.2026',
    notary: 'Н. Н.',
    until: '10.03.2026',
    covers: ['unblock' as const],
  }
  const proxy = {
    type: 'idCard' as const,
    iin: '900101300007',
    number: '012345678',
    validUntil: '01.01.2035',
    method: 'typed' as const,
    isDigital: false,
  }
  return { ...emptyRepresentation(), who: 'powerOfAttorney', proxy, authority: { ...authority, ...change } }
}

describe('who stands here', () => {
  it('asks nothing more of the subscriber', () => {
    expect(checkRepresentation(emptyRepresentation(), today)).toEqual({ problems: {}, value: {} })
  })

  it('gives a power of attorney with the proxy’s own document', () => {
    expect(checkRepresentation(byPower(), today).value?.proxy).toEqual({
      kind: 'powerOfAttorney',
      person: {
        document: { type: 'idCard', number: '012345678', validUntil: '2035-01-01' },
        iin: '900101300007',
        method: 'typed',
      },
      authority: { number: '17-A', date: '2026-02-01', notary: 'Н. Н.', until: '2026-03-10', covers: ['unblock'] },
    })
  })

  it.each([
    [{ until: '09.03.2026' }, 'authorityUntil', 'AUTHORITY_EXPIRED'],
    [{ date: '11.03.2026' }, 'authorityDate', 'DATE_MALFORMED'],
    [{ number: ' ' }, 'authorityNumber', 'AUTHORITY_MALFORMED'],
    [{ covers: [] }, 'covers', 'AUTHORITY_MALFORMED'],
  ] as const)('refuses %j at %s', (change, field, code) => {
    const { problems, value } = checkRepresentation(
      byPower({ ...change } as Partial<RepresentationForm['authority']>),
      today,
    )
    expect(problems[field]?.code).toBe(code)
    expect(value).toBeUndefined()
  })

  it('does not pass a proxy without a good document', () => {
    const form = byPower()
    form.proxy.iin = '900101300008'
    expect(checkRepresentation(form, today).value).toBeUndefined()
  })

  it('gives a company’s letter, and names what is missing in it', () => {
    const form = { ...emptyRepresentation(), who: 'organization' as const }
    expect(Object.keys(checkRepresentation(form, today).problems)).toEqual([
      'bin',
      'letterNumber',
      'letterDate',
      'representative',
    ])
    form.letter = { bin: '060 140 000 010', number: '5', date: '01022026', representative: 'А. Б.' }
    expect(checkRepresentation(form, today).value).toEqual({
      organization: { bin: '060140000010', letterNumber: '5', letterDate: '2026-02-01', representative: 'А. Б.' },
    })
  })
})
