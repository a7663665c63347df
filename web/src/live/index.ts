import type { Push } from '@anlan/kernel/live';
import { useCallback, useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { liveState, onPush, onReset, readingOf, wantReading, type LiveReading } from './store.ts';
import type { LinkState } from './link.ts';

export { startLive, type LiveReading } from './store.ts';
export type { LinkState } from './link.ts';

/** Is the live connection open? */
export function useLiveState(): LinkState {
  return useSyncExternalStore(liveState.subscribe, liveState.read);
}

/** Calls `handler` with every push of one kind while the component is shown; the newest handler is used. */
export function useLive<K extends Push['kind']>(kind: K, handler: (push: Extract<Push, { kind: K }>) => void): void {
  const receive = useEffectEvent((push: Push) => {
    if (push.kind === kind) handler(push as Extract<Push, { kind: K }>);
  });
  useEffect(() => onPush((push) => receive(push)), []);
}

/** Calls `handler` when missed events cannot be replayed and lists must be asked for again. */
export function useLiveReset(handler: () => void): void {
  const receive = useEffectEvent(handler);
  useEffect(() => onReset(() => receive()), []);
}

/** The newest pushed reading of a point, or undefined until one arrives. */
export function useReading(point: string): LiveReading | undefined {
  const subscribe = useCallback((listener: () => void) => wantReading(point, listener), [point]);
  return useSyncExternalStore(subscribe, () => readingOf(point));
}
