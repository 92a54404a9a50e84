import { join } from 'node:path'
import { app, dialog, type BrowserWindow, type OpenDialogOptions } from 'electron'

/** Asks where a zip is to be saved; undefined when the person thought better of it. */
export async function askWhereToSave(name: string, window: BrowserWindow | undefined): Promise<string | undefined> {
  const options = { defaultPath: join(app.getPath('documents'), name), filters: [{ name: 'ZIP', extensions: ['zip'] }] }
  const asked = window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options)
  const { canceled, filePath } = await asked
  return canceled || filePath === '' ? undefined : filePath
}

/** Asks for a PDF to be read; undefined when the person thought better of it. */
export async function askWhichFile(window: BrowserWindow | undefined): Promise<string | undefined> {
  const options: OpenDialogOptions = { properties: ['openFile'], filters: [{ name: 'PDF', extensions: ['pdf'] }] }
  const asked = window === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options)
  const { canceled, filePaths } = await asked
  return canceled ? undefined : filePaths[0]
}
