import type { ClickHouseClient } from '@clickhouse/client';
import { scoreOf, trainWatch, type Sample, type WatchModel } from '@anlan/domain/process-watch';
import { refuse, type Refusal, both, problemWords } from '@anlan/kernel/refusal';
import type { WatchTraining } from '@anlan/kernel/telemetry';
import { isJudgeable, storedSamples, type Grid, type Timed } from './samples.ts';

/** A trained model and what it was trained on. */
export interface Trained {
  readonly model: WatchModel;
  readonly incomplete: number;
  /** Deviation over the training and as long after it as there are readings; null where it cannot be told. */
  readonly course: readonly { readonly at: number; readonly deviation: number | null }[];
  /** Share of the training's samples that lie outside. */
  readonly beyond: number;
}

const MOST_SAMPLES = 20_000;
/** Values of one training, over all its points: read, with as many after it, at once. */
const MOST_VALUES = 500_000;

/** Trains on the stored readings of a span in which the unit ran normally. */
export async function trainOn(
  clickhouse: ClickHouseClient,
  grid: Grid,
  training: WatchTraining,
  now: number,
): Promise<Trained | Refusal> {
  const { from, to, lags, confidence, explained } = training;
  const wanted = (to - from) / (grid.step * 1000);
  if (to > now || wanted <= 0)
    return refuse(
      'watch-untrained',
      { reason: both('训练期应在过去', 'the training period must lie in the past') },
      'training',
    );
  const most = Math.min(MOST_SAMPLES, Math.floor(MOST_VALUES / grid.points.length));
  if (wanted > most)
    return refuse(
      'watch-untrained',
      {
        reason: both(
          `训练期最多 ${most} 个样本，请加大步长或缩短训练期`,
          `a training period holds ${most} samples at most: choose longer steps or a shorter period`,
        ),
      },
      'training',
    );
  const all = await storedSamples(clickhouse, grid, from, Math.min(now, to + (to - from)));
  const own = all.filter(({ at }) => at <= to);
  const complete = own.filter(({ sample }) => sample.every((value) => value !== null));
  const model = trainWatch(
    complete.map(({ sample }) => sample),
    { lags, confidence, explained },
  );
  if ('ok' in model) return refuse('watch-untrained', { reason: problemWords(model.reason) }, 'training');
  const course = courseOf(model, all);
  const judged = course.filter(({ at, deviation }) => at <= to && deviation !== null);
  const beyond = judged.filter(({ deviation }) => deviation! > 1).length / Math.max(1, judged.length);
  return { model, incomplete: own.length - complete.length, course, beyond };
}

/** The deviation at every sample, as the platform would have seen it. */
export function courseOf(model: WatchModel, samples: readonly Timed[]): Trained['course'] {
  let window: Sample[] = [];
  return samples.map(({ at, sample }) => {
    window = !isJudgeable(sample) ? [] : [sample, ...window].slice(0, model.lags + 1);
    return { at, deviation: scoreOf(model, window)?.deviation ?? null };
  });
}
