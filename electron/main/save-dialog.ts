import { join } from 'node:path'
import { app, dialog, type BrowserWindow } from 'electron'

/** Asks where a zip is to be saved; undefined when the person thought better of it. */
export async function askWhereToSave(name: string, window: BrowserWindow | undefined): Promise<string | undefined> {
  const options = { defaultPath: join(app.getPath('documents'), name), filters: [{ name: 'ZIP', extensions: ['zip'] }] }
  const asked = window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options)
  const { canceled, filePath } = await asked
  return canceled || filePath === '' ? undefined : filePath
}
