import { readFile } from 'node:fs/promises';
import { connectApi, historyOf, levelPoints, startPlatform, until, type Api, type Platform } from '@anlan/journeys';
import { optionsOf } from './options.ts';
import { machine, printTable, rounded } from './table.ts';

const DAY = 86_400_000;
const MONTH = 30 * DAY;

interface Test {
  readonly id: string;
  readonly state: string;
  readonly readings: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly figures: {
    readonly before: number;
    readonly after: number;
    readonly added: number;
    readonly removed: number;
  };
  readonly hash: string;
}

/** Months of readings of tank levels that fill and empty, each at its own pace, now and then beyond their limits. */
function readingsOf(point: string, index: number, from: number, days: number, period: number): string {
  const rows = Math.floor((days * 86_400) / period);
  return `
    INSERT INTO reading (point, at, value, quality, received)
    SELECT toUUID('${point}'), fromUnixTimestamp64Milli(toInt64(${from} + number * ${period * 1000})) AS t,
      50 + 38 * sin(number / ${700 + index * 13}) + 4 * sin(number / 7) + (rand(number + ${index}) % 1000) / 250, 'good', t
    FROM numbers(${rows})`;
}

/** Seconds of processor that all processes of the platform have used so far: on a busy machine truer than the clock. */
async function processorOf(platform: Platform): Promise<number> {
  const stats = await Promise.all(
    (await platform.processes()).map(({ pid }) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')),
  );
  // Fields 14 and 15 of proc(5), in hundredths of a second, after the name in parentheses.
  return stats.reduce((sum, stat) => {
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
  }, 0);
}

async function run(api: Api, body: object): Promise<Test> {
  const { id } = await api.post<{ id: string }>('/api/back-tests', body);
  let test: Test | undefined;
  await until(
    'the back-test',
    async () => {
      test = await api.get<Test>(`/api/back-tests/${id}`);
      return test.state === 'done' || test.state === 'failed';
    },
    900_000,
    500,
  );
  if (test?.state !== 'done') throw new Error(`the back-test ended as ${test?.state}`);
  return test;
}

/** A changed rule over months of stored readings, through the platform's own queue and thread; run twice for its hash. */
export async function backTest(args: readonly string[]): Promise<number> {
  const { points, days, period } = optionsOf(args, { points: 50, days: 90, period: 60 });
  const platform = await startPlatform({ within: 600_000 });
  try {
    const api = await connectApi(platform.url, 'shangrao.duty');
    const history = await historyOf(platform.home);
    const to = Math.floor(Date.now() / 60_000) * 60_000;
    const from = to - days * DAY;
    const chosen = levelPoints('shangrao').slice(0, points);
    for (const [index, { point }] of chosen.entries()) await history(readingsOf(point.id, index, from, days, period));
    const base = { rule: 'level-high', points: chosen.map(({ point }) => point.id), from, to };
    console.log(`back-test · ${machine()} · ${chosen.length} points, ${days} days, a reading every ${period} s`);
    const drafts = [
      ['limit H × 0.95', { H: { mode: 'scale', value: 0.95 } }],
      ['on-delay 300 s', { onDelay: { mode: 'set', value: 300 } }],
      ['on-delay 300 s, again', { onDelay: { mode: 'set', value: 300 } }],
    ] as const;
    const tests: (Test & { readonly cpu: number })[] = [];
    for (const [title, draft] of drafts) {
      const before = await processorOf(platform);
      const test = await run(api, { ...base, title, draft });
      tests.push({ ...test, cpu: (await processorOf(platform)) - before });
    }
    printTable(
      [
        'change',
        'readings',
        's',
        'CPU s',
        'readings/s',
        'points × months/s',
        'alarms as is',
        'as changed',
        'added',
        'removed',
      ],
      tests.map((test, index) => {
        const seconds = (test.endedAt - test.startedAt) / 1000;
        return [
          drafts[index]![0],
          test.readings.toLocaleString('en-US'),
          rounded(seconds),
          rounded(test.cpu),
          Math.round(test.readings / seconds).toLocaleString('en-US'),
          rounded((chosen.length * ((days * DAY) / MONTH)) / seconds),
          test.figures.before,
          test.figures.after,
          test.figures.added,
          test.figures.removed,
        ];
      }),
    );
    const same = tests[1]!.hash === tests[2]!.hash;
    console.log(`the same test again gives ${same ? 'the same' : 'ANOTHER'} hash`);
    return same ? 0 : 1;
  } finally {
    await platform.remove();
  }
}
