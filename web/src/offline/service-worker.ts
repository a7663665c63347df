import type { Worker } from './worker-scope.ts';

/**
 * Opens the application without a signal. It keeps the application's own files, which are the same for everybody, and
 * nothing else: answers of the platform never pass through here, they are kept for each person apart (`keep.ts`).
 */
const worker = self as unknown as Worker;
/** Filled in by the build: a hash of all files, what every page needs, and what is taken along on request. */
declare const __VERSION__: string;
declare const __CORE__: readonly string[];
declare const __MORE__: readonly string[];

const CORE = __CORE__;
const MORE = __MORE__;
const CACHE = `anlan-${__VERSION__}`;
const PAGE = '/index.html';

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([PAGE, ...CORE].map((path) => new Request(path, { cache: 'reload' })))),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const own = await caches.open(CACHE);
      for (const name of await caches.keys()) {
        if (!name.startsWith('anlan-') || name === CACHE) continue;
        // Files with the same name have the same content: they move on instead of being fetched again.
        const old = await caches.open(name);
        for (const request of await old.keys()) {
          const { pathname } = new URL(request.url);
          if (!MORE.includes(pathname)) continue;
          const kept = await old.match(request);
          if (kept !== undefined) await own.put(request, kept);
        }
        await caches.delete(name);
      }
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') void worker.skipWaiting();
  if (event.data === 'take-all') event.waitUntil(takeAll().then((bytes) => event.ports[0]?.postMessage(bytes)));
});

const AT_ONCE = 8;

/** Everything the application may ask for without a signal; says how many bytes are kept. */
async function takeAll(): Promise<number> {
  const cache = await caches.open(CACHE);
  const line = [PAGE, ...CORE, ...MORE];
  let bytes = 0;
  const work = async (): Promise<void> => {
    for (let path = line.pop(); path !== undefined; path = line.pop()) {
      if ((await cache.match(path)) === undefined) await cache.add(path).catch(() => undefined);
      bytes += (await (await cache.match(path))?.blob())?.size ?? 0;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return bytes;
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin || url.pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (CORE.includes(url.pathname) || MORE.includes(url.pathname)) event.respondWith(asset(request));
});

/** The page of this version: what it asks for is in the same store, so that old and new never mix. */
async function page(request: Request): Promise<Response> {
  return (await (await caches.open(CACHE)).match(PAGE)) ?? fetch(request);
}

async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const known = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  if (known !== undefined) return known;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}
