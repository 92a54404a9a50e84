import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { bridgeChannelNames } from './domain/contract/index'

const inProject = (path: string) => join(import.meta.dirname, path)

/** The oldest Electron the code has to run in (33: Node 20.18, Chrome 130). */
const nodeTarget = 'node20.18'
const chromeTarget = 'chrome130'

/** The report host reads its fonts from beside the code, packaged or not. */
function reportFonts(): Plugin {
  const folder = inProject('reports/kit/fonts')
  return {
    name: 'report-fonts',
    generateBundle() {
      for (const name of readdirSync(folder).filter((file) => /\.(ttf|txt)$/.test(file))) {
        this.emitFile({ type: 'asset', fileName: `fonts/${name}`, source: readFileSync(join(folder, name)) })
      }
    },
  }
}

export default defineConfig({
  // The store host and the report host are built as entries of their own by `import … from '….ts?modulePath'`.
  main: {
    plugins: [reportFonts()],
    build: {
      outDir: 'out/main',
      target: nodeTarget,
      // What package.json lists under `dependencies` stays outside and is packaged (native code, data files beside the
      // code); the rest is bundled: reading one file at start is quicker than reading hundreds.
      // The optional one brings a program that it has to find beside itself.
      externalizeDeps: { include: ['pdf-to-printer'] },
      rolldownOptions: {
        input: { main: inProject('electron/main/main.ts') },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  // A sandboxed preload is one CommonJS file that requires nothing but electron.
  preload: {
    define: { __BRIDGE_CHANNELS__: JSON.stringify(bridgeChannelNames()) },
    build: {
      outDir: 'out/preload',
      target: nodeTarget,
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: inProject('electron/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: inProject('renderer'),
    base: './',
    plugins: [vue()],
    define: { __VUE_I18N_LEGACY_API__: false, __VUE_PROD_DEVTOOLS__: false },
    build: {
      outDir: inProject('out/renderer'),
      target: chromeTarget,
      minify: true,
      // The content security policy allows no data: addresses and no inline code.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: inProject('renderer/index.html') } },
    },
  },
})
