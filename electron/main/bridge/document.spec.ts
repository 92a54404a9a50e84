import { expect, it } from 'vitest'
import { bridgeDocument } from './document'

it('docs/bridge.md is what the contract says', async () => {
  await expect(bridgeDocument()).toMatchFileSnapshot('../../../docs/bridge.md')
})
