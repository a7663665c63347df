import { sql } from 'kysely';
import type { Logger } from 'pino';
import { scoreOf, type Sample, type WatchModel } from '@anlan/domain/process-watch';
import type { Intake, Quality, Signal } from '@anlan/kernel/telemetry';
import type { Database } from '../access/scoped.ts';
import { gridAt, holdOf, isJudgeable, type Grid } from './samples.ts';

interface Reading {
  readonly at: number;
  readonly value: number | null;
  readonly quality: Quality;
}
/** Newest values by point, as the intake keeps them. */
type Readings = Pick<ReadonlyMap<string, Reading>, 'get'>;

interface Running extends Grid {
  readonly identity: string;
  readonly model: WatchModel;
  readonly number: number;
  /** Newest first; as many as the model looks back on. */
  window: Sample[];
  /** What each point last said up to the next instant. */
  heard: (Reading | undefined)[];
  /** The instant of the newest sample (ms). */
  last: number;
}

/** Values of an instant arrive a little after it. */
const WAIT_MS = 2000;

export interface Watches {
  /** Judges every watch whose next instant has come; a sample's deviation goes through the same door as a device's. */
  tick(now: number): Promise<void>;
  refresh(): Promise<void>;
}

interface Row {
  id: string;
  identity: string;
  step: number;
  points: string[];
  periods: number[];
  number: number;
  model: WatchModel;
}

/** The process watches in use: they read what points last said, and speak as devices whose points are the deviation. */
export async function openWatches(
  db: Database,
  readings: Readings,
  intake: Pick<Intake, 'accept'>,
  log: Pick<Logger, 'warn'>,
): Promise<Watches> {
  let running = new Map<string, Running>();

  async function refresh(): Promise<void> {
    const { rows } = await sql<Row>`
      SELECT w.id, d.identity, w.step, w.points, m.number, m.model,
        (SELECT array_agg(p.expected_period ORDER BY o.ordinality) FROM unnest(w.points) WITH ORDINALITY o (id, ordinality)
          JOIN public.point p ON p.id = o.id) AS periods
      FROM process_watch w JOIN process_model m ON m.watch_id = w.id AND m.number = w.model JOIN device d ON d.id = w.device_id
      WHERE w.retired_at IS NULL`.execute(db);
    const before = running;
    running = new Map(
      rows.map(({ id, periods, ...row }) => {
        const known = before.get(id);
        const holds = periods.map((period) => holdOf(row.step, period));
        const kept = known?.number === row.number ? known : undefined;
        return [id, { ...row, holds, window: kept?.window ?? [], heard: kept?.heard ?? [], last: kept?.last ?? 0 }];
      }),
    );
  }

  /** What a point says after `at` belongs to the next instant: the stored readings explain a sample as it was judged. */
  function hear(watch: Running, at: number): void {
    for (const [i, id] of watch.points.entries()) {
      const reading = readings.get(id);
      if (reading !== undefined && reading.at <= at) watch.heard[i] = reading;
    }
  }

  async function judge(watch: Running, now: number): Promise<void> {
    const at = gridAt(watch.step, now - WAIT_MS);
    hear(watch, at > watch.last ? at : watch.last + watch.step * 1000);
    if (at <= watch.last) return;
    // After a pause the samples before it are no predecessors.
    if (at - watch.last > 1500 * watch.step) watch.window = [];
    watch.last = at;
    const sample = watch.points.map((_, i) => {
      const reading = watch.heard[i];
      const fresh = reading !== undefined && reading.quality === 'good' && at - reading.at <= watch.holds[i]!;
      return fresh ? reading.value : null;
    });
    if (!isJudgeable(sample)) {
      watch.window = [];
      return;
    }
    watch.window = [sample, ...watch.window].slice(0, watch.model.lags + 1);
    const score = scoreOf(watch.model, watch.window);
    if (score === undefined) return;
    const signal = (point: string, value: number): Signal => ({ kind: 'reading', point, at, value, quality: 'good' });
    await intake.accept({
      device: watch.identity,
      receivedAt: now,
      signals: [
        signal('deviation', score.deviation),
        signal('t2', score.t2 / watch.model.t2Limit),
        signal('spe', score.spe / watch.model.speLimit),
      ],
    });
  }

  await refresh();
  return {
    refresh,
    async tick(now) {
      for (const watch of running.values())
        await judge(watch, now).catch((error: unknown) => log.warn(error, 'process watch not judged'));
    },
  };
}
