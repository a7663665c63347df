import { createHash } from 'node:crypto';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Browsers that run this application all read woff2; the woff copies would double the size of the build. */
const woff2Only: Plugin = {
  name: 'woff2-only',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('@fontsource') || !id.endsWith('.css')) return null;
    return { code: code.replaceAll(/,\s*url\([^)]+\.woff\)\s*format\('woff'\)/g, ''), map: null };
  },
};

/** Tells the service worker which files there are: pages and styles at once, fonts when a day is prepared. */
const serviceWorkerFiles: Plugin = {
  name: 'service-worker-files',
  generateBundle(_options, bundle) {
    const worker = bundle['sw.js'];
    if (worker?.type !== 'chunk') return;
    const files = Object.keys(bundle)
      .filter((name) => name.startsWith('assets/'))
      .map((name) => `/${name}`);
    const fonts = files.filter((name) => name.endsWith('.woff2'));
    const core = [...files.filter((name) => !name.endsWith('.woff2')), '/mark.svg', '/manifest.webmanifest'];
    const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
    worker.code = worker.code
      .replaceAll('__VERSION__', JSON.stringify(version))
      .replaceAll('__CORE__', JSON.stringify(core))
      .replaceAll('__MORE__', JSON.stringify(fonts));
  },
};

export default defineConfig({
  plugins: [woff2Only, react(), serviceWorkerFiles],
  resolve: { conditions: ['anlan-source', 'module', 'browser', 'development|production'] },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: 'http://127.0.0.1:8420', ws: true },
      '/packs': 'http://127.0.0.1:8420',
    },
  },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { index: 'index.html', sw: 'src/offline/service-worker.ts' },
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
    // The map's drawing libraries are one chunk, fetched only with the map.
    chunkSizeWarningLimit: 2000,
  },
});
