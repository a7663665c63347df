import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { packFile } from '@anlan/data';
import { refuseNow } from './problem.ts';
import type { App } from './types.ts';

/** The built web application; the same distance from `src/http` and `dist/http`. */
const WEB = fileURLToPath(new URL('../../../web/dist/', import.meta.url));
/** Parts of the data packs the browser needs. */
const PACK = /^\/(boundaries|basemap|roads|waterways|systems)\/[\w-]+\.(geojson|json)$/;
const YEAR = 'public, max-age=31536000, immutable';
const DAY = 'public, max-age=86400, stale-while-revalidate=604800';

/** Serves the pages and the map packs; every other path of a page belongs to the application's own router. */
export async function servePages(app: App, web: string = WEB): Promise<void> {
  await app.register(fastifyStatic, {
    root: fileURLToPath(packFile('')),
    prefix: '/packs/',
    decorateReply: false,
    index: false,
    cacheControl: false,
    allowedPath: (path) => PACK.test(path),
    setHeaders: (reply) => void reply.header('cache-control', DAY),
  });
  const built = existsSync(`${web}/index.html`);
  if (built) {
    await app.register(fastifyStatic, {
      root: web,
      cacheControl: false,
      setHeaders: (reply, path) => void reply.header('cache-control', cachingOf(path.slice(web.length))),
    });
  }
  app.setNotFoundHandler((request, reply) => (built && isPage(request) ? page(reply, web) : refuseNow('not-found')));
}

/** Files under `assets/` carry a hash of their content in their name. */
function cachingOf(path: string): string {
  if (/^\/?assets\//.test(path)) return YEAR;
  return path.endsWith('.html') ? 'no-cache' : DAY;
}

/** A path of the application's router has no file name in it. */
function isPage(request: FastifyRequest): boolean {
  const [path = ''] = request.url.split('?');
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  return isRead && !/^\/(api|packs|assets)(\/|$)/.test(path) && !/\.\w+$/.test(path);
}

function page(reply: FastifyReply, web: string): FastifyReply {
  return reply.sendFile('index.html', web);
}
