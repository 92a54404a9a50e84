import { z } from 'zod'
import { msisdnDigits, utcTime } from './common'
import { feedPage } from './feed'
import {
  about,
  certificateAnswer,
  certificateRequest,
  enrolmentAnswer,
  enrolmentRequest,
  quote,
  quotedOperations,
  reportAnswer,
  reportEntry,
  reportPatch,
  reportRequest,
  sessionAnswer,
  sessionRequest,
  tokenAnswer,
  tokenRequest,
  usageBounds,
  verificationAnswer,
  verificationRequest,
} from './office'
import { productOrder, productOrderCreate } from './order'
import { bucket, individual, product, simResource } from './resources'
import { stockEndpoints } from './stock'
import { tmfUsage } from './usage'

/**
 * Who must prove what, each level including the ones before it: `device` a bearer token, `clerk` the header
 * `X-Clerk`, `customer` the header `X-Verification`.
 */
export type Proof = 'none' | 'device' | 'clerk' | 'customer'

export interface Endpoint {
  method: 'GET' | 'POST' | 'PATCH'
  /** Parameters in braces. */
  path: string
  proof: Proof
  summary: string
  query?: z.ZodObject
  body?: z.ZodType
  answer: z.ZodType
  /** HTTP status of success. */
  status: 200 | 201
  /** The TM Forum API and its resource, for the conformance test. */
  tmf?: { api: string; resource: string; create?: string }
  /** A list with `X-Result-Count` and `X-Total-Count`. */
  list?: true
  /** May answer 202 with a job and `Retry-After` in place of the answer, which the endpoint named here then gives. */
  collectedBy?: 'usageJob'
}

const page = {
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
}
const define = <const T extends Record<string, Endpoint>>(table: T): T => table

