// The least that shows a window: what the start of the application is measured against.
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'

async function start() {
  await app.whenReady()
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    webPreferences: { sandbox: true, contextIsolation: true },
  })
  await window.loadFile(join(import.meta.dirname, 'index.html'))
}
app.on('window-all-closed', () => app.quit())
void start()
