import type { CollectionState, Trial } from '@anlan/kernel/collection';
import type { Intake } from '@anlan/kernel/telemetry';
import type { Listener, Log, Witness } from '../listener.ts';
import { Tally } from '../tally.ts';

/** What every collector is given; `clock` is epoch ms. */
export interface CollectOptions {
  readonly intake: Intake;
  readonly clock: () => number;
  readonly log: Log;
  readonly witness?: Witness;
  readonly limits?: Partial<CollectLimits>;
}

/** Times in ms. */
export interface CollectLimits {
  /** First and longest waiting time before a new attempt to connect. */
  readonly retry: number;
  readonly longestRetry: number;
  readonly connect: number;
}

export const COLLECT_LIMITS: CollectLimits = { retry: 1000, longestRetry: 60_000, connect: 10_000 };

/** A device whose values the platform fetches. */
export interface CollectedDevice<S> {
  readonly identity: string;
  readonly settings: S;
  readonly secret?: string;
}

/** One device being collected. */
export interface Run {
  state(): CollectionState;
  stop(): Promise<void>;
}

/** A collector: opens no port, but goes out to devices. It reads only: there is no method by which anything is written. */
export interface Collector<S> extends Listener {
  /** Collects these devices from now on; those whose settings stayed the same are not disturbed. */
  follow(devices: readonly CollectedDevice<S>[]): void;
  state(identity: string): CollectionState | undefined;
  /** Connects once with these settings, reads every source once and says what came; nothing is kept. */
  attempt(device: CollectedDevice<S>): Promise<Trial>;
}

export interface Kind<S> {
  readonly name: string;
  begin(device: CollectedDevice<S>, tally: Tally): Run;
  attempt(device: CollectedDevice<S>): Promise<Trial>;
}

/** Runs one collection a device and lets them follow the register. */
export function openCollector<S>(kind: Kind<S>, options: CollectOptions): Collector<S> {
  const tally = new Tally(kind.name, options.intake);
  const runs = new Map<string, { readonly key: string; readonly run: Run }>();
  const ending = new Set<Promise<void>>();
  let closed = false;

  function end(identity: string): void {
    const known = runs.get(identity);
    if (known === undefined) return;
    runs.delete(identity);
    const done = known.run.stop().finally(() => ending.delete(done));
    ending.add(done);
  }

  return {
    name: kind.name,
    port: 0,
    sessions: () => [...runs.values()].filter(({ run }) => run.state().state === 'connected').length,
    stats() {
      return tally.stats(this.sessions());
    },
    state: (identity) => runs.get(identity)?.run.state(),
    attempt: (device) => kind.attempt(device),
    follow(devices) {
      if (closed) return;
      const wanted = new Map(devices.map((device) => [device.identity, device]));
      for (const identity of runs.keys()) if (!wanted.has(identity)) end(identity);
      for (const [identity, device] of wanted) {
        const key = JSON.stringify([device.settings, device.secret ?? null]);
        if (runs.get(identity)?.key === key) continue;
        end(identity);
        runs.set(identity, { key, run: kind.begin(device, tally) });
      }
    },
    async close() {
      closed = true;
      for (const identity of runs.keys()) end(identity);
      await Promise.all(ending);
    },
  };
}
