import { keepAnswersIn } from '../api/index.ts';
import { holder, holdFor } from './account.ts';
import { draftsLeft } from './drafts.ts';
import { forgetOthers, keptAnswers } from './keep.ts';
import { changed } from './queue.ts';
import { askAboutQuarantined, drain } from './send.ts';

let ready: ServiceWorker | undefined;
const listeners = new Set<() => void>();

/** A newer version of the application waits to be taken over. */
export const newVersion = (): boolean => ready !== undefined;

export function onNewVersion(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Opens the page anew in the newer version; drafts and the queue stay. */
export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin of its own
  ready?.postMessage('take-over');
}

/** Keeps answers, sends what waits when there is a signal again, and lets the application open without one. */
export function startOffline(): void {
  keepAnswersIn(keptAnswers);
  const go = () => {
    changed();
    void takeUp()
      .catch(() => undefined)
      .then(() => (holder() !== undefined && navigator.onLine ? drain().then(askAboutQuarantined) : undefined))
      .catch(() => undefined);
  };
  window.addEventListener('online', go);
  window.addEventListener('offline', changed);
  // Whoever signs out takes the kept answers along; what was not sent stays until they are back.
  window.addEventListener('anlan:signed-out', () => {
    holdFor(undefined);
    void forgetOthers().catch(() => undefined);
  });
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'visible' ? go() : undefined));
  // A page that has just opened first draws itself.
  setTimeout(go, 1500);
  if (import.meta.env.PROD && 'serviceWorker' in navigator) void register().catch(() => undefined);
  // The browser may not throw away what was not sent only because the disk is short.
  void navigator.storage?.persist?.();
}

/** Whoever never filled in a record here does not load what that needs. */
async function takeUp(): Promise<void> {
  if (draftsLeft().length > 0) await (await import('./take-up.ts')).takeUpDrafts();
}

const FRESH = 5000;

async function register(): Promise<void> {
  const begun = performance.now();
  const registration = await navigator.serviceWorker.register('/sw.js');
  const wait = (worker: ServiceWorker | null) => {
    if (worker === null || navigator.serviceWorker.controller === null) return;
    ready = worker;
    // Nothing has been typed yet on a page that has just opened.
    if (begun < FRESH && performance.now() < FRESH) return takeNewVersion();
    for (const listener of listeners) listener();
  };
  wait(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => (worker.state === 'installed' ? wait(worker) : undefined));
  });
  setInterval(() => void registration.update().catch(() => undefined), 1_800_000);
}
