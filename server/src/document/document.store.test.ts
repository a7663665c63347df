import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail } from '@anlan/kernel/case';
import type { DocumentDetail, Seal, Verified } from '@anlan/kernel/document';
import { act, done, inDays, photo } from '../case/testing/theatre.ts';
import type { Home } from '../home/shapes.ts';
import type { Ask } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { codePng } from './code.ts';
import { INSPECTOR, majorDanger, openDesk, SECOND, SIGNATURE, type Desk } from './testing/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
}, 120_000);
afterAll(() => desk.close());

const draft = (ask: Ask, caseId: string, template: string, input: object, more: object = {}) =>
  ask('POST', '/api/documents', { template, caseId, input, ...more });
const listing = () => ({
  listedAt: 'county',
  rectifyBy: inDays(10),
  reason: '可能造成重大事故',
  contact: '钱卫民 13800001111',
});

async function drafted(ask: Ask, caseId: string, template: string, input: object): Promise<DocumentDetail> {
  const answer = await draft(ask, caseId, template, input);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<DocumentDetail>();
}

const doing = (ask: Ask, { document }: DocumentDetail, name: string, given: object = {}) =>
  ask('POST', `/api/documents/${document.id}/acts/${name}`, { version: document.version, ...given });

async function did(ask: Ask, detail: DocumentDetail, name: string, given: object = {}): Promise<DocumentDetail> {
  const answer = await doing(ask, detail, name, given);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<DocumentDetail>();
}

async function issued(caseId: string, template: string, input: object): Promise<DocumentDetail> {
  const paper = await drafted(desk.inspector, caseId, template, input);
  const approved = await did(desk.second, paper, 'approve', { contentSha256: paper.contentSha256 });
  return did(desk.inspector, approved, 'issue');
}

const readCase = async (id: string): Promise<CaseDetail> => (await desk.inspector('GET', `/api/cases/${id}`)).json();
const verify = async (code: string) => desk.anybody('GET', `/api/public/verify?code=${encodeURIComponent(code)}`);
const shaOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

