import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../access/scoped.ts';
import { openStage, type Stage } from '../http/testing/stage.ts';
import { openRegister, type Register } from '../ingest/register.ts';
import { openRules } from '../ingest/rules.ts';
import { lookForChecks } from './checks.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-18T09:00:00+08:00');
const REGION = 'cn.36.11.';
const log = pino({ level: 'silent' });

let stage: Stage;
let db: Database;
let register: Register;
let link: string;

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  const { rows } = await sql<{ id: string }>`
    INSERT INTO platform_link (name, role, edition, access_code, user_id, sealed, peer_host, updated_by, region_path)
    VALUES ('某运输集团平台', 'upper', 2019, 361101, 7, 'x', '10.1.2.3', '试', ${REGION}) RETURNING id`.execute(db);
  link = rows[0]!.id;
  register = await openRegister(db);
}, 120_000);
afterAll(() => stage.close());

/** A check asked at a minute, to be answered within ten. */
async function check(number: number, minute: number, state = 'sent', direction = 'out'): Promise<void> {
  const at = START + minute * MINUTE;
  await sql`
    INSERT INTO platform_link_message (link_id, direction, kind, number, body, state, at, due_at, region_path)
    VALUES (${link}, ${direction}, 'query', ${number}, '{"text":"谁在岗？"}', ${state}, ${new Date(at)}, ${new Date(at + 10 * MINUTE)}, ${REGION})`.execute(
    db,
  );
}
const answer = (number: number, minute: number) =>
  sql`UPDATE platform_link_message SET state = 'answered', answered_at = ${new Date(START + minute * MINUTE)} WHERE number = ${number}`.execute(
    db,
  );

/** Looks every minute of a span, with a platform that starts anew. */
async function look(from: number, to: number): Promise<void> {
  const rules = await openRules(db, register, log, () => START);
  for (let minute = from; minute <= to; minute += 1) await lookForChecks(db, register, rules, START + minute * MINUTE);
  await rules.close();
}
async function alarms(since = 0): Promise<unknown[]> {
  const { rows } = await sql<{ value: number; limit: number; level: string; raised: Date; recovered: Date | null }>`
    SELECT value, limit_value AS limit, level, raised_at AS raised, recovered_at AS recovered FROM alarm
    WHERE rule = 'check-unanswered' AND raised_at >= ${new Date(START + since * MINUTE)} ORDER BY raised_at`.execute(
    db,
  );
  const minuteOf = (at: Date | null) => (at === null ? null : (at.getTime() - START) / MINUTE);
  return rows.map(({ value, limit, level, raised, recovered }) => [
    level,
    value,
    limit,
    minuteOf(raised),
    minuteOf(recovered),
  ]);
}

describe('[S33.2] a check of a post', () => {
  it('rings once when it is not answered in its time, through a restart, and is over with the answer', async () => {
    await check(1, 0);
    await look(0, 9);
    expect(await alarms()).toEqual([]);
    await look(10, 15);
    await look(16, 20);
    expect(await alarms()).toEqual([['yellow', 11, 10, 11, null]]);
    // Asking again fills no post.
    await check(2, 20);
    await look(21, 25);
    expect(await alarms()).toEqual([['yellow', 11, 10, 11, null]]);
    await answer(2, 26);
    await look(27, 30);
    expect(await alarms()).toEqual([['yellow', 11, 10, 11, 27]]);
  });

  it('answered in time, or never sent because the link is down, rings nobody', async () => {
    await check(3, 40);
    await answer(3, 45);
    await check(4, 50, 'waiting');
    await look(40, 70);
    expect(await alarms(40)).toEqual([]);
  });

  it('that an upper platform makes of us rings here too, and ends with a link that is taken out of use', async () => {
    await check(5, 80, 'open', 'in');
    await look(80, 95);
    expect(await alarms(80)).toEqual([['yellow', 11, 10, 91, null]]);
    await sql`UPDATE platform_link SET retired_at = now(), enabled = false`.execute(db);
    await register.refresh();
    expect(register.links()).toEqual([]);
    const rules = await openRules(db, register, log, () => START);
    rules.tend(START + 96 * MINUTE);
    await rules.close();
    expect(await alarms(80)).toEqual([['yellow', 11, 10, 91, 96]]);
  });
});
