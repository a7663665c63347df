import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../http/testing/stage.ts';
import { Fenced, lead, type Leadership } from './leadership.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const stopping = new AbortController();
const log = { info: () => {}, warn: () => {} };
let lost: string[] = [];
const stand = (holder: string): Promise<Leadership | undefined> =>
  lead({ url: stage.url, duty: 'judging', holder, log, lost: () => void lost.push(holder) }, stopping.signal);
const write = (leadership: Leadership | undefined): Promise<string> =>
  stage.db
    .transaction()
    .execute(async (tx) => leadership!.guard(tx))
    .then(
      () => 'written',
      (error: unknown) => (error instanceof Fenced ? 'fenced' : String(error)),
    );
async function cut(): Promise<void> {
  await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'anlan-judging' AND datname = current_database()`.execute(
    stage.db,
  );
}

describe('what there must be one of', () => {
  it('is done by one of two, and at once by the other when the first resigns', async () => {
    const first = await stand('first');
    let second: Leadership | undefined;
    const waiting = stand('second').then((leadership) => (second = leadership));
    await pause(700);
    expect([first?.epoch, second]).toEqual([1, undefined]);
    expect(await write(first)).toBe('written');
    await first?.resign();
    await waiting;
    expect(second?.epoch).toBe(2);
    expect([await write(second), await write(first)]).toEqual(['written', 'fenced']);
    await second?.resign();
  });

  it('stays where it is when only the connection was lost', async () => {
    lost = [];
    const only = await stand('only');
    await cut();
    await pause(1500);
    expect([await write(only), lost]).toEqual(['written', []]);
    await only?.resign();
  });

  it('holds up nobody for long when its process falls silent in the middle of a transaction', async () => {
    const only = await stand('only');
    const setting = sql<{ limit: string }>`SELECT current_setting('idle_in_transaction_session_timeout') AS limit`;
    const within = await stage.db.transaction().execute(async (tx) => {
      await only!.guard(tx);
      return (await setting.execute(tx)).rows[0]!.limit;
    });
    await only?.resign();
    expect(within).toBe('20s');
  });

  it('cannot be written by one who lost it without knowing: the next waits for what it had begun', async () => {
    lost = [];
    const late = await stand('late');
    const slow = stage.db.transaction().execute(async (tx) => {
      await late!.guard(tx);
      // Another connection stands in line for the lock, so that it has it before the one that is cut comes back.
      const rival = new pg.Client({ connectionString: stage.url });
      await rival.connect();
      const taken = rival.query('SELECT pg_advisory_lock(7300, 1)');
      await expect
        .poll(async () => {
          const { rows } = await sql<{ n: number }>`
            SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`.execute(stage.db);
          return rows[0]!.n;
        })
        .toBe(1);
      await cut();
      await taken;
      const next = rival.query(`UPDATE leadership SET epoch = epoch + 1 WHERE duty = 'judging' RETURNING epoch`);
      const state = await Promise.race([next.then(() => 'begun'), pause(300).then(() => 'waits')]);
      return { rival, next, state };
    });
    const { rival, next, state } = await slow;
    expect(state).toBe('waits');
    await next;
    expect(await write(late)).toBe('fenced');
    await rival.end();
    await expect.poll(() => lost, { timeout: 12_000 }).toEqual(['late']);
  });
});
