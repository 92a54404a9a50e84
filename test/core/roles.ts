import { roles, type Role } from '#domain/core/office'
import type { ClerkRow } from './rows'

export function rolesOf(clerk: ClerkRow): Role[] {
  return roles.array().parse(JSON.parse(clerk.roles))
}
