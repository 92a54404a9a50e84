// electron-builder's afterPack: turns off the ways to make the packaged Electron run something else than our asar.
import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)
const loader = 'default_app.asar'

/** A fuse in the executable is a character. */
const fuseOn = '1'.charCodeAt(0)
const fuseOff = '0'.charCodeAt(0)

function executableOf({ packager, appOutDir, electronPlatformName }) {
  const name = packager.appInfo.productFilename
  if (electronPlatformName === 'darwin') return join(appOutDir, `${name}.app`, 'Contents', 'MacOS', name)
  if (electronPlatformName === 'win32') return join(appOutDir, `${name}.exe`)
  return join(appOutDir, packager.executableName)
}

export default async function afterPack(context) {
  const { FuseV1Options: fuse, FuseVersion, flipFuses, getCurrentFuseWire } = require('@electron/fuses')
  if (context.electronPlatformName !== 'darwin') rmSync(join(context.appOutDir, 'resources', loader), { force: true })
  const wanted = {
    [fuse.RunAsNode]: false,
    [fuse.EnableCookieEncryption]: true,
    [fuse.EnableNodeOptionsEnvironmentVariable]: false,
    [fuse.EnableNodeCliInspectArguments]: false,
    [fuse.EnableEmbeddedAsarIntegrityValidation]: true,
    [fuse.OnlyLoadAppFromAsar]: true,
    [fuse.LoadBrowserProcessSpecificV8Snapshot]: false,
    [fuse.GrantFileProtocolExtraPrivileges]: false,
  }
  const executable = executableOf(context)
  await flipFuses(executable, { version: FuseVersion.V1, resetAdHocDarwinSignature: true, ...wanted })
  const wire = await getCurrentFuseWire(executable)
  for (const [option, on] of Object.entries(wanted)) {
    if (wire[option] !== (on ? fuseOn : fuseOff)) throw new Error(`Fuse ${fuse[option]} did not change.`)
  }
}
