import { existsSync, readFileSync } from 'node:fs'
import { temporaryFolder, whenReady } from '../../fixtures/app'
import { effectsOf, expect, expectNamed, test as base } from '../../fixtures/badDayTest'
import { needsPrograms } from '../../fixtures/needs'
import { buildPackaged, launchPackaged, packagedData, type PackagedApp } from '../../fixtures/packaged'
import { Counter } from '../../fixtures/pages/counter'
import { storeFiles } from '../../fixtures/store'

interface Packaged {
  /** Starts the packaged application, always with the same data. */
  launch: (o: { keyring: boolean }) => Promise<PackagedApp>
  data: string
}

/** The application as it is installed: only so does it insist on a keyring. */
const test = base.extend<Packaged & { home: string }, { executable: string }>({
  executable: [
    async ({}, use) => {
      const folder = temporaryFolder('dist')
      await use(buildPackaged(folder.path))
      folder.remove()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  home: async ({}, use) => {
    const folder = temporaryFolder('home')
    await use(folder.path)
    folder.remove()
  },
  data: async ({ home }, use) => use(packagedData(home)),
  launch: async ({ executable, home }, use) => {
    const running: PackagedApp[] = []
    await use(async ({ keyring }) => {
      const app = await launchPackaged(executable, home, keyring)
      running.push(app)
      return app
    })
    for (const app of running) if (!app.page.isClosed()) await app.close()
  },
})

test.describe('with a keyring', () => {
  test.beforeEach(() => needsPrograms(base, 'dbus-run-session', 'gnome-keyring-daemon'))

  test('packaged-keyring: the key lies in the keyring; without it nothing is opened or lost, and with it all is there again', async ({
    core,
    launch,
    data,
    picture,
  }) => {
    const first = await launch({ keyring: true })
    const counter = new Counter(first.page)
    await whenReady(first.page, 'enrol')
    await counter.tryEnrol({ address: core.url, code: core.enrolmentCode })
    await counter.signIn(core.facts.clerks.clerk)
    await counter.unblock(core.facts.people.voluntary)
    await counter.finish()
    await first.close()
    const { key, store } = storeFiles(data)
    expect(readFileSync(key).subarray(0, 3).toString(), 'wrapped by a keyring').toBe('v11')
    const before = readFileSync(store)

    const without = await launch({ keyring: false })
    await whenReady(without.page, 'store')
    await expectNamed(without.page, 'KEYRING_MISSING', 'recovery-retry')
    await picture(without.page, 'packaged-keyring-missing')
    await without.close()
    expect(readFileSync(store).equals(before), 'the store is not touched').toBe(true)

    const again = await launch({ keyring: true })
    await new Counter(again.page).signIn(core.facts.clerks.clerk)
    await expect(again.page.getByTestId('outbox-count')).toHaveAttribute('data-count', '0')
    await picture(again.page, 'packaged-keyring')
    expect(effectsOf(core, 'orderAccepted')).toEqual(['orderAccepted'])
  })
})

test('packaged-keyring-never: the first start without a keyring makes no key and no store', async ({
  launch,
  data,
  picture,
}) => {
  const { page } = await launch({ keyring: false })
  await whenReady(page, 'store')
  await expectNamed(page, 'KEYRING_MISSING', 'recovery-retry')
  await expect(page.getByTestId('diagnostics-export')).toBeEnabled()
  await picture(page, 'packaged-keyring-never')
  const { key, store } = storeFiles(data)
  expect([existsSync(key), existsSync(store)]).toEqual([false, false])
})
