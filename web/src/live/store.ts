import type { Push } from '@anlan/kernel/live';
import { Link, type LinkState, type Socket } from './link.ts';

export interface LiveReading {
  readonly at: number;
  readonly value: number;
  readonly quality: string;
}

type Handler = (push: Push) => void;

const handlers = new Set<Handler>();
const stateListeners = new Set<() => void>();
const readingListeners = new Map<string, Set<() => void>>();
const readings = new Map<string, LiveReading>();
const wanted = new Map<string, number>();
const resets = new Set<() => void>();
let state: LinkState = 'connecting';
let link: Link | undefined;
let wishTimer: ReturnType<typeof setTimeout> | undefined;

function open(cursor: number | null): Socket {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return new WebSocket(
    `${scheme}://${location.host}/api/live${cursor === null ? '' : `?cursor=${cursor}`}`,
  ) as unknown as Socket;
}

function take(push: Push): void {
  if (push.kind === 'read') {
    push.id.forEach((id, index) => {
      readings.set(id, {
        at: push.at[index] as number,
        value: push.value[index] as number,
        quality: push.quality[index] as string,
      });
    });
    for (const id of push.id) for (const listener of readingListeners.get(id) ?? []) listener();
  }
  for (const handler of handlers) handler(push);
}

function later(task: () => void, ms: number): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}

/** Opens the one live connection of the signed-in page; returns its end. */
export function startLive(): () => void {
  link = new Link({
    open,
    later,
    push: take,
    reset: () => resets.forEach((listener) => listener()),
    now: Date.now,
    random: Math.random,
    state: (next) => {
      state = next;
      for (const listener of stateListeners) listener();
    },
  });
  const back = () => link?.retry();
  window.addEventListener('online', back);
  return () => {
    window.removeEventListener('online', back);
    link?.close();
    link = undefined;
  };
}

export const liveState = {
  read: (): LinkState => state,
  subscribe(listener: () => void): () => void {
    stateListeners.add(listener);
    return () => stateListeners.delete(listener);
  },
};

export function onPush(handler: Handler): () => void {
  handlers.add(handler);
  return () => handlers.delete(handler);
}

export function onReset(listener: () => void): () => void {
  resets.add(listener);
  return () => resets.delete(listener);
}

export function readingOf(point: string): LiveReading | undefined {
  return readings.get(point);
}

/** Wants a point's readings until the returned function is called; wishes are gathered and sent together. */
export function wantReading(point: string, listener: () => void): () => void {
  wanted.set(point, (wanted.get(point) ?? 0) + 1);
  const listeners = readingListeners.get(point) ?? new Set();
  readingListeners.set(point, listeners.add(listener));
  sendWish();
  return () => {
    listeners.delete(listener);
    const left = (wanted.get(point) ?? 1) - 1;
    if (left > 0) wanted.set(point, left);
    else wanted.delete(point);
    sendWish();
  };
}

function sendWish(): void {
  clearTimeout(wishTimer);
  wishTimer = setTimeout(() => link?.watch([...wanted.keys()]), 50);
}
