import { startPlatform, until } from '@anlan/journeys';
import { batchSenders, knows } from '../ingest/batch.ts';
import { behind } from '../ingest/behind.ts';
import { clickhouseOf } from '../ingest/bytes.ts';
import { enterField } from '../ingest/field.ts';
import type { Keeper } from '../peers/stores/store.ts';
import { startAgain, strike, type Blow } from './blow.ts';

const STARTS_WITHIN = 300_000;
const KNOWS_WITHIN = 120_000;
const CAUGHT_UP_WITHIN = 300_000;

/** The platform's intake of batches as a keeper of readings; `blow` says what of it is killed. */
export async function openIntake(
  name: string,
  blow: Extract<Blow, 'ingest' | 'everything'>,
  gateways: number,
  each: number,
): Promise<Keeper> {
  let platform = await startPlatform({ demo: false, within: STARTS_WITHIN });
  const { home, ports } = platform;
  const field = await enterField(platform, gateways, each);
  const ready = (): Promise<boolean> =>
    until('the intake', () => knows(platform, field).catch(() => false), KNOWS_WITHIN, 20);
  await ready();
  return {
    name,
    durable: 'log synced before the answer',
    senders: ({ stream, connections, batch }) => batchSenders(platform, field, stream, connections, batch),
    async count(from, to) {
      await until(
        'history and rules',
        async () => (await behind(platform).catch(() => Number.NaN)) === 0,
        CAUGHT_UP_WITHIN,
        200,
      );
      const ask = await clickhouseOf(home);
      const text = await ask(
        `SELECT toUnixTimestamp64Milli(at) AS ms, uniqExact(point) FROM reading WHERE ms >= ${from} AND ms < ${to} GROUP BY ms FORMAT TSV`,
      );
      const lines = text.split('\n').filter((line) => line !== '');
      return new Map(lines.map((line) => line.split('\t').map(Number) as [number, number]));
    },
    kill: () => strike(platform, blow),
    async again() {
      if (blow === 'everything') platform = await startAgain({ demo: false, home, ports, within: STARTS_WITHIN });
      await ready();
    },
    end: () => platform.remove(),
  };
}
