import { EventEmitter } from 'node:events';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Logger } from 'pino';
import type { Database } from '../access/scoped.ts';
import { fanOut } from '../ingest/intake.ts';
import { openStreamLog } from '../ingest/journal/stream.ts';
import { openLatest, restoreLatest } from '../ingest/latest.ts';
import { changesOf, type Feed } from '../ingest/feed.ts';
import type { Mirror } from '../live/mirror.ts';
import type { Bus } from './bus.ts';
import { openProgress } from './progress.ts';
import { ask } from './questions.ts';

const FEED_MS = 200;

/**
 * The newest values in an api process of a platform of several machines: what history has, and from there on the log
 * itself, so that no other process need have been running for it.
 */
export async function openBusMirror(
  bus: Bus,
  { db, clickhouse, log }: { db: Database; clickhouse: ClickHouseClient; log: Logger },
): Promise<Mirror> {
  const events = new EventEmitter().setMaxListeners(0);
  const latest = openLatest();
  const journal = await openStreamLog(bus, log);
  const progress = await openProgress({ db, journal });
  const from = progress.stored();
  await restoreLatest(latest, clickhouse);
  const following = await journal.follow(from, fanOut([(_, record) => latest.take(record)]));
  const timer = setInterval(() => {
    const changed = latest.changed();
    if (changed.readings.length > 0 || changed.fixes.length > 0)
      events.emit('change', changesOf(latest, changed) satisfies Feed);
  }, FEED_MS);
  return {
    readings: latest.readings,
    fixes: latest.fixes,
    following: () => !bus.isClosed(),
    onChange(listener) {
      events.on('change', listener);
      return () => events.off('change', listener);
    },
    ask: (question, input) => ask(bus, question, input),
    close() {
      clearInterval(timer);
      void Promise.all([following.stop(), progress.close(), journal.close()]).then(() => bus.close());
    },
  };
}
