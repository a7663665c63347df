import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CasePage } from '@anlan/kernel/case';
import { raise, recover } from '../alarm/testing/raise.ts';
import { assign, COUNTY, done, FIRM, GRADE, openTheatre, report, TOWN, type Theatre } from '../case/testing/theatre.ts';
import { askAs, enterPerson, type Ask } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import type { Home, Item } from './shapes.ts';

let theatre: Theatre;
let duty: Ask;
let leader: Ask;
beforeAll(async () => {
  theatre = await openTheatre();
  const { stage, app } = theatre;
  await enterPerson(stage.db, { id: uuid(611), account: '值班', role: 'duty-officer', region: COUNTY });
  await enterPerson(stage.db, { id: uuid(612), account: '领导', role: 'leader', region: COUNTY });
  [duty, leader] = [await askAs(app, stage.db, uuid(611)), await askAs(app, stage.db, uuid(612))];
}, 120_000);
afterAll(() => theatre.close());

const home = async (ask: Ask): Promise<Home> => (await ask('GET', '/api/home')).json();
const all = ({ now, today, week }: Home): Item[] => [...now, ...today, ...week];
const figure = ({ counts }: Home, key: string): number | undefined => counts.find((one) => one.key === key)?.value;
const mine = async (ask: Ask): Promise<string[]> =>
  (await ask('GET', '/api/cases?owner=mine&open=1')).json<CasePage>().rows.map(({ id }) => id);

describe('what waits for somebody', () => {
  it('is what their own verbs can move, and the list and the figure say the same', async () => {
    const graded = await done(theatre.inspector, await report(theatre.inspector), 'grade', GRADE);
    const { id } = graded.case;
    expect(await mine(theatre.inspector)).toEqual([id]);
    expect(figure(await home(theatre.inspector), 'cases')).toBe(1);
    // The step is the authority's, but neither of these may assign it.
    for (const ask of [duty, leader]) {
      expect(await mine(ask)).toEqual([]);
      expect(figure(await home(ask), 'cases')).toBe(0);
      expect(all(await home(ask)).filter(({ kind }) => kind === 'case')).toEqual([]);
    }
    await done(theatre.inspector, graded, 'assign', assign());
    expect(await mine(theatre.inspector)).toEqual([]);
    expect(await mine(theatre.officer)).toEqual([id]);
  });

  it('is a step without a clock too, and its old deadline is none', async () => {
    const { id } = (await report(theatre.inspector, { title: '小结待验收' })).case;
    await sql`
      UPDATE case_file SET kind = 'campaign-part', state = 'summed', due_at = now() - interval '3 days' WHERE id = ${id}`.execute(
      theatre.stage.db,
    );
    const waiting = (await home(theatre.inspector)).now.find((item) => item.id === id);
    expect(waiting).toMatchObject({ dueAt: null, due: '无期限' });
    await sql`UPDATE case_file SET kind = 'hidden-danger', state = 'closed', closed_at = now() WHERE id = ${id}`.execute(
      theatre.stage.db,
    );
  });

  it('is an alarm for who can answer it; others see the gravest, and what is over is no matter of theirs', async () => {
    const at = Date.now();
    const here = { at, regionPath: TOWN, organisationId: FIRM };
    await raise(theatre.stage.db, uuid(8911), here);
    await raise(theatre.stage.db, uuid(8912), { ...here, level: 'red' });
    await recover(theatre.stage.db, await raise(theatre.stage.db, uuid(8913), { ...here, level: 'red' }), at + 1000);
    const alarms = (page: Home): (string | null)[] =>
      all(page)
        .filter(({ kind }) => kind === 'alarm')
        .map(({ level }) => level);
    expect(alarms(await home(duty))).toEqual(['red', 'orange', 'red']);
    expect(figure(await home(duty), 'mine')).toBe(3);
    expect(alarms(await home(leader))).toEqual(['red']);
    expect(figure(await home(leader), 'mine')).toBeUndefined();
    expect(alarms(await home(theatre.manager)), 'their own plant').toEqual(['red', 'orange']);
  });

  it('is one thing where one device falls silent with its points, and one for each that is graver or not yet answered', async () => {
    const { db } = theatre.stage;
    await sql`UPDATE alarm SET closed_at = now() WHERE closed_at IS NULL`.execute(db);
    const at = Date.now() - 60_000;
    const of = { deviceId: uuid(8930), regionPath: TOWN, organisationId: FIRM, rule: 'recording-gap' };
    const [first, ...points] = [8931, 8932, 8933].map((n, i) => raise(db, uuid(n), { ...of, at: at + i }));
    const { id } = await first!;
    const [, last] = await Promise.all(points);
    const alarms = async () =>
      (await home(duty)).now.filter(({ kind }) => kind === 'alarm').map(({ id: one, sub }) => ({ id: one, sub }));
    expect(await alarms()).toMatchObject([{ id, sub: expect.stringContaining('另有同源报警 2 条') }]);
    expect(figure(await home(duty), 'active')).toBe(3);
    await sql`UPDATE alarm SET level = 'red' WHERE id = ${last!.id}`.execute(db);
    expect(await alarms()).toMatchObject([{ id: last!.id }, { id, sub: expect.stringContaining('1 条') }]);
    await sql`UPDATE alarm SET response = 'acknowledged' WHERE id = ${id}`.execute(db);
    expect(await alarms()).toHaveLength(3);
    await sql`UPDATE alarm SET closed_at = now() WHERE device_id = ${of.deviceId}`.execute(db);
  });

  it('is a silent device for who keeps devices running', async () => {
    const device = uuid(8921);
    await sql`
      INSERT INTO device (id, name, region_path, organisation_id, identity, protocol, origin)
      VALUES (${device}, '一号采集器', ${TOWN}, ${FIRM}, 'dev-8921', 'mqtt', 'real')`.execute(theatre.stage.db);
    const silence = { rule: 'recording-gap', deviceId: device, kind: 'device', regionPath: TOWN } as const;
    const raised = await raise(theatre.stage.db, device, { ...silence, at: Date.now() - 3_600_000 });
    const waiting = async (ask: Ask) => (await home(ask)).now.filter(({ kind }) => kind === 'device');
    expect(await waiting(theatre.system)).toMatchObject([
      { title: '设备静默 · 一号采集器', verb: { href: `/registry/devices/${device}` } },
    ]);
    expect(await waiting(duty), 'who has it among the alarms').toEqual([]);
    await recover(theatre.stage.db, raised, Date.now(), silence.rule);
    expect(await waiting(theatre.system)).toEqual([]);
  });

  it('is a licence that has ended, now, for who looks after enterprises or is one; one that ends soon comes later', async () => {
    const until = (days: number) =>
      sql`UPDATE enterprise SET licence_until = current_date + ${days}::int WHERE id = ${FIRM}`.execute(
        theatre.stage.db,
      );
    const titles = (items: readonly Item[]) =>
      items.map(({ title }) => title).filter((title) => title.includes('许可证'));
    await until(-40);
    const late = await home(theatre.inspector);
    expect(titles(late.now)).toEqual(['安全生产许可证已过期 · 远山化工']);
    expect(figure(late, 'licences')).toBe(1);
    expect(titles(all(await home(duty)))).toEqual([]);
    await until(20);
    const coming = await home(theatre.officer);
    expect([figure(coming, 'licences-soon'), titles(all(coming))]).toEqual([1, []]);
    await until(5);
    expect(titles((await home(theatre.officer)).week)).toEqual(['安全生产许可证即将到期 · 远山化工']);
  });
});
