import { addDays } from '#domain/calendar'
import type { DocumentType } from '#domain/document'
import { iinCheckDigit } from '#domain/iin'
import type { IndividualRow, RenewedDocumentRow } from '../rows'
import { makeForeignName, makeName, type Sex } from './names'
import type { Random } from './random'
import type { Recipe } from './samples'

export interface MadePerson {
  row: IndividualRow
  renewed: RenewedDocumentRow | undefined
}

/** Makes people whose IINs and document numbers differ from one another. */
export class PeopleMaker {
  private readonly taken = new Set<string>()

  constructor(
    private readonly random: Random,
    private readonly today: string,
  ) {}

  make(index: number, recipe: Recipe): MadePerson {
    const { random } = this
    const type = recipe.documentType ?? this.documentType()
    const sex = recipe.sex ?? (random.chance(0.5) ? 'M' : 'F')
    const birthDate = this.birthDate(recipe.age ?? this.age(type))
    const drawn = type === 'foreignPassport' ? makeForeignName(random, sex) : makeName(random, sex)
    const name = recipe.name ?? drawn
    const outdated = recipe.renewed === true || recipe.expiredDocument === true
    const row: IndividualRow = {
      id: `ind-${String(index).padStart(6, '0')}`,
      iin: this.iin(birthDate, sex),
      family_name: name.familyName,
      given_name: name.givenName,
      middle_name: name.middleName,
      birth_date: birthDate,
      document_type: type,
      document_number: this.documentNumber(type),
      valid_until: addDays(this.today, outdated ? -random.int(20, 200) : random.int(200, 3200)),
      document_lost: recipe.lostDocument === true,
      deceased: recipe.deceased === true,
      biometrics_needed: recipe.biometricsNeeded === true,
    }
    return { row, renewed: recipe.renewed ? this.renewedOf(row) : undefined }
  }

  private renewedOf(row: IndividualRow): RenewedDocumentRow {
    return {
      individual_id: row.id,
      document_type: row.document_type,
      document_number: this.documentNumber(row.document_type),
      valid_until: addDays(this.today, this.random.int(3300, 3640)),
    }
  }

  private documentType(): DocumentType {
    const x = this.random.next()
    if (x < 0.88) return 'idCard'
    if (x < 0.92) return 'residencePermit'
    if (x < 0.97) return 'foreignPassport'
    return x < 0.985 ? 'passport' : 'statelessCertificate'
  }

  /** An identity card is given from the age of 16 on; before it a child has a passport. */
  private age(type: DocumentType): number {
    return type === 'passport' && this.random.chance(0.5) ? this.random.int(5, 15) : this.random.int(18, 84)
  }

  private birthDate(age: number): string {
    return addDays(this.today, -Math.floor(age * 365.25) - this.random.int(1, 360))
  }

  private iin(birthDate: string, sex: Sex): string {
    const century = birthDate.startsWith('19') ? 3 : 5
    const head = `${birthDate.slice(2).replaceAll('-', '')}${century + (sex === 'M' ? 0 : 1)}`
    return this.unique(() => {
      const first11 = `${head}${this.random.digits(4)}`
      const check = iinCheckDigit(first11)
      return check === undefined ? undefined : `${first11}${check}`
    })
  }

  private documentNumber(type: DocumentType): string {
    return this.unique(() => {
      if (type === 'passport') return `N${this.random.digits(8)}`
      if (type === 'foreignPassport') return `${this.random.pick(['AB', 'C', 'U', 'TR'])}${this.random.digits(7)}`
      return `0${this.random.int(1, 6)}${this.random.digits(7)}`
    })
  }

  private unique(draw: () => string | undefined): string {
    for (;;) {
      const value = draw()
      if (value === undefined || this.taken.has(value)) continue
      this.taken.add(value)
      return value
    }
  }
}
