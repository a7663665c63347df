import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail, CreditRecord } from '@anlan/kernel/case';
import type { Ask, Stage } from '../http/testing/stage.ts';
import {
  act,
  assign,
  done,
  FIRM,
  GRADE,
  inDays,
  openTheatre,
  OTHER,
  photo,
  rectifying,
  report,
  TOWN,
  type Theatre,
} from './testing/theatre.ts';
import { runDueCases } from './timers.ts';

const DAY = 86_400_000;

let theatre: Theatre;
let stage: Stage;
let officer: Ask;
let manager: Ask;
let inspector: Ask;
let second: Ask;

beforeAll(async () => {
  theatre = await openTheatre();
  ({ stage, officer, manager, inspector, second } = theatre);
}, 120_000);
afterAll(() => theatre.close());

describe('a hidden danger', () => {
  it('goes from being found to being closed by a second person, with every step in the trail [S59.1]', async () => {
    const found = await rectifying(inspector);
    expect(found.case).toMatchObject({
      state: 'rectifying',
      owner: 'organisation',
      source: 'inspection',
      organisationName: '远山化工',
    });
    expect(found.case.number).toMatch(/^YH-\d{8}-\d{4}$/);
    const submitted = await done(officer, found, 'submit', { result: '已清空' }, [await photo(officer, 'after')]);
    const own = await act(manager, submitted, 'accept', { opinion: '可以' }, [await photo(manager, 'self')]);
    expect(own.json()).toMatchObject({ code: 'not-own-danger' });
    const same = await act(inspector, submitted, 'accept', { opinion: '可以' }, [await photo(inspector, 'seen')]);
    expect(same.json()).toMatchObject({ code: 'same-person' });
    const bare = await act(second, submitted, 'accept', { opinion: '可以' });
    expect(bare.json()).toMatchObject({ code: 'evidence-required', field: 'files' });
    const closed = await done(second, submitted, 'accept', { opinion: '符合要求' }, [await photo(second, 'seen')]);
    expect(closed.case).toMatchObject({ state: 'closed', owner: null });
    expect(closed.trail.map((entry) => [entry.action, entry.by])).toEqual([
      ['open', '执法甲'],
      ['grade', '执法甲'],
      ['assign', '执法甲'],
      ['submit', '安全员'],
      ['accept', '执法乙'],
    ]);
    expect(closed.trail[3]?.files).toHaveLength(1);
    await expect(
      sql`UPDATE case_entry SET text = 'x' WHERE case_id = ${closed.case.id}`.execute(stage.db),
    ).rejects.toThrow('never changed');
    await expect(sql`DELETE FROM case_entry WHERE case_id = ${closed.case.id}`.execute(stage.db)).rejects.toThrow(
      'never changed or removed',
    );
  });

  it('found by the enterprise itself is graded and accepted inside it, by two people', async () => {
    const own = await report(officer, { round: 'shift' });
    expect(own.case).toMatchObject({ source: 'self', owner: 'organisation', organisationId: FIRM });
    const graded = await done(officer, own, 'grade', GRADE);
    const assigned = await done(officer, graded, 'assign', assign());
    const submitted = await done(officer, assigned, 'submit', { result: '好了' }, [await photo(officer, 'own')]);
    expect(
      (await act(officer, submitted, 'accept', { opinion: '行' }, [await photo(officer, 'own2')])).json(),
    ).toMatchObject({ code: 'same-person' });
    const closed = await done(manager, submitted, 'accept', { opinion: '行' }, [await photo(manager, 'own3')]);
    const archived = await done(manager, closed, 'archive');
    expect(archived.case.state).toBe('archived');
    const bundle = (await manager('GET', `/api/cases/${own.case.id}/bundle`)).json<{
      sha256: string;
      content: CaseDetail;
    }>();
    expect(bundle.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(bundle.content.trail).toHaveLength(6);
  });

  it('that is major is not worked on before all five are in place, and stays listed until it is delisted [S59.2]', async () => {
    const graded = await done(inspector, await report(inspector), 'grade', { ...GRADE, grade: 'major', level: 'red' });
    const missing = await act(inspector, graded, 'assign', assign());
    expect(missing.json()).toMatchObject({ code: 'major-incomplete' });
    expect(missing.json<{ zh: string }>().zh).toContain('整改资金');
    const assigned = await done(inspector, graded, 'assign', { ...assign(), funds: 12, emergencyPlan: '专人值守' });
    const listed = await done(second, assigned, 'list', {
      listedAt: 'county',
      listingNumber: '县级〔2026〕3 号',
      reason: '重大',
    });
    const board = (await inspector('GET', '/api/prevention/board')).json<{
      listed: { listingNumber: string; five: object; progress: number | null }[];
    }>();
    expect(board.listed[0]).toMatchObject({
      listingNumber: '县级〔2026〕3 号',
      five: { funds: true, emergencyPlan: true },
    });
    const told = await done(officer, listed, 'progress', { progress: 40, progressNote: '隔离墙已砌' }, [
      await photo(officer, 'half-way'),
    ]);
    const after = (await inspector('GET', '/api/prevention/board')).json<{ listed: { progress: number | null }[] }>();
    expect([board.listed[0]?.progress, after.listed[0]?.progress]).toEqual([null, 40]);
    const submitted = await done(officer, told, 'submit', { result: '改好' }, [await photo(officer, 'major')]);
    const held = await act(second, submitted, 'accept', { opinion: '好' }, [await photo(second, 'major2')]);
    expect(held.json()).toMatchObject({ code: 'still-listed' });
    const delisted = await done(second, submitted, 'delist', { reason: '验收合格' }, [await photo(second, 'major3')]);
    expect(delisted.detail['listedAt']).toBeNull();
    expect(
      (await done(second, delisted, 'accept', { opinion: '好' }, [await photo(second, 'major4')])).case.state,
    ).toBe('closed');
  });

  it('late past its deadline is told on, becomes an enforcement lead and costs credit once, which its enterprise’s record shows [S59.5] [S01.4]', async () => {
    const found = await rectifying(inspector);
    const due = found.case.dueAt as number;
    await runDueCases(stage.db, due + 1);
    const late = (await inspector('GET', `/api/cases/${found.case.id}`)).json<CaseDetail>();
    expect(late.case).toMatchObject({ overdueSince: due, supervisor: 'owner' });
    for (let round = 0; round < 5; round += 1) await runDueCases(stage.db, due + 12 * DAY);
    const after = (await inspector('GET', `/api/cases/${found.case.id}`)).json<CaseDetail>();
    expect(after.trail.filter((entry) => entry.action === 'overdue')).toHaveLength(4);
    expect(after.case.supervisor).toBe('city');
    expect(after.related.map((other) => [other.kind, other.state, other.source])).toEqual([
      ['enforcement', 'proposed', 'case'],
    ]);
    const credit = await sql<{
      points: number;
    }>`SELECT points FROM credit_event WHERE case_id = ${found.case.id}`.execute(stage.db);
    expect(credit.rows).toEqual([{ points: 5 }]);
    const anchored = (await inspector('GET', `/api/enterprises/${FIRM}/credit`)).json<CreditRecord>();
    expect(anchored.events.find((event) => event.case.id === found.case.id)).toMatchObject({
      points: 5,
      because: '隐患逾期未整改',
      labelEn: 'Credit points: late hidden danger',
      case: { kind: 'hidden-danger', number: found.case.number },
    });
    expect(anchored.total.points).toBe(anchored.events.reduce((sum, { points }) => sum + points, 0));
    const outbox = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM outbox WHERE topic = 'case' AND happening = 'overdue' AND body->>'id' = ${found.case.id}`.execute(
      stage.db,
    );
    expect(outbox.rows[0]?.n).toBe(4);
  });

  it('rectified in time and verified late by the authority costs the enterprise nothing: the authorities hear of it', async () => {
    const found = await rectifying(inspector);
    const submitted = await done(officer, found, 'submit', { result: '已清空' }, [await photo(officer, 'in time')]);
    const due = submitted.case.dueAt as number;
    for (let round = 0; round < 5; round += 1) await runDueCases(stage.db, due + 30 * DAY);
    const after = (await inspector('GET', `/api/cases/${found.case.id}`)).json<CaseDetail>();
    expect(after.trail.filter(({ action }) => action === 'overdue').map(({ text }) => text)).toEqual([
      '逾期，告知承办部门',
      '逾期 7 日，升级到市',
    ]);
    expect(after.case).toMatchObject({ overdueSince: due, supervisor: 'city' });
    expect(after.related).toEqual([]);
    const credit = await sql`SELECT FROM credit_event WHERE case_id = ${found.case.id}`.execute(stage.db);
    expect(credit.rows).toEqual([]);
  });

  it('is urged, extended by somebody else than who asked, and keeps all of it in its file [S59.3] [S59.4]', async () => {
    const found = await rectifying(inspector);
    const asked = await done(officer, found, 'request-extension', { extendTo: inDays(20), reason: '等备件' });
    expect((await act(officer, asked, 'extend', { extendTo: inDays(20), reason: '同意' })).statusCode).toBe(403);
    const urged = await done(inspector, asked, 'urge', { demand: '三日内报进度' });
    const extended = await done(inspector, urged, 'extend', { extendTo: inDays(20), reason: '同意' });
    expect(new Date(extended.case.dueAt as number).getTime()).toBeGreaterThan(found.case.dueAt as number);
    const bundle = (await inspector('GET', `/api/cases/${found.case.id}/bundle`)).json<{ content: CaseDetail }>();
    expect(bundle.content.trail.map((entry) => entry.action)).toEqual([
      'open',
      'grade',
      'assign',
      'request-extension',
      'urge',
      'extend',
    ]);
  });

  it('names a risk point of its own enterprise only', async () => {
    const [own, other] = [randomUUID(), randomUUID()];
    await sql`
      INSERT INTO risk_point (id, name, region_path, organisation_id, sector, enterprise, object, hazard, level, measures, responsible)
      SELECT r.id::uuid, '罐区', e.region_path, e.id, e.sector, e.id, 'facility', '苯', 'orange', '联锁', '李四'
      FROM (VALUES (${own}, ${FIRM}), (${other}, ${OTHER})) r (id, firm) JOIN enterprise e ON e.id = r.firm::uuid`.execute(
      stage.db,
    );
    await sql`UPDATE enterprise SET region_path = ${TOWN} WHERE id = ${OTHER}`.execute(stage.db);
    await sql`UPDATE risk_point SET region_path = ${TOWN} WHERE id = ${other}`.execute(stage.db);
    const wish = (riskPoint: string) => ({
      kind: 'hidden-danger',
      input: { enterprise: FIRM, title: '呼吸阀堵塞', class: 'place', riskPoint },
    });
    // The inspector's scope shows both: it is the enterprise that decides.
    expect((await inspector('POST', '/api/cases', wish(other))).json()).toMatchObject({
      code: 'field-invalid',
      field: 'riskPoint',
    });
    expect((await officer('POST', '/api/cases', wish(other))).json()).toMatchObject({ field: 'riskPoint' });
    expect((await inspector('POST', '/api/cases', wish(own))).statusCode).toBe(201);
  });
});

describe('an act made without a signal', () => {
  const late = (ask: Ask, found: CaseDetail, action: string, body: object) =>
    ask('POST', `/api/cases/${found.case.id}/acts/${action}`, { version: found.case.version, ...body });

  it('is put onto the newest version field by field: what others changed elsewhere stays', async () => {
    const seen = await rectifying(inspector);
    // Meanwhile somebody else asks for more time: the case has a newer version, and stands where it stood.
    await done(officer, seen, 'request-extension', { extendTo: inDays(20), reason: '等配件' });
    const files = [await photo(manager, 'after, offline')];
    const strict = await late(manager, seen, 'submit', { input: { result: '已清空' }, files });
    expect(strict.json()).toMatchObject({ code: 'version-conflict' });
    const sent = { input: { result: '已清空' }, files, seen: { result: null }, requestId: randomUUID() };
    const [one, two] = [await late(manager, seen, 'submit', sent), await late(manager, seen, 'submit', sent)];
    expect([one.statusCode, two.statusCode]).toEqual([200, 200]);
    const kept = one.json<CaseDetail>();
    expect(kept.trail.map(({ action }) => action).slice(-2)).toEqual(['request-extension', 'submit']);
    expect(kept.detail).toMatchObject({ result: '已清空' });
  });

  it('that clashes is shown with both texts; the one given up stays in the trail', async () => {
    const found = await done(inspector, await report(inspector), 'grade', GRADE);
    const seen = await done(inspector, found, 'grade', { ...GRADE, basis: '按清单第 4 项' });
    await done(second, seen, 'grade', { ...GRADE, basis: '按清单第 9 项' });
    const offline = {
      input: { ...GRADE, basis: '现场复核，维持' },
      seen: { ...GRADE, basis: '按清单第 4 项' },
      requestId: randomUUID(),
    };
    const clash = await late(inspector, seen, 'grade', offline);
    expect(clash.json()).toMatchObject({
      code: 'field-clash',
      field: 'basis',
      facts: { mine: '现场复核，维持', theirs: '按清单第 9 项' },
    });
    const mine = { ...offline, seen: { ...GRADE, basis: '按清单第 9 项' }, unchosen: { basis: '按清单第 9 项' } };
    const kept = (await late(inspector, seen, 'grade', mine)).json<CaseDetail>();
    expect(kept.detail).toMatchObject({ basis: '现场复核，维持' });
    expect(kept.trail.at(-1)?.text).toContain('未采用的一份：');
    expect(kept.trail.at(-1)?.text).toContain('按清单第 9 项');
  });

  it('whose step somebody else has taken meanwhile is refused in words, and nothing changes', async () => {
    const seen = await rectifying(inspector);
    await done(officer, seen, 'submit', { result: '已清空' }, [await photo(officer, 'first')]);
    const files = [await photo(manager, 'second')];
    const sent = { input: { result: '也清空了' }, files, seen: { result: null }, requestId: randomUUID() };
    expect((await late(manager, seen, 'submit', sent)).json()).toMatchObject({ code: 'case-state' });
  });
});
