import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import type { z } from 'zod'
import type {
  EnrolmentAnswer,
  enrolmentRequest,
  OrganizationLetter,
  PresentedPerson,
  Proxy,
  Quote,
  VerificationAnswer,
} from '#domain/core/office'
import { makeSigningRequest } from '#reports/kit/signature/request'
import { tiynOf, tmfError } from '#domain/core/common'
import { buildOrder, endStates, type OrderFee, type OrderLine, type ProductOrder } from '#domain/core/order'
import type { AuthorityName } from './generator/authorities'
import type { KnownPerson } from './generator/facts'
import { startCore, type CoreOptions, type RunningCore } from './server'

export interface Answer<T = unknown> {
  status: number
  headers: Headers
  body: T
}

export const office = '/office/v1'
export const orderPath = '/tmf-api/productOrderingManagement/v4/productOrder'
export const productPath = '/tmf-api/productInventory/v4/product'
export const usagePath = '/tmf-api/usageManagement/v4/usage'

/** A small core, quick enough for one spec; on PostgreSQL where the specs run on that. */
export function startSmallCore(options: CoreOptions = {}): Promise<RunningCore> {
  return startCore({
    subscribers: 30,
    usageRows: 1500,
    orderDelayMs: 0,
    db: postgresSchema() ?? ':memory:',
    ...options,
  })
}

/** Where one core after another can be started on the same data. */
export async function keptDb(): Promise<{ db: string; remove: () => Promise<void> }> {
  const schema = postgresSchema()
  if (schema !== undefined) return { db: schema, remove: () => Promise.resolve() }
  const folder = await mkdtemp(join(tmpdir(), 'core-kept-'))
  return { db: join(folder, 'core.sqlite'), remove: () => rm(folder, { recursive: true, force: true }) }
}

/** A new one; it goes with its server. */
function postgresSchema(): string | undefined {
  const server = process.env['CORE_POSTGRES']
  return server === undefined ? undefined : `${server}&schema=core_${randomBytes(6).toString('hex')}`
}

/** A counter reduced to its requests: no client code of ours, so that the core is tested for itself. */
export class Counter {
  private readonly headers: Record<string, string> = {}

  constructor(readonly url: string) {}

  /** Enrolled and signed in as the clerk of the sample data. */
  static async signedIn(
    core: RunningCore,
    who: { id: string; pin: string } = core.facts.clerks.clerk,
  ): Promise<Counter> {
    const counter = new Counter(core.url)
    await counter.enrol(core.enrolmentCode)
    const session = await counter.signIn(who.id, who.pin)
    counter.headers['X-Clerk'] = session.body.clerkToken
    return counter
  }

  async get<T = unknown>(path: string, query: Record<string, string | number> = {}): Promise<Answer<T>> {
    const search = new URLSearchParams(
      Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
    )
    return this.call<T>('GET', `${path}?${search.toString()}`)
  }

  async post<T = unknown>(path: string, body: unknown): Promise<Answer<T>> {
    return this.call<T>('POST', path, body)
  }

  async call<T = unknown>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...this.headers, 'Content-Type': 'application/json', 'X-Correlation-Id': v7() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, headers: response.headers, body: (await response.json()) as T }
  }

  setHeader(name: 'Authorization' | 'X-Clerk' | 'X-Verification', value: string): void {
    this.headers[name] = value
  }

  async enrol(code: string): Promise<EnrolmentAnswer> {
    const answer = await this.post<EnrolmentAnswer>(`${office}/enrolment`, enrolment(code))
    const { clientId: client_id, clientSecret: client_secret } = answer.body
    const credentials = { grant_type: 'client_credentials', client_id, client_secret }
    const token = await this.post<{ access_token: string }>('/oauth2/token', credentials)
    this.setHeader('Authorization', `Bearer ${token.body.access_token}`)
    return answer.body
  }

  signIn(clerkId: string, pin: string): Promise<Answer<{ clerkToken: string; keyShare: string }>> {
    return this.post(`${office}/session`, { commandId: v7(), clerkId, pin })
  }

  /** Verifies the person's document; a match opens the customer's data to this counter. */
  async verify(person: KnownPerson, over: VerificationOver = {}): Promise<Answer<VerificationAnswer>> {
    const answer = await this.post<VerificationAnswer>(`${office}/verification`, verification(person, over))
    if (answer.body.token !== undefined) this.setHeader('X-Verification', answer.body.token)
    return answer
  }

  async quote(person: KnownPerson, query: Record<string, string>): Promise<OrderFee> {
    const answer = await this.get<Quote>(`${office}/quote`, { 'product.id': person.productId, ...query })
    const { feeId, quoteId, taxRate, taxIncludedAmount } = answer.body
    return { feeId, quoteId, taxRate, tiyn: tiynOf(taxIncludedAmount) }
  }
}