/** Everything that the counter asks of the core: the client, the reference core and the OpenAPI file come from this table. */
export const endpoints = define({
  about: {
    method: 'GET',
    path: '/office/v1/about',
    proof: 'none',
    summary: 'Protocol, kind and clock of the core',
    answer: about,
    status: 200,
  },
  token: {
    method: 'POST',
    path: '/oauth2/token',
    proof: 'none',
    summary: 'Bearer for an enrolled counter',
    body: tokenRequest,
    answer: tokenAnswer,
    status: 200,
  },
  enrol: {
    method: 'POST',
    path: '/office/v1/enrolment',
    proof: 'none',
    summary: 'Enrol a counter by its one-time code',
    body: enrolmentRequest,
    answer: enrolmentAnswer,
    status: 201,
  },
  certify: {
    method: 'POST',
    path: '/office/v1/certificate',
    proof: 'device',
    summary: "The counter's next certificate for signing papers",
    body: certificateRequest,
    answer: certificateAnswer,
    status: 201,
  },
  session: {
    method: 'POST',
    path: '/office/v1/session',
    proof: 'device',
    summary: 'Sign a clerk in',
    body: sessionRequest,
    answer: sessionAnswer,
    status: 201,
  },
  feed: {
    method: 'GET',
    path: '/office/v1/feed',
    proof: 'device',
    summary: 'Reference data, SIM leases, invalidations',
    status: 200,
    answer: feedPage,
    query: z.object({ after: z.string().optional(), limit: page.limit }),
  },
  productByNumber: {
    method: 'GET',
    path: '/tmf-api/productInventory/v4/product',
    proof: 'clerk',
    summary: 'Status and blocks of a number before verification',
    status: 200,
    list: true,
    query: z.object({
      productSerialNumber: msisdnDigits,
      fields: z.literal('id,status,productCharacteristic').optional(),
    }),
    answer: z.array(product),
    tmf: { api: 'TMF637', resource: 'Product' },
  },
  product: {
    method: 'GET',
    path: '/tmf-api/productInventory/v4/product/{id}',
    proof: 'customer',
    summary: 'Tariff, SIM and blocks after verification',
    answer: product,
    status: 200,
    tmf: { api: 'TMF637', resource: 'Product' },
  },
  verify: {
    method: 'POST',
    path: '/office/v1/verification',
    proof: 'clerk',
    summary: 'Compare an identity document with the register',
    body: verificationRequest,
    answer: verificationAnswer,
    status: 201,
  },
  individual: {
    method: 'GET',
    path: '/tmf-api/party/v4/individual/{id}',
    proof: 'customer',
    summary: 'The verified subscriber',
    answer: individual,
    status: 200,
    tmf: { api: 'TMF632', resource: 'Individual' },
  },
  buckets: {
    method: 'GET',
    path: '/tmf-api/prepayBalanceManagement/v4/bucket',
    proof: 'customer',
    summary: 'Balance and packages',
    status: 200,
    list: true,
    query: z.object({ 'product.id': z.string() }),
    answer: z.array(bucket),
    tmf: { api: 'TMF654', resource: 'Bucket' },
  },
  usage: {
    method: 'GET',
    path: '/tmf-api/usageManagement/v4/usage',
    proof: 'customer',
    summary: 'Rows of the detailization, by (usageDate, id)',
    status: 200,
    list: true,
    query: z.object({
      'ratedProductUsage.productRef.id': z.string(),
      'usageDate.gte': utcTime,
      'usageDate.lt': utcTime,
      ...page,
    }),
    answer: z.array(tmfUsage),
    tmf: { api: 'TMF635', resource: 'Usage' },
  },
  usageBounds: {
    method: 'GET',
    path: '/office/v1/usage-bounds',
    proof: 'customer',
    summary: 'What the core keeps for a period, with count and sums',
    status: 200,
    query: z.object({ 'product.id': z.string(), from: utcTime, to: utcTime }),
    answer: usageBounds,
    collectedBy: 'usageJob',
  },
  usageJob: {
    method: 'GET',
    path: '/office/v1/usage-job/{id}',
    proof: 'customer',
    summary: 'What usage-bounds has answered with a job: the same again, or the answer',
    status: 200,
    answer: usageBounds,
    collectedBy: 'usageJob',
  },
  quote: {
    method: 'GET',
    path: '/office/v1/quote',
    proof: 'customer',
    summary: 'Price before confirming',
    status: 200,
    answer: quote,
    query: z.object({
      operation: quotedOperations,
      reason: z.string().optional(),
      'product.id': z.string(),
      from: utcTime.optional(),
      to: utcTime.optional(),
      pages: z.coerce.number().int().optional(),
    }),
  },
  sim: {
    method: 'GET',
    path: '/tmf-api/resourceInventoryManagement/v4/resource',
    proof: 'clerk',
    summary: 'A SIM by its ICCID',
    status: 200,
    list: true,
    query: z.object({ value: z.string() }),
    answer: z.array(simResource),
    tmf: { api: 'TMF639', resource: 'Resource' },
  },
  ...stockEndpoints,
  placeOrder: {
    method: 'POST',
    path: '/tmf-api/productOrderingManagement/v4/productOrder',
    proof: 'device',
    summary: 'Place an order; idempotent by externalId; the verification it names is its proof',
    status: 201,
    body: productOrderCreate,
    answer: productOrder,
    tmf: { api: 'TMF622', resource: 'ProductOrder', create: 'ProductOrder_Create' },
  },
  order: {
    method: 'GET',
    path: '/tmf-api/productOrderingManagement/v4/productOrder/{id}',
    proof: 'device',
    summary: 'State of an order',
    answer: productOrder,
    status: 200,
    tmf: { api: 'TMF622', resource: 'ProductOrder' },
  },
  orders: {
    method: 'GET',
    path: '/tmf-api/productOrderingManagement/v4/productOrder',
    proof: 'device',
    summary: 'Orders by external id or of an office since a time',
    status: 200,
    list: true,
    query: z.object({
      externalId: z.string().optional(),
      'channel.id': z.string().optional(),
      'orderDate.gte': utcTime.optional(),
      ...page,
    }),
    answer: z.array(productOrder),
    tmf: { api: 'TMF622', resource: 'ProductOrder' },
  },
  registerReport: {
    method: 'POST',
    path: '/office/v1/report',
    proof: 'customer',
    summary: 'Register a detailization, get its number',
    body: reportRequest,
    answer: reportAnswer,
    status: 201,
  },
  sealReport: {
    method: 'PATCH',
    path: '/office/v1/report/{id}',
    proof: 'device',
    summary: 'Add the hash of the finished file',
    body: reportPatch,
    answer: reportEntry,
    status: 200,
  },
  report: {
    method: 'GET',
    path: '/office/v1/report/{id}',
    proof: 'clerk',
    summary: 'Look a registered detailization up',
    answer: reportEntry,
    status: 200,
  },
})

export type EndpointId = keyof typeof endpoints
export type AnswerOf<K extends EndpointId> = z.infer<(typeof endpoints)[K]['answer']>
export type BodyOf<K extends EndpointId> = (typeof endpoints)[K] extends { body: infer B extends z.ZodType }
  ? z.infer<B>
  : undefined
export type QueryOf<K extends EndpointId> = (typeof endpoints)[K] extends { query: infer Q extends z.ZodObject }
  ? z.input<Q>
  : undefined
