import type { ClickHouseClient } from '@clickhouse/client';
import { describe, expect, it } from 'vitest';
import { PLANT_MEASUREMENTS, plantRecording } from '@anlan/data';
import { contributionsOf, trainWatch, type Sample } from '@anlan/domain/process-watch';
import { gridOf } from './acts.ts';
import { courseOf, trainOn } from './train.ts';
import { gridAt, isJudgeable } from './samples.ts';

const KINDS = PLANT_MEASUREMENTS.map(({ kind }) => kind);
function samplesOf(which: 'normal' | 'feed-lost'): Sample[] {
  const recording = plantRecording(which);
  return recording.get('feed-a')!.map((_, i) => KINDS.map((kind) => recording.get(kind)![i]!));
}
const model = trainWatch(samplesOf('normal'), { lags: 0, confidence: 0.99, explained: 0.7 });
if ('ok' in model) throw new Error(model.reason);
const FAULT = 160;

describe('the recorded plant under watch', () => {
  const timed = (samples: readonly Sample[]) => samples.map((sample, i) => ({ at: i * 180_000, sample }));

  it('is rarely called abnormal in another run while nothing is wrong, and never for six samples in a row', () => {
    const beyond = courseOf(model, timed(samplesOf('feed-lost').slice(0, FAULT))).map(
      ({ deviation }) => deviation! > 1,
    );
    expect(beyond.filter(Boolean).length / beyond.length).toBeLessThan(0.05);
    expect(beyond.some((_, i) => i >= 5 && beyond.slice(i - 5, i + 1).every(Boolean))).toBe(false);
  });

  it('shows the lost feed as grave within five samples, long before its pressure limit, and names the feed', () => {
    const samples = samplesOf('feed-lost');
    const course = courseOf(model, timed(samples));
    const first = course.findIndex(({ deviation }, i) => i >= FAULT && deviation! > 3);
    expect(first - FAULT).toBeLessThanOrEqual(5);
    const pressure = KINDS.indexOf('reactor-pressure');
    const tripped = samples.findIndex((sample) => sample[pressure]! > 2.895);
    expect(tripped === -1 || tripped > first + 20).toBe(true);
    const { spe } = contributionsOf(model, [samples[first]!])!;
    expect(KINDS[spe.indexOf(Math.max(...spe))]).toBe('feed-a');
  });

  it('says nothing while more than a quarter of its points are missing, and forgets what lay before', () => {
    const samples = samplesOf('normal').slice(0, 6);
    const gap = samples[3]!.map((value, i) => (i < 6 ? null : value));
    expect(isJudgeable(gap)).toBe(false);
    const course = courseOf(model, timed([...samples.slice(0, 3), gap, ...samples.slice(4)]));
    expect(course.map(({ deviation }) => deviation === null)).toEqual([false, false, false, true, false, false]);
  });
});

describe('the grid of samples', () => {
  it('is the same for whoever asks: multiples of the step since the epoch', () => {
    expect(gridAt(60, 1_700_000_059_999)).toBe(1_700_000_040_000 - (1_700_000_040_000 % 60_000));
    expect(gridAt(10, 1_700_000_009_999) % 10_000).toBe(0);
  });
});

it('refuses a training of more values than are read at once, before it reads any', async () => {
  const day = (points: number) => {
    const grid = gridOf(
      Array.from({ length: points }, (_, i) => ({ id: `${i}`, expectedPeriod: 10 })),
      10,
    );
    const training = { from: 0, to: 86_400_000, lags: 0, confidence: 0.99, explained: 0.7 };
    return trainOn({} as ClickHouseClient, grid, training, 86_400_000);
  };
  expect(await day(120)).toMatchObject({
    refused: 'watch-untrained',
    facts: { reason: { zh: expect.stringContaining('4166 个') as string } },
  });
  await expect(day(50)).rejects.toThrow('query');
});
