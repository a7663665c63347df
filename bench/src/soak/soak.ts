import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { connectApi, startPlatform, type Platform } from '@anlan/journeys';
import { openLedger } from '../kill/ledger.ts';
import { people } from '../kill/people.ts';
import { optionsOf } from '../options.ts';
import { machine, printTable } from '../table.ts';
import { openScreens, replayAt, type Screens } from './load.ts';
import { memoryOf, type Figure } from './memory.ts';
import { trendOf, type Sample } from './trend.ts';

const EVERY_MS = 10_000;
/** A busy machine reads the demonstration in slowly. */
const START_WITHIN = 600_000;
/**
 * The first half is not judged: code is compiled, caches fill, and each connection of PostgreSQL learns the tables it has not
 * met yet. What grows without end grows in the second half too.
 */
const WARM_UP = 1 / 2;

/** One figure over time. */
interface Series extends Pick<Figure, 'role' | 'what' | 'judged'> {
  readonly samples: Sample[];
}

interface Soaked {
  readonly series: readonly Series[];
  readonly accepted: number;
  readonly refusedLate: number;
  readonly alarms: number;
  readonly loads: readonly number[];
}

/** The demonstration at a multiple of its pace with people and screens; 1 when a process's memory keeps growing. */
export async function soak(args: readonly string[]): Promise<number> {
  const { minutes, factor, server, samples } = optionsOf(args, { minutes: 60, factor: 5, server: '', samples: '' });
  const platform = await startPlatform({ within: START_WITHIN, ...(server === '' ? {} : { program: server }) });
  const replay = replayAt(platform, factor);
  try {
    console.log(`soak · ${minutes} min · demonstration × ${factor} · ${machine()}`);
    const screens = await openScreens(platform);
    const office = await people(() => platform, openLedger());
    const soaked = await watch(platform, minutes);
    await Promise.all([office.stop(), screens.stop()]);
    if (samples !== '') await writeFile(samples, linesOf(soaked.series));
    return report(soaked, screens, minutes);
  } finally {
    replay.kill('SIGTERM');
    await platform.remove();
  }
}

/** Every sample as CSV: hours since the begin and megabytes. */
function linesOf(series: readonly Series[]): string {
  const lines = series.flatMap(({ role, what, samples }) =>
    samples.map(({ at, amount }) => `${role},${what},${at.toFixed(4)},${amount.toFixed(1)}`),
  );
  return `${['process,memory,hours,megabytes', ...lines].join('\n')}\n`;
}

async function watch(platform: Platform, minutes: number): Promise<Soaked> {
  const series = new Map<string, Series>();
  const operator = await connectApi(platform.url, 'shangrao.system');
  const loads: number[] = [];
  const began = performance.now();
  const length = minutes * 60_000;
  for (let next = began; next < began + length; next += EVERY_MS) {
    await pause(Math.max(0, next - performance.now()));
    const at = (performance.now() - began) / 3_600_000;
    for (const { amount, ...figure } of await memoryOf(platform, operator)) {
      const key = `${figure.role} ${figure.what}`;
      const { samples } = series.get(key) ?? { samples: new Array<Sample>() };
      samples.push({ at, amount });
      // Whether it is judged may change once: a process tells what is alive after its first full collection.
      series.set(key, { ...figure, samples });
    }
    loads.push(loadavg()[0] as number);
  }
  return {
    series: [...series.values()],
    loads,
    ...(await tally(platform).catch(() => ({ accepted: 0, refusedLate: 0, alarms: 0 }))),
  };
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

function report({ series, accepted, refusedLate, alarms, loads }: Soaked, screens: Screens, minutes: number): number {
  const warm = (minutes / 60) * WARM_UP;
  const trends = series.flatMap(({ role, what, judged, samples }) => {
    const later = samples.filter(({ at }) => at >= warm);
    const most = Math.max(...samples.map(({ amount }) => amount));
    return later.length < 4 ? [] : [{ role, what, judged, trend: trendOf(later), most }];
  });
  trends.sort((a, b) => a.role.localeCompare(b.role) || a.what.localeCompare(b.what));
  const whole = (value: number): string => value.toFixed(0);
  printTable(
    ['process', 'memory', 'MB after warm-up', 'MB at the end', 'most', 'slope, MB an hour (99 %)', 'judged'],
    trends.map(({ role, what, judged, trend, most }) => [
      role,
      what,
      whole(trend.first),
      whole(trend.last),
      whole(most),
      `${trend.slope.toFixed(1)} ± ${trend.margin.toFixed(1)}`,
      judged ? (trend.grows ? 'GROWS' : 'flat') : '–',
    ]),
  );
  const load = loads.reduce((sum, one) => sum + one, 0) / loads.length;
  console.log(
    `${accepted} messages accepted (${whole(accepted / minutes / 60)} a second), ${refusedLate} told to wait, ${alarms} alarms, ` +
      `${screens.pushed()} pushes, ${screens.answered()} answers of which ${screens.failed()} failed; mean load average ${load.toFixed(2)}`,
  );
  const growing = trends.filter(({ judged, trend }) => judged && trend.grows);
  return growing.length === 0 && screens.failed() === 0 ? 0 : 1;
}
