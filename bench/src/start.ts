import { startPlatform, type Platform, type PlatformOptions } from '@anlan/journeys';
import { optionsOf } from './options.ts';
import { machine, printTable, quantile } from './table.ts';

interface Started {
  readonly ready: number;
  readonly page: number;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(2);

/** Time of one cold start on an empty folder and of warm starts on a filled one, to the ready line and to the first page. */
export async function start(args: readonly string[]): Promise<number> {
  const { times } = optionsOf(args, { times: 5 });
  const first = await startPlatform();
  try {
    const cold = await measured(first);
    const warm: Started[] = [];
    for (let run = 0; run < times; run += 1) {
      await first.stop();
      warm.push(await once({ home: first.home, ports: first.ports }));
    }
    console.log(`start · ${machine()}`);
    printTable(
      ['start', 'ready line, s', 'first page answered, s'],
      [
        ['cold, empty folder (with the demonstration city)', seconds(cold.ready), seconds(cold.page)],
        [`warm, median of ${times}`, seconds(median(warm, 'ready')), seconds(median(warm, 'page'))],
        [
          'warm, all',
          warm.map(({ ready }) => seconds(ready)).join(' '),
          warm.map(({ page }) => seconds(page)).join(' '),
        ],
      ],
    );
  } finally {
    await first.remove();
  }
  return 0;
}

async function once(options: PlatformOptions): Promise<Started> {
  const platform = await startPlatform(options);
  try {
    return await measured(platform);
  } finally {
    await platform.stop();
  }
}

/** Asks for what the first screen needs: the page itself and the answer it is drawn from. */
async function measured(platform: Platform): Promise<Started> {
  const asked = performance.now();
  for (const path of ['/', '/api/platform']) {
    const response = await fetch(`${platform.url}${path}`);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 200)}`);
  }
  return { ready: platform.readyAfter, page: platform.readyAfter + performance.now() - asked };
}

function median(runs: readonly Started[], which: keyof Started): number {
  return quantile(
    runs.map((run) => run[which]),
    0.5,
  );
}