describe('an official document', () => {
  it('is approved by another person who saw this content, and only then issued with the next number', async () => {
    const { case: view } = await majorDanger(desk);
    const paper = await drafted(desk.inspector, view.id, 'rectification-order', {
      rectifyBy: inDays(9),
      officers: '执法甲（0237）、执法乙（0412）',
    });
    expect(paper.document).toMatchObject({ state: 'drafted', number: null, issuer: '信州区应急管理局' });
    const waits = async (ask: Ask) =>
      (await ask('GET', '/api/home')).json<Home>().now.some(({ id }) => id === paper.document.id);
    expect([await waits(desk.second), await waits(desk.inspector), await waits(desk.city)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(
      (await doing(desk.inspector, paper, 'approve', { contentSha256: paper.contentSha256 })).json(),
    ).toMatchObject({ code: 'same-person' });
    expect((await doing(desk.second, paper, 'approve', { contentSha256: 'other' })).json()).toMatchObject({
      code: 'preview-changed',
    });
    expect((await doing(desk.inspector, paper, 'issue')).json()).toMatchObject({ code: 'document-state' });
    expect((await doing(desk.city, paper, 'approve', { contentSha256: paper.contentSha256 })).json()).toMatchObject({
      code: 'case-side',
    });
    const seen = await desk.officer('GET', `/api/documents/${paper.document.id}`);
    expect(seen.statusCode, 'the enterprise does not see drafts').toBe(404);
    const approved = await did(desk.second, paper, 'approve', { contentSha256: paper.contentSha256 });
    const out = await did(desk.inspector, approved, 'issue');
    const year = new Date().getFullYear();
    expect(out.document.number).toMatch(new RegExp(`^信州应急责改〔${year}〕\\d+号$`));
    expect((await doing(desk.inspector, out, 'issue')).json()).toMatchObject({ code: 'document-state' });
    const next = await issued((await majorDanger(desk)).case.id, 'rectification-order', {
      rectifyBy: inDays(9),
      officers: '执法甲',
    });
    const numberOf = (one: DocumentDetail) => Number(/〕(\d+)号/.exec(one.document.number ?? '')?.[1]);
    expect(numberOf(next)).toBe(numberOf(out) + 1);
  });

  it('sent twice under one request is one, needs its fields, and is not for strangers or enterprises', async () => {
    const { case: view } = await majorDanger(desk);
    const requestId = uuid(9001);
    const one = (
      await draft(desk.inspector, view.id, 'listing-notice', listing(), { requestId })
    ).json<DocumentDetail>();
    const two = (
      await draft(desk.inspector, view.id, 'listing-notice', listing(), { requestId })
    ).json<DocumentDetail>();
    expect(two.document.id).toBe(one.document.id);
    expect((await draft(desk.inspector, view.id, 'listing-notice', {})).json()).toMatchObject({
      code: 'field-required',
    });
    expect((await draft(desk.stranger, view.id, 'listing-notice', listing())).statusCode).toBe(404);
    expect((await draft(desk.officer, view.id, 'listing-notice', listing())).statusCode).toBe(403);
    expect((await draft(desk.town, view.id, 'listing-notice', listing())).json()).toMatchObject({
      code: 'listing-authority',
    });
    expect((await draft(desk.city, view.id, 'listing-notice', listing())).json()).toMatchObject({
      code: 'listing-level',
    });
  });

  it('[S63.1] that lists a danger does so in the same stroke, under its own number', async () => {
    const { case: view } = await majorDanger(desk);
    const out = await issued(view.id, 'listing-notice', listing());
    const after = await readCase(view.id);
    expect(after.detail).toMatchObject({
      listedAt: 'county',
      listingNumber: out.document.number,
      listedBy: 'cn.36.11.02.',
    });
    expect(after.trail.map(({ action }) => action).slice(-2)).toEqual(['list', 'document']);
    const again = await draft(desk.inspector, view.id, 'listing-notice', listing());
    expect(again.json()).toMatchObject({ code: 'already-listed' });
    const list = (await desk.inspector('GET', '/api/major-dangers')).json<{
      rows: { case: { id: string }; listingNumber: string }[];
    }>();
    expect(list.rows.find((row) => row.case.id === view.id)?.listingNumber).toBe(out.document.number);
    expect((await desk.stranger('GET', '/api/major-dangers')).json<{ rows: unknown[] }>().rows).toEqual([]);
  });

  it('gives its files out byte for byte, and anybody can check them against the verify page', async () => {
    const { case: view } = await majorDanger(desk);
    const out = await issued(view.id, 'listing-notice', listing());
    const pdf = (await desk.officer('GET', `/api/documents/${out.document.id}/file.pdf`)).rawPayload;
    const docx = (await desk.officer('GET', `/api/documents/${out.document.id}/file.docx`)).rawPayload;
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(docx.subarray(0, 2).toString()).toBe('PK');
    const known = (await verify(out.document.code ?? '')).json<Verified>();
    expect(known).toMatchObject({
      state: 'in-force',
      number: out.document.number,
      issuer: '信州区应急管理局',
      pdfSha256: shaOf(pdf),
      docxSha256: shaOf(docx),
    });
    const text = JSON.stringify(known.paper);
    expect(text).not.toContain('赵建国');
    expect(text).not.toContain('13800001111');
    expect(text).toContain('赵**');
    expect((await verify((out.document.code ?? '').toLowerCase().replace(/(.{4})/g, '$1-'))).statusCode).toBe(200);
    expect((await verify(out.document.number ?? '')).json<Verified>().code).toBe(out.document.code);
    expect((await verify('ABCDABCDABCD')).statusCode).toBe(404);
  });

  it('is read and signed for by the enterprise, or served on the spot with a reason where signing is refused', async () => {
    const { case: view } = await majorDanger(desk);
    const out = await issued(view.id, 'listing-notice', listing());
    expect((await doing(desk.stranger, out, 'serve')).statusCode).toBe(404);
    expect((await doing(desk.inspector, out, 'sign', { signature: SIGNATURE })).json()).toMatchObject({
      code: 'case-side',
    });
    const read = await did(desk.officer, out, 'read');
    expect(read.document.readAt).not.toBeNull();
    expect((await doing(desk.officer, read, 'sign')).json()).toMatchObject({ code: 'field-required' });
    const signed = await did(desk.manager, read, 'sign', { signature: SIGNATURE, device: 'phone' });
    expect(signed.document.state).toBe('served');
    // What went on inside the authority before is not the enterprise's.
    expect(signed.events.map((event) => [event.act, event.signed])).toEqual([
      ['issue', false],
      ['read', false],
      ['sign', true],
    ]);
    const other = await issued((await majorDanger(desk)).case.id, 'listing-notice', listing());
    expect((await doing(desk.inspector, other, 'serve', { how: 'refused' })).json()).toMatchObject({
      code: 'reason-required',
    });
    const left = await did(desk.inspector, other, 'serve', { how: 'refused', reason: '现场负责人拒签，村委会见证' });
    expect(left.document.state).toBe('served');
  });

  it('once issued is never changed, and a revoked one stays and says why', async () => {
    const out = await issued((await majorDanger(desk)).case.id, 'listing-notice', listing());
    const { id } = out.document;
    await expect(sql`UPDATE document SET title = 'x' WHERE id = ${id}`.execute(desk.stage.db)).rejects.toThrow(
      'never changed',
    );
    await expect(sql`UPDATE document SET paper = '{}' WHERE id = ${id}`.execute(desk.stage.db)).rejects.toThrow(
      'never changed',
    );
    await expect(sql`DELETE FROM document WHERE id = ${id}`.execute(desk.stage.db)).rejects.toThrow(
      'never changed or removed',
    );
    expect((await doing(desk.second, out, 'revoke')).json()).toMatchObject({ code: 'reason-required' });
    const revoked = await did(desk.second, out, 'revoke', { reason: '整改期限写错' });
    expect(revoked.document.state).toBe('revoked');
    const known = (await verify(out.document.code ?? '')).json<Verified>();
    expect(known).toMatchObject({ state: 'revoked', endReason: '整改期限写错' });
    expect((await doing(desk.second, revoked, 'revoke', { reason: '再撤' })).json()).toMatchObject({
      code: 'document-state',
    });
    const audited = await sql<{ verb: string }>`SELECT verb FROM audit WHERE subject_id = ${id} ORDER BY seq`.execute(
      desk.stage.db,
    );
    expect(audited.rows.map(({ verb }) => verb)).toEqual([
      'document.draft',
      'document.approve',
      'document.issue',
      'document.revoke',
    ]);
  });

  it('carries the seal of its authority where the issuer is named as its user, and is refused where not', async () => {
    const picture = codePng('seal').toString('base64');
    const put = (users: string[]) =>
      desk.security('POST', '/api/seals', { regionPath: 'cn.36.11.02.', picture, users });
    expect(
      (await desk.inspector('POST', '/api/seals', { regionPath: 'cn.36.11.02.', picture, users: [] })).statusCode,
    ).toBe(403);
    expect((await put([SECOND])).statusCode).toBe(200);
    const paper = await drafted(desk.inspector, (await majorDanger(desk)).case.id, 'listing-notice', listing());
    const approved = await did(desk.second, paper, 'approve', { contentSha256: paper.contentSha256 });
    const before = await sql<{ last: number }>`SELECT last FROM document_number WHERE word = '信州应急督'`.execute(
      desk.stage.db,
    );
    expect((await doing(desk.inspector, approved, 'issue')).json()).toMatchObject({ code: 'seal-not-yours' });
    const after = await sql<{ last: number }>`SELECT last FROM document_number WHERE word = '信州应急督'`.execute(
      desk.stage.db,
    );
    expect(after.rows, 'a refusal takes no number').toEqual(before.rows);
    await put([SECOND, INSPECTOR]);
    const sealed = await did(desk.inspector, approved, 'issue');
    expect(sealed.sealed).toBe(true);
  });

  it('a seal shows its hash and picture, names those of its authority only, and once retired is put on nothing more', async () => {
    const list = async () => (await desk.security('GET', '/api/seals')).json<Seal[]>();
    const [current, before] = await list();
    expect(current).toMatchObject({ regionPath: 'cn.36.11.02.', retiredAt: null, papers: 1 });
    expect(before?.retiredAt).not.toBeNull();
    expect(current?.sha256).toBe(createHash('sha256').update(codePng('seal')).digest('hex'));
    const picture = await desk.security('GET', `/api/seals/${current?.id}/picture`);
    expect([picture.headers['content-type'], picture.rawPayload]).toEqual(['image/png', codePng('seal')]);
    expect((await desk.inspector('GET', `/api/seals/${current?.id}/picture`)).statusCode).toBe(403);
    const people = (await desk.security('GET', '/api/seals/users?regionPath=cn.36.11.02.')).json<{ id: string }[]>();
    expect(people.map(({ id }) => id)).toEqual(expect.arrayContaining([SECOND, INSPECTOR]));
    const body = { regionPath: 'cn.36.11.02.', picture: codePng('seal').toString('base64') };
    const foreign = await desk.security('POST', '/api/seals', { ...body, users: [randomUUID()] });
    expect(foreign.json()).toMatchObject({ code: 'field-invalid', field: 'users' });
    const gone = await desk.security('POST', `/api/seals/${current?.id}/retire`, { reason: '机构改革' });
    expect(gone.json<Seal[]>().every(({ retiredAt }) => retiredAt !== null)).toBe(true);
    const paper = await drafted(desk.inspector, (await majorDanger(desk)).case.id, 'listing-notice', listing());
    const approved = await did(desk.second, paper, 'approve', { contentSha256: paper.contentSha256 });
    expect((await did(desk.inspector, approved, 'issue')).sealed).toBe(false);
  });

  it('[S63.5] [S63.6] of delisting follows the acceptance by the listing authority and ends the notice before', async () => {
    const found = await majorDanger(desk);
    const notice = await issued(found.case.id, 'listing-notice', listing());
    const listed = await readCase(found.case.id);
    const reported = await done(desk.officer, listed, 'progress', { progress: 80, progressNote: '正在调试' });
    const submitted = await done(desk.officer, reported, 'submit', { result: '已恢复' }, [
      await photo(desk.officer, 'after'),
    ]);
    expect((await draft(desk.inspector, found.case.id, 'delisting-notice', { opinion: '合格' })).json()).toMatchObject({
      code: 'still-listed',
    });
    const townTries = await act(desk.town, submitted, 'delist', { reason: '好' }, [await photo(desk.town, 'town')]);
    expect(townTries.json()).toMatchObject({ code: 'listing-authority' });
    const cityTries = await act(desk.city, submitted, 'delist', { reason: '好' }, [await photo(desk.city, 'city')]);
    expect(cityTries.json()).toMatchObject({ code: 'listing-authority' });
    const own = await act(desk.officer, submitted, 'delist', { reason: '好' }, [await photo(desk.officer, 'own')]);
    expect(own.statusCode).toBe(403);
    const delisted = await done(desk.second, submitted, 'delist', { reason: '验收合格' }, [
      await photo(desk.second, 'seen'),
    ]);
    const town = await act(desk.town, delisted, 'accept', { opinion: '好' }, [await photo(desk.town, 'accepts')]);
    expect(town.json()).toMatchObject({ code: 'listing-authority' });
    await done(desk.second, delisted, 'accept', { opinion: '符合要求' }, [await photo(desk.second, 'accepted')]);
    await issued(found.case.id, 'delisting-notice', { opinion: '验收合格，同意摘牌' });
    expect((await verify(notice.document.code ?? '')).json<Verified>().state).toBe('closed');
  });
});
