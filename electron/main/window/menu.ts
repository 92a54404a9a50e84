import { Menu } from 'electron'

/** None, so that no accelerator reloads the page or opens tools. macOS takes its copy and paste from a menu. */
export function applicationMenu(platform: string): Menu | null {
  if (platform !== 'darwin') return null
  return Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
}
