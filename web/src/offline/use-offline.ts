import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { Entry } from './database.ts';
import { prepared, type Prepared } from './keep.ts';
import { entries, onQueue, othersWaiting } from './queue.ts';
import { newVersion, onNewVersion } from './start.ts';

const online = {
  read: () => navigator.onLine,
  subscribe(listener: () => void) {
    window.addEventListener('online', listener);
    window.addEventListener('offline', listener);
    return () => (window.removeEventListener('online', listener), window.removeEventListener('offline', listener));
  },
};

export function useOnline(): boolean {
  return useSyncExternalStore(online.subscribe, online.read);
}

export function useNewVersion(): boolean {
  return useSyncExternalStore(onNewVersion, newVersion);
}

export interface Line {
  readonly entries: readonly Entry[];
  readonly waiting: readonly Entry[];
  readonly others: ReadonlyMap<string, number>;
  readonly prepared: Prepared | undefined;
  readonly ready: boolean;
}

const EMPTY: Line = { entries: [], waiting: [], others: new Map(), prepared: undefined, ready: false };

/** The queue of this device as it stands, in all tabs. */
export function useQueue(): Line & { readonly reload: () => void } {
  const [line, setLine] = useState<Line>(EMPTY);
  const reload = useCallback(() => {
    void Promise.all([entries(), othersWaiting(), prepared()])
      .then(([all, others, taken]) =>
        setLine({
          entries: all,
          waiting: all.filter(({ state }) => state !== 'sent'),
          others,
          prepared: taken,
          ready: true,
        }),
      )
      .catch(() => setLine({ ...EMPTY, ready: true }));
  }, []);
  useEffect(() => {
    reload();
    return onQueue(reload);
  }, [reload]);
  return { ...line, reload };
}
