import { beforeEach, expect, it } from 'vitest'
import type { Status } from '#domain/contract/views'
import { AppError } from '#domain/errors'
import { clerk } from '../testing/bridge'
import { fakeStore } from '../testing/store'
import { signInService } from './signin'

const commandId = '0193a1b2-7c00-7000-8000-000000000001'
const asked = { clerk }

let ended: string[]
beforeEach(() => (ended = []))

function signOut(knowing: boolean, status: () => Promise<Status>) {
  const { store } = fakeStore({ status })
  const service = signInService({
    store,
    session: {} as never,
    signOutSoon: (reason) => void ended.push(reason),
  })
  return service['session.signOut']({ commandId, knowing }, asked)
}

const unsent = (count: number) => async () => ({ unsent: count }) as Status

it('signs out when everything has been sent', async () => {
  expect(await signOut(false, unsent(0))).toEqual({})
  expect(ended).toEqual(['finished'])
})

it('says how much has not been sent, and stays', async () => {
  await expect(signOut(false, unsent(3))).rejects.toMatchObject({ code: 'UNSENT_WORK', params: { count: 3 } })
  expect(ended).toEqual([])
})

it('lets go whoever knows, and when the store cannot say', async () => {
  await signOut(true, unsent(3))
  await signOut(false, () => Promise.reject(new AppError('HOST_RESTARTED')))
  expect(ended).toEqual(['finished', 'finished'])
})
