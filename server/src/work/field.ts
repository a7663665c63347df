import { watchMineFiles, type Listener } from '@anlan/gateways';
import { openCollections, type Attempted, type Collections } from '../ingest/collections.ts';
import type { Door } from '../ingest/door.ts';
import type { Latest } from '../ingest/latest.ts';
import type { Answer } from '../ingest/link.ts';
import { openMineMemory } from '../mine/memory.ts';
import { mineFolder } from '../mine/upload.ts';
import { openPlatformLinks } from '../platform-link/index.ts';
import { openWatches } from '../process-watch/runner.ts';

const WATCH_MS = 1000;

type PlatformLinks = Awaited<ReturnType<typeof openPlatformLinks>>;

/** What the platform fetches by itself, or computes, and hands in like a device. There is one of it in a platform. */
export interface Field {
  readonly collections: Collections;
  readonly listeners: readonly Listener[];
  /** Durable signals: those of exchanged vehicles go to other platforms. */
  readonly take: PlatformLinks['take'];
  readonly answers: Readonly<Record<string, Answer>>;
  /** Reads anew what is collected and watched. */
  refresh(): Promise<void>;
  /** Nothing is computed any more; the listeners are closed by whoever opened their ports. */
  stop(): void;
}

/** `stored` is the position of the log up to which history has all. */
export async function openField(door: Door, latest: Latest, stored: () => number): Promise<Field> {
  const { db, intake, clock, log, frames, clickhouse, configuration, journal, postgres } = door;
  const { home, host } = configuration;
  const collections = openCollections({ db, intake, clock, log, witness: frames.note, home });
  const platformLinks = await openPlatformLinks({
    db,
    clickhouse,
    intake,
    clock,
    log,
    postgres,
    home,
    host,
    port: configuration.jt809Port,
    mark: () => {
      const last = journal.last();
      return () => stored() >= last;
    },
  });
  const mines = await watchMineFiles({
    intake,
    clock,
    log,
    witness: frames.note,
    folder: mineFolder(home),
    memory: openMineMemory(db),
  });
  const watches = await openWatches(db, latest.readings, intake, log);
  await collections.refresh();
  const watching = setInterval(() => void watches.tick(clock()), WATCH_MS);
  const listeners = [
    { ...platformLinks.listener, close: () => platformLinks.close() },
    ...collections.collectors,
    mines,
  ];
  return {
    collections,
    listeners,
    take: platformLinks.take,
    answers: {
      collection: (input) => collections.state((input as { identity: string }).identity),
      try: (input) => collections.attempt(input as Attempted),
      'platform-links': () => platformLinks.states(),
    },
    async refresh() {
      await Promise.all([collections.refresh(), watches.refresh()]);
    },
    stop: () => clearInterval(watching),
  };
}
