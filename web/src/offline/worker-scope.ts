/** As much of a service worker's scope as ours uses; the browser's types and a worker's do not go together. */
interface Waits {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetches extends Waits {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Says extends Waits {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
}
export interface Worker {
  addEventListener(type: 'install' | 'activate', listener: (event: Waits) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetches) => void): void;
  addEventListener(type: 'message', listener: (event: Says) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
}
