import { join } from 'node:path';
import { held } from '../backup/hold.ts';
import type { Door } from '../ingest/door.ts';
import { cursorFile } from '../ingest/history-cursor.ts';
import { openHistory } from '../ingest/history.ts';
import { fanOut } from '../ingest/intake.ts';
import { openLatest, restoreLatest, type Latest } from '../ingest/latest.ts';
import { openField, type Field } from './field.ts';
import { openJudging } from './judging.ts';

const FORGET_MS = 5000;

/** All work on the log, inside the one process that writes it. */
export interface WorkHere {
  readonly latest: Latest;
  readonly field: Field;
  /** Entries of the log not yet judged. Those not yet in the history wait on disk, within the journal's bounds. */
  pending(): number;
  state(): object;
  refresh(): Promise<unknown>;
  /** After the field's listeners and the log have closed: what came is worked off. */
  close(): Promise<void>;
}

/** Rules, history and the newest values take each entry in the moment it is durable; nothing is decoded twice. */
export async function openWorkHere(door: Door): Promise<WorkHere> {
  const { configuration, clickhouse, journal, log } = door;
  const folder = join(configuration.home, 'journal');
  const latest = openLatest();
  await restoreLatest(latest, clickhouse);
  const judging = await openJudging(door);
  const { rules } = judging;
  const history = await openHistory(cursorFile(folder), clickhouse, journal, log);
  const consumers: Parameters<typeof fanOut>[0] = [rules.take, (_, record) => latest.take(record)];
  let deliver = fanOut(consumers);
  const following = await journal.follow(rules.keeps(), (entries) => deliver(entries));
  // Followed apart and not waited for: a history that is away or far behind holds up neither the start nor an alarm.
  const storing = journal.follow(history.position(), fanOut([history.take]));
  const field = await openField(door, latest, () => history.position());
  deliver = fanOut([...consumers, (_, record) => field.take(record)]);
  judging.watch(latest);

  /** What is stored and judged is forgotten, unless a backup still needs it. */
  async function forget(): Promise<void> {
    if (!(await held(configuration.home))) await journal.forget(Math.min(rules.keeps(), history.position()));
  }
  const forgetting = setInterval(() => void forget().catch((error: unknown) => log.warn(error)), FORGET_MS);

  return {
    latest,
    field,
    pending: () => journal.behind(rules.position()),
    state: () => ({
      history: {
        position: history.position(),
        behind: journal.behind(history.position()),
        waiting: history.waiting(),
        trouble: history.trouble() ?? null,
      },
      rules: {
        position: rules.position(),
        behind: journal.behind(rules.position()),
        waiting: rules.waiting(),
        trouble: rules.trouble() ?? null,
      },
    }),
    refresh: () => Promise.all([field.refresh(), rules.refresh()]),
    async close() {
      clearInterval(forgetting);
      field.stop();
      await following.stop();
      await Promise.all([judging.close(), history.close()]);
      await (await storing).stop();
    },
  };
}
