import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { connectApi, startPlatform, type Platform } from '@anlan/journeys';
import { openLedger } from '../kill/ledger.ts';
import { people } from '../kill/people.ts';
import { optionsOf } from '../options.ts';
import { machine, printTable } from '../table.ts';
import { openScreens, replayAt, type Screens } from './load.ts';
import { memoryOf } from './memory.ts';
import { trendOf, type Sample } from './trend.ts';

const EVERY_MS = 10_000;
/** A busy machine reads the demonstration in slowly. */
const START_WITHIN = 600_000;
/** Caches fill and code is compiled first: this share of the time, ten minutes at most, is not judged. */
const WARM_UP = 1 / 3;
const LONGEST_WARM_UP_MS = 600_000;

interface Soaked {
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
  readonly accepted: number;
  readonly refusedLate: number;
  readonly alarms: number;
  readonly loads: readonly number[];
}

/** The demonstration at a multiple of its pace with people and screens; 1 when a process's memory keeps growing. */
export async function soak(args: readonly string[]): Promise<number> {
  const { minutes, factor, server } = optionsOf(args, { minutes: 60, factor: 5, server: '' });
  const platform = await startPlatform({ within: START_WITHIN, ...(server === '' ? {} : { program: server }) });
  const replay = replayAt(platform, factor);
  try {
    console.log(`soak · ${minutes} min · demonstration × ${factor} · ${machine()}`);
    const screens = await openScreens(platform);
    const office = await people(() => platform, openLedger());
    const soaked = await watch(platform, minutes);
    await Promise.all([office.stop(), screens.stop()]);
    return report(soaked, screens, minutes);
  } finally {
    replay.kill('SIGTERM');
    await platform.remove();
  }
}

async function watch(platform: Platform, minutes: number): Promise<Soaked> {
  const samples = new Map<string, Sample[]>();
  const loads: number[] = [];
  const began = performance.now();
  const length = minutes * 60_000;
  for (let next = began; next < began + length; next += EVERY_MS) {
    await pause(Math.max(0, next - performance.now()));
    const at = (performance.now() - began) / 3_600_000;
    for (const [role, amount] of await memoryOf(platform)) {
      const own = samples.get(role) ?? [];
      own.push({ at, amount });
      samples.set(role, own);
    }
    loads.push(loadavg()[0] as number);
  }
  return { samples, loads, ...(await tally(platform).catch(() => ({ accepted: 0, refusedLate: 0, alarms: 0 }))) };
}

/** What came in meanwhile; a platform too busy to tell must not cost the figures of half an hour. */
async function tally(platform: Platform): Promise<Pick<Soaked, 'accepted' | 'refusedLate' | 'alarms'>> {
  const duty = await connectApi(platform.url, 'shangrao.duty');
  const listeners =
    await duty.get<{ accepted: number; refusals: { reason: string; count: number }[] }[]>('/api/intake');
  const { alarms } = await duty.get<{ alarms: unknown[] }>('/api/alarms?state=all&limit=10000');
  const late = listeners.flatMap(({ refusals }) => refusals).filter(({ reason }) => reason === 'overload');
  return {
    accepted: listeners.reduce((sum, one) => sum + one.accepted, 0),
    refusedLate: late.reduce((sum, { count }) => sum + count, 0),
    alarms: alarms.length,
  };
}

function report({ samples, accepted, refusedLate, alarms, loads }: Soaked, screens: Screens, minutes: number): number {
  const warm = Math.min(minutes * 60_000 * WARM_UP, LONGEST_WARM_UP_MS) / 3_600_000;
  const trends = [...samples].flatMap(([role, all]) => {
    const judged = all.filter(({ at }) => at >= warm);
    return judged.length < 4
      ? []
      : [{ role, trend: trendOf(judged), most: Math.max(...all.map(({ amount }) => amount)) }];
  });
  const whole = (value: number): string => value.toFixed(0);
  printTable(
    ['process', 'MB after warm-up', 'MB at the end', 'most', 'slope, MB an hour (99 %)', 'judged'],
    trends.map(({ role, trend, most }) => [
      role === 'postgres' ? 'postgres (all, without the shared cache)' : role,
      whole(trend.first),
      whole(trend.last),
      whole(most),
      `${trend.slope.toFixed(1)} ± ${trend.margin.toFixed(1)}`,
      trend.grows ? 'GROWS' : 'flat',
    ]),
  );
  const load = loads.reduce((sum, one) => sum + one, 0) / loads.length;
  console.log(
    `${accepted} messages accepted (${whole(accepted / minutes / 60)} a second), ${refusedLate} told to wait, ${alarms} alarms, ` +
      `${screens.pushed()} pushes, ${screens.answered()} answers of which ${screens.failed()} failed; mean load average ${load.toFixed(2)}`,
  );
  const growing = trends.filter(({ trend }) => trend.grows);
  return growing.length === 0 && screens.failed() === 0 ? 0 : 1;
}
