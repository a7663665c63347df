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

export default defineConfig({
  plugins: [woff2Only, react()],
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
    // The map's drawing libraries are one chunk, fetched only with the map.
    chunkSizeWarningLimit: 2000,
  },
});