type VerificationOver = Partial<{
  commandId: string
  iin: string
  document: KnownPerson['document']
  /** Null = the person first, without a number. */
  msisdn: string | null
  oldIccid: string
  proxy: Proxy
  organization: OrganizationLetter
}>

export function verification(person: KnownPerson, over: VerificationOver = {}): object {
  const { commandId = v7(), iin, document, msisdn = person.msisdn, ...rest } = over
  const shown = { ...presented(person), ...(iin === undefined ? {} : { iin }), ...(document ? { document } : {}) }
  return { commandId, visitId: v7(), ...(msisdn === null ? {} : { msisdn }), person: shown, ...rest }
}

export function presented({ document, iin }: KnownPerson): PresentedPerson {
  return { document, iin, method: 'typed' }
}

/** The proxy of an authority of the sample data, with that paper in hand. */
export function proxyOf(core: RunningCore, name: AuthorityName): Proxy {
  const { kind, proxy, authority } = core.facts.authorities[name]
  return { kind, person: presented(core.facts.people[proxy]), authority }
}

export function letterOf({ facts }: RunningCore): OrganizationLetter {
  const { bin, representative } = facts.organization
  return { bin, letterNumber: '17-04', letterDate: facts.generatedAt.slice(0, 10), representative }
}

const { csr } = await makeSigningRequest('Counter 3')

export function enrolment(code: string): z.infer<typeof enrolmentRequest> {
  const { publicKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  return { commandId: v7(), code, deviceName: 'Counter 3', publicKey: key, csr }
}

export function orderOf(
  core: RunningCore,
  person: KnownPerson,
  verificationId: string | undefined,
  lines: readonly OrderLine[],
): ReturnType<typeof buildOrder> {
  return buildOrder({
    externalId: v7(),
    officeId: core.facts.office.id,
    clerkId: core.facts.clerks.clerk.id,
    product: { id: person.productId },
    proof: { verificationId: verificationId ?? '' },
    intentAt: new Date().toISOString(),
    lines,
  })
}

/** An unblock as a counter files it without the core: by the number, on the evidence of the document. */
export function evidenceOrder(
  core: RunningCore,
  person: KnownPerson,
  over: Partial<{ evidence: PresentedPerson; lines: readonly OrderLine[]; intentAt: string }> = {},
): ReturnType<typeof buildOrder> {
  return buildOrder({
    externalId: v7(),
    officeId: core.facts.office.id,
    clerkId: core.facts.clerks.clerk.id,
    product: { msisdn: person.msisdn },
    proof: { evidence: over.evidence ?? presented(person) },
    intentAt: over.intentAt ?? new Date().toISOString(),
    lines: over.lines ?? [{ operation: 'unblock', blockIds: [] }],
  })
}

/** Asks for the order until it has ended; the time limit of the test bounds it. */
export async function ended(counter: Counter, orderId: string): Promise<ProductOrder> {
  for (;;) {
    const { body } = await counter.get<ProductOrder>(`${orderPath}/${orderId}`)
    if (endStates.includes(body.state)) return body
  }
}

export function codeOf(answer: Answer): string {
  return tmfError.parse(answer.body).code
}
