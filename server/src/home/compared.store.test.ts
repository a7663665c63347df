import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Doer } from '@anlan/kernel/case';
import { isRefusal } from '@anlan/kernel/refusal';
import { lockOutbox } from '../alarm/write.ts';
import { alarmView, type AlarmRow } from '../alarm/row.ts';
import { raise } from '../alarm/testing/raise.ts';
import { FIRM, GRADE, openTheatre, TOWN, type Theatre } from '../case/testing/theatre.ts';
import { actOn, openCase } from '../case/write.ts';
import { uuid } from '../ingest/testing/devices.ts';
import type { Home } from './shapes.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const inspector: Doer = { id: uuid(603), name: '执法甲', side: 'authority' };
const second: Doer = { id: uuid(604), name: '执法乙', side: 'authority' };
const belongs = {
  organisationId: FIRM,
  organisationName: '远山化工',
  regionPath: TOWN,
  sector: 'hazchem-production',
  lon: null,
  lat: null,
  demonstration: false,
};

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
}, 120_000);
afterAll(() => theatre.close());

/** A danger found so many ms ago, by the authority. */
async function found(ago: number): Promise<string> {
  return theatre.stage.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const input = { enterprise: FIRM, title: '通道堵塞' };
    const row = await openCase(
      tx,
      { kind: 'hidden-danger', input, source: 'inspection', belongs },
      inspector,
      Date.now() - ago,
    );
    if (isRefusal(row)) throw new Error(row.refused);
    return row.id;
  });
}

async function act(id: string, action: string, input: object, ago: number, by = inspector): Promise<void> {
  await theatre.stage.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const done = await actOn(tx, id, { action, input: { ...input }, files: [] }, by, Date.now() - ago);
    if (isRefusal(done)) throw new Error(done.refused);
  });
}

async function figure(key: string): Promise<{ value: number; before?: number | null | undefined }> {
  const home = (await theatre.inspector('GET', '/api/home')).json<Home>();
  const { value, before } = home.counts.find((one) => one.key === key)!;
  return { value, before };
}

describe('a figure of the home page against yesterday', () => {
  it('counts the cases whose turn was mine at this hour of yesterday', async () => {
    expect(await figure('cases')).toEqual({ value: 0, before: 0 });
    const old = await found(3 * DAY);
    const moved = await found(3 * DAY);
    const dropped = await found(2 * DAY);
    await found(2 * HOUR);
    await act(moved, 'grade', GRADE, 2 * DAY);
    const rectifyBy = new Date(Date.now() + 5 * DAY + 8 * HOUR).toISOString().slice(0, 10);
    // Handed to the enterprise today, and one found to be none: both were mine yesterday.
    await act(moved, 'assign', { responsible: '张三', rectifyBy, measures: '清空' }, HOUR);
    await act(dropped, 'unfounded', { reason: '不属实' }, HOUR, second);
    expect(old).toBeDefined();
    expect(await figure('cases')).toEqual({ value: 2, before: 3 });
  });

  it('counts the alarms that stood open then', async () => {
    const at = (hours: number) => Date.now() - hours * HOUR;
    const home = { regionPath: TOWN, organisationId: FIRM };
    const before = await raise(theatre.stage.db, uuid(8901), { ...home, at: at(40) });
    await raise(theatre.stage.db, uuid(8902), { ...home, at: at(30) });
    await raise(theatre.stage.db, uuid(8903), { ...home, at: at(1) });
    await raise(theatre.stage.db, uuid(8904), { ...home, at: at(2) });
    await sql`UPDATE alarm SET closed_at = now(), response = 'closed' WHERE id = ${before.id}`.execute(
      theatre.stage.db,
    );
    const { rows } = await sql<AlarmRow>`SELECT * FROM alarm WHERE closed_at IS NULL`.execute(theatre.stage.db);
    expect(rows.map(alarmView)).toHaveLength(3);
    expect(await figure('mine')).toEqual({ value: 3, before: 2 });
  });
});
