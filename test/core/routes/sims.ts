import { recordToCharacteristics } from '#domain/core/common'
import { Listed, type Handler } from '../context'
import type { SimRow } from '../rows'

export const sim: Handler<'sim'> = async ({ tx, query }) => {
  const row = await tx<SimRow>('sims').where({ iccid: query.value }).first()
  if (!row) return new Listed([], 0)
  const resource = {
    id: row.id,
    href: `/tmf-api/resourceInventoryManagement/v4/resource/${row.id}`,
    name: 'SIM',
    value: row.iccid,
    resourceStatus: row.resource_status,
    usageState: row.usage_state,
    resourceCharacteristic: recordToCharacteristics({
      imsi: row.imsi,
      simKind: row.sim_kind,
      formFactor: row.form_factor,
      leaseOffice: row.lease_office ?? undefined,
      leaseUntil: row.lease_until ?? undefined,
      fence: row.fence ?? undefined,
    }),
    '@type': 'LogicalResource',
  }
  return new Listed([resource], 1)
}
