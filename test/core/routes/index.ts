import type { Handlers } from '../context'
import { buckets, individual, product, productByNumber } from './customer'
import { about, certify, enrol, feed, token } from './device'
import { order, orders, placeOrderWith } from './orders'
import { quote } from './quote'
import { registerReport, report, sealReport } from './reports'
import { session } from './session'
import { sim } from './sims'
import { damageSim, receiveSims, recountSims, simBox } from './stock'
import { usage, usageBounds, usageJob } from './usage'
import { verify } from './verification'

/** @param schedule takes an accepted order on its way */
export function makeHandlers(schedule: (orderId: string) => void): Handlers {
  return {
    about,
    token,
    enrol,
    certify,
    session,
    feed,
    productByNumber,
    product,
    verify,
    individual,
    buckets,
    usage,
    usageBounds,
    usageJob,
    quote,
    sim,
    simBox,
    receiveSims,
    damageSim,
    recountSims,
    placeOrder: placeOrderWith(schedule),
    order,
    orders,
    registerReport,
    sealReport,
    report,
  }
}
