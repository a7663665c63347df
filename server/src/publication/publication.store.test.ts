import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail } from '@anlan/kernel/case';
import type { PublicationDetail } from '@anlan/kernel/publication';
import { act, done, inDays, photo } from '../case/testing/theatre.ts';
import { runDueCases } from '../case/timers.ts';
import { majorDanger, openDesk, type Desk } from '../document/testing/desk.ts';
import type { Home } from '../home/shapes.ts';
import type { Ask } from '../http/testing/stage.ts';

const DAY = 86_400_000;
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
}, 120_000);
afterAll(() => desk.close());

interface Notices {
  rows: { id: string; title: string; kind: string; withdrawnAt: number | null; reason: string | null }[];
  total: number;
}
const notices = async (): Promise<Notices> => (await desk.anybody('GET', '/api/public/notices')).json();
const text = (title: string, line: string) => ({ title, blocks: [{ kind: 'paragraph', text: line }] });
const draft = (ask: Ask, more: object = {}) =>
  ask('POST', '/api/publications', {
    kind: 'notice',
    body: text('关于检查的通告', '联系人赵建国，电话 13812345678，身份证 36110219800101123X。'),
    names: ['赵建国'],
    ...more,
  });
/** What waits on somebody's home page now. */
const toDo = async (ask: Ask): Promise<string[]> =>
  (await ask('GET', '/api/home')).json<Home>().now.map(({ verb }) => verb.href);
const doing = (ask: Ask, { publication }: PublicationDetail, name: string, given: object = {}) =>
  ask('POST', `/api/publications/${publication.id}/${name}`, { version: publication.version, ...given });

describe('a publication', () => {
  it('is public only after another person approved the preview that was seen, with persons masked', async () => {
    const detail = (await draft(desk.inspector)).json<PublicationDetail>();
    const { previewSha256 } = detail;
    expect((await notices()).total, 'unapproved is not public').toBe(0);
    expect((await desk.anybody('GET', `/api/public/notices/${detail.publication.id}`)).statusCode).toBe(404);
    const href = `/publications/${detail.publication.id}`;
    expect(await toDo(desk.second)).toContain(href);
    expect(await toDo(desk.inspector), 'the drafter does not approve').not.toContain(href);
    expect(await toDo(desk.stranger)).not.toContain(href);
    expect((await doing(desk.inspector, detail, 'approve', { previewSha256 })).json()).toMatchObject({
      code: 'same-person',
    });
    expect((await doing(desk.second, detail, 'approve', { previewSha256: 'x' })).json()).toMatchObject({
      code: 'preview-changed',
    });
    expect((await doing(desk.officer, detail, 'approve', { previewSha256 })).statusCode).toBe(403);
    expect((await doing(desk.stranger, detail, 'approve', { previewSha256 })).statusCode).toBe(404);
    const published = (await doing(desk.second, detail, 'approve', { previewSha256 })).json<PublicationDetail>();
    expect(published.publication.state).toBe('published');
    expect(await toDo(desk.second)).not.toContain(href);
    expect((await doing(desk.second, published, 'approve', { previewSha256 })).json()).toMatchObject({
      code: 'publication-state',
    });
    const shown = await desk.anybody('GET', `/api/public/notices/${detail.publication.id}`);
    expect(shown.body).toContain('赵**');
    expect(shown.body).toContain('138****5678');
    for (const secret of ['赵建国', '13812345678', '36110219800101123X']) expect(shown.body).not.toContain(secret);
  });

  it('is withdrawn with a reason, which stays in public while its content does not', async () => {
    const detail = (await draft(desk.inspector, { body: text('另一件', '内容若干') })).json<PublicationDetail>();
    const open = (
      await doing(desk.second, detail, 'approve', { previewSha256: detail.previewSha256 })
    ).json<PublicationDetail>();
    expect((await doing(desk.second, open, 'withdraw')).json()).toMatchObject({ code: 'reason-required' });
    await doing(desk.second, open, 'withdraw', { reason: '内容有误' });
    const gone = (await desk.anybody('GET', `/api/public/notices/${detail.publication.id}`)).json<{
      body: unknown;
      reason: string;
    }>();
    expect(gone).toMatchObject({ body: null, reason: '内容有误' });
    await expect(sql`DELETE FROM publication`.execute(desk.stage.db)).rejects.toThrow('never changed or removed');
  });

  it('to named places is nobody else’s, lists who has not read it, and is read once', async () => {
    const wanted = { kind: 'internal', body: text('值班通知', '加强值班'), to: ['cn.36.11.02.'], names: [] };
    const detail = (await draft(desk.inspector, wanted)).json<PublicationDetail>();
    const open = (
      await doing(desk.second, detail, 'approve', { previewSha256: detail.previewSha256 })
    ).json<PublicationDetail>();
    expect(open.recipients.every(({ readAt }) => readAt === null)).toBe(true);
    expect(new Set(open.recipients.map(({ name }) => name))).toEqual(new Set(['执法甲', '执法乙']));
    expect((await notices()).rows.map(({ title }) => title)).not.toContain('值班通知');
    expect((await desk.anybody('GET', `/api/public/notices/${detail.publication.id}`)).statusCode).toBe(404);
    expect((await desk.stranger('POST', `/api/publications/${detail.publication.id}/read`, {})).statusCode).toBe(404);
    await desk.inspector('POST', `/api/publications/${detail.publication.id}/read`, {});
    const again = await desk.inspector('POST', `/api/publications/${detail.publication.id}/read`, {});
    const read = again.json<PublicationDetail>();
    expect(read.recipients.filter(({ readAt }) => readAt === null).map(({ name }) => name)).toEqual(['执法乙']);
    expect((await draft(desk.inspector, { ...wanted, to: ['cn.36.11.04.'] })).statusCode).toBe(404);
  });
});

