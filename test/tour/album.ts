import path from 'node:path'
import type { Page } from '@playwright/test'

/** Numbered screenshots of the tour, in the order they were taken. */
export class Album {
  readonly files: string[] = []

  constructor(
    private readonly page: Page,
    private readonly folder: string,
  ) {}

  async take(name: string): Promise<void> {
    const number = String(this.files.length + 1).padStart(2, '0')
    const file = path.join(this.folder, `${number}-${name}.png`)
    await this.page.screenshot({ path: file, animations: 'disabled' })
    this.files.push(file)
  }
}