const list = async (found: CaseDetail): Promise<CaseDetail> =>
  done(desk.second, found, 'list', { listedAt: 'county', listingNumber: '1 号', reason: '重大' });
const read = async (id: string): Promise<CaseDetail> => (await desk.inspector('GET', `/api/cases/${id}`)).json();
interface Majors {
  rows: {
    case: { id: string };
    reports: { expected: number; missed: number };
    progress: number;
    fire: string;
    exposure: string;
  }[];
}
const majors = async (wish = ''): Promise<Majors> =>
  (await desk.inspector('GET', `/api/major-dangers?size=200${wish}`)).json();

describe('a listed major danger', () => {
  it('[S63.2] is only listed when graded major, and worked on when all five are in place', async () => {
    const found = await majorDanger(desk);
    expect(found.case.state).toBe('rectifying');
    const general = await done(desk.inspector, { ...(await majorDanger(desk)) }, 'urge', { demand: '快' });
    const listed = await list(general);
    expect((await majors()).rows.find((row) => row.case.id === listed.case.id)).toBeDefined();
    const again = await act(desk.second, listed, 'list', { listedAt: 'county', listingNumber: '2 号', reason: '再挂' });
    expect(again.json()).toMatchObject({ code: 'already-listed' });
  });

  it('[S63.3] is reported on at an interval, and missed reports are counted', async () => {
    const listed = await list(await majorDanger(desk));
    const reported = await done(desk.officer, listed, 'progress', { progress: 40, progressNote: '备件到场' });
    expect((await act(desk.inspector, reported, 'progress', { progress: 50, progressNote: '好' })).statusCode).toBe(
      403,
    );
    const row = (await majors()).rows.find((one) => one.case.id === listed.case.id);
    expect(row).toMatchObject({ progress: 40, reports: { expected: 0, missed: 0 } });
  });

  it('[S63.4] is extended by the listing authority alone', async () => {
    const listed = await list(await majorDanger(desk));
    const asked = await done(desk.officer, listed, 'request-extension', { extendTo: inDays(20), reason: '等备件' });
    const input = { extendTo: inDays(20), reason: '同意' };
    expect((await act(desk.town, asked, 'extend', input)).json()).toMatchObject({ code: 'listing-authority' });
    expect((await act(desk.city, asked, 'extend', input)).json()).toMatchObject({ code: 'listing-authority' });
    expect((await done(desk.inspector, asked, 'extend', input)).detail['extendTo']).toBe(inDays(20));
  });

  it('[S63.7] of fire needs a plan for the area; late it goes up to the city and is exposed once it is approved', async () => {
    const plain = await majorDanger(desk);
    const graded = {
      grade: 'major',
      level: 'red',
      class: 'place',
      basis: '判定',
      fire: 'regional',
      department: 'education',
    };
    const found = (
      await desk.inspector('POST', '/api/cases', {
        kind: 'hidden-danger',
        input: { enterprise: plain.detail['enterprise'], title: '老旧街区消防通道不足', class: 'place' },
      })
    ).json<CaseDetail>();
    const fire = await done(desk.inspector, found, 'grade', graded);
    const order = {
      responsible: '赵建国',
      rectifyBy: inDays(5),
      measures: '打通通道',
      funds: 3,
      emergencyPlan: '微型消防站',
    };
    expect((await act(desk.inspector, fire, 'assign', order)).json()).toMatchObject({ field: 'regionalPlan' });
    const assigned = await done(desk.inspector, fire, 'assign', { ...order, regionalPlan: '三年整治规划' });
    const listed = await list(assigned);
    expect((await majors('&fire=regional')).rows.map((row) => row.case.id)).toEqual([listed.case.id]);
    await runDueCases(desk.stage.db, (listed.case.dueAt as number) + 12 * DAY);
    for (let round = 0; round < 5; round += 1)
      await runDueCases(desk.stage.db, (listed.case.dueAt as number) + 12 * DAY);
    const late = await read(listed.case.id);
    expect(late.case.supervisor).toBe('city');
    expect(late.trail.filter(({ action }) => action === 'expose')).toHaveLength(1);
    const proposed = await sql<{ id: string }>`SELECT id FROM publication WHERE source_id = ${listed.case.id}`.execute(
      desk.stage.db,
    );
    expect(proposed.rows).toHaveLength(1);
    const { id } = proposed.rows[0]!;
    expect((await desk.anybody('GET', `/api/public/notices/${id}`)).statusCode).toBe(404);
    const detail = (await desk.second('GET', `/api/publications/${id}`)).json<PublicationDetail>();
    await doing(desk.second, detail, 'approve', { previewSha256: detail.previewSha256 });
    const shown = await desk.anybody('GET', `/api/public/notices/${id}`);
    expect(shown.body).toContain('老旧街区消防通道不足');
    expect(shown.body).not.toContain('赵建国');
    expect((await majors('&fire=any')).rows[0]?.exposure).toBe('published');
  });

  it('leaves the platform as a workbook and a PDF for publicity, and as a list for approval', async () => {
    await list(await majorDanger(desk));
    const xlsx = await desk.inspector('GET', '/api/major-dangers/export.xlsx');
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe('PK');
    const pdf = await desk.inspector('GET', '/api/major-dangers/export.pdf');
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const drafted = (await desk.inspector('POST', '/api/major-dangers/publication', {})).json<PublicationDetail>();
    expect(drafted.publication).toMatchObject({ kind: 'major-danger-list', state: 'drafted' });
    expect(JSON.stringify(drafted.preview)).toContain('远山化工');
    expect(await photo(desk.officer, 'unused')).toBeDefined();
  });
});
