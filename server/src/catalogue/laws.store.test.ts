import { deflateRawSync, crc32 } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArticleView, LawDiff, LawSearch, LawView, Preview, Review } from '@anlan/kernel/catalogue';
import type { CaseDetail, CasePage } from '@anlan/kernel/case';
import type { Ask } from '../http/testing/stage.ts';
import type { Imported } from './law-import.ts';
import { openWaiting } from './review.ts';
import { FIRM, importLaw, openHouse, TOWN, type House } from './testing/house.ts';

let house: House;
let city: Ask;

beforeAll(async () => {
  house = await openHouse();
  ({ city } = house);
}, 120_000);
afterAll(() => house.close());

const search = async (text: string, more = ''): Promise<LawSearch> => {
  const answer = await city('GET', `/api/laws?search=${encodeURIComponent(text)}${more}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<LawSearch>();
};

const FACTS = {
  key: 'example-regulation',
  title: '示例市安全条例',
  short: null,
  kind: 'local',
  issuer: '示例市人大常委会',
  region: 'cn.36.11.',
  name: '2020年版',
  issuedOn: '2020-01-01',
  validFrom: '2020-03-01',
  origin: '测试文本',
};
const TEXT = `示例市安全条例
第一条 生产经营单位应当建立隐患排查治理制度，如实记录排查治理情况。
第二条 动火作业应当办理作业票，并安排专人现场监护。
第三条 违反第二条规定的，责令限期改正，可以处一万元以上三万元以下罚款。
第四条 本条例自2020年3月1日起施行。`;
const NEXT = `示例市安全条例
第一条 生产经营单位应当建立隐患排查治理制度，如实记录排查治理情况。
第二条 平台企业参照本条例执行，履行同等的安全管理义务。
第三条 动火作业应当办理作业票，经气体检测合格，并安排专人全程现场监护。
第四条 违反第三条规定的，责令限期改正，可以处一万元以上三万元以下罚款。
第五条 本条例自2026年3月1日起施行。`;

describe('the law library', () => {
  it('finds articles by words, by law and number, and laws by pinyin', async () => {
    const words = await search('特种作业人员 资格');
    expect(words.near).toBe(false);
    expect(words.hits.length).toBeGreaterThan(0);
    const named = await search('安全生产法第四十一条');
    expect(named.hits[0]).toMatchObject({ law: 'work-safety-law', number: '41', label: '第四十一条', inForce: true });
    expect(named.hits[0]?.text).toContain('安全风险分级管控');
    expect((await search('aqscf 41')).hits[0]).toMatchObject({ law: 'work-safety-law', number: '41' });
    expect((await search('xff')).laws[0]?.key).toBe('fire-law');
    expect((await search('危险化学品安全管理条例')).laws[0]?.key).toBe('hazardous-chemicals-regulation');
  });

  it('finds only articles that have every word, and says so when it can only come near', async () => {
    const found = await search('重大危险源 登记建档');
    expect(found.total).toBeGreaterThan(0);
    for (const { text } of found.hits.slice(0, 3)) {
      expect(text).toContain('重大危险源');
      expect(text).toContain('登记建档');
    }
    const near = await search('重大危险源登记建档外星人报告');
    expect(near.near).toBe(true);
    expect(near.hits[0]?.text).toContain('重大危险源');
  });

  it('shows the version in force on a day', async () => {
    const on = async (day: string) =>
      (await city('GET', `/api/laws/emergency-response-law?day=${day}`)).json<LawView>();
    expect((await on('2024-10-31')).version.validFrom).toBe('2007-11-01');
    expect((await on('2024-11-01')).version.validFrom).toBe('2024-11-01');
    expect((await search('突发事件应对法 1', '&day=2020-01-01')).hits[0]?.validFrom).toBe('2007-11-01');
  });

  it('shows an article beside everything that cites it', async () => {
    const answer = await city('GET', '/api/laws/hazchem-criteria/articles/12');
    const view = answer.json<ArticleView>();
    expect(view.reference).toBe('hazchem-criteria/12');
    expect(view.citing).toContainEqual(
      expect.objectContaining({ kind: 'catalogue-item', code: 'hazchem-criteria/12' }),
    );
  });
});

describe('bringing a text in', () => {
  it('is for the office of the jurisdiction: a county, an enterprise and a reader are refused', async () => {
    for (const ask of [house.inspector, house.officer, house.leader]) {
      const answer = await ask('POST', '/api/laws/imports?name=a.txt', { text: TEXT });
      expect(answer.statusCode).toBe(403);
    }
  });

  it('shows what was read with its errors, and takes nothing over while there are any', async () => {
    const bad = `${TEXT}\n第四条 又一次。`;
    const read = await city('POST', '/api/laws/imports?name=a.txt', { text: bad });
    const preview = read.json<Preview>();
    expect(preview.problems).toContainEqual(expect.objectContaining({ weight: 'error', line: 6 }));
    const answer = await city('POST', `/api/laws/imports/${preview.id}/confirm`, FACTS);
    expect(answer.json()).toMatchObject({ code: 'law-unreadable' });
    expect((await city('GET', '/api/laws/example-regulation')).statusCode).toBe(404);
  });

  it('reads Word documents and GB 18030 texts', async () => {
    const xml = TEXT.split('\n').map((line) => `<w:p><w:r><w:t xml:space="preserve">${line}</w:t></w:r></w:p>`);
    const file = zip('word/document.xml', `<w:document><w:body>${xml.join('')}</w:body></w:document>`);
    const send = (name: string, bytes: Buffer) =>
      city('POST', `/api/laws/imports?name=${encodeURIComponent(name)}`, bytes, {
        'content-type': 'application/octet-stream',
      });
    const word = (await send('条例.docx', file)).json<Preview>();
    expect(word).toMatchObject({ title: '示例市安全条例', problems: [] });
    expect(word.articles).toHaveLength(4);
    const gbk = Buffer.from([0xb5, 0xda, 0xd2, 0xbb, 0xcc, 0xf5, 0x20, 0xb0, 0xb2, 0xc8, 0xab]);
    expect((await send('a.txt', gbk)).json<Preview>().articles[0]).toMatchObject({ number: '1', text: '安全' });
    expect((await send('坏.docx', Buffer.from('PK not a zip'))).json()).toMatchObject({ code: 'import-unreadable' });
  });

  it('puts down for review what cites changed or moved articles, with a case to each owner', async () => {
    const first = await importLaw(city, '条例.txt', TEXT, FACTS);
    expect(first.json()).toMatchObject({ reviews: 0, cases: [] });
    const item = { code: 'T-1', title: '动火无人监护', when: { fact: 'text', has: ['动火'] }, from: '2026-01-01' };
    const effect = { kind: 'propose', values: { grade: 'general', level: 'orange' } };
    const saved = await house.officer('POST', '/api/catalogues/grading-standard/items', {
      ...item,
      effect,
      clauses: ['example-regulation/2'],
    });
    expect(saved.statusCode, saved.body).toBe(201);
    const wrong = await house.officer('POST', '/api/catalogues/grading-standard/items', {
      ...item,
      effect,
      code: 'T-2',
      clauses: ['example-regulation/9'],
    });
    expect(wrong.json()).toMatchObject({ code: 'field-invalid', field: 'clauses' });
    await checkItem('JC-1', ['example-regulation/3', 'example-regulation/1']);
    const next = { ...FACTS, name: '2026年版', issuedOn: '2026-01-10', validFrom: '2026-03-01' };
    const second = await importLaw(city, '条例.txt', NEXT, next);
    expect(second.json(), second.body).toMatchObject({ changed: 4, reviews: 2 });
    expect(second.json<{ cases: string[] }>().cases).toHaveLength(2);
    const same = await importLaw(city, '条例.txt', NEXT, { ...next, validFrom: '2026-05-01' });
    expect(same.json()).toMatchObject({ code: 'already-exists' });

    const diff = (await city('GET', '/api/laws/example-regulation/diff')).json<LawDiff>();
    expect(diff.changes.map(({ kind, from, to }) => `${kind} ${from}>${to}`)).toEqual([
      'same 1>1',
      'new null>2',
      'changed 2>3',
      'changed 3>4',
      'changed 4>5',
    ]);
    const mine = (await house.officer('GET', '/api/laws/reviews')).json<Review[]>();
    expect(mine.filter(({ targetKind }) => targetKind === 'catalogue-item')).toMatchObject([
      { article: '2', change: 'changed', becomes: '3', targetCode: 'T-1', edited: false },
    ]);
  });

  it('closes a review only for what was really changed, or with a reason, and the case after the last', async () => {
    const open = (await house.officer('GET', '/api/laws/reviews'))
      .json<Review[]>()
      .find(({ targetCode }) => targetCode === 'T-1');
    const caseId = open!.caseId as string;
    const read = async () => (await house.officer('GET', `/api/cases/${caseId}`)).json<CaseDetail>();
    const before = await read();
    expect(before.case).toMatchObject({ kind: 'law-review', owner: 'organisation' });
    expect(before.actions).toContainEqual(expect.objectContaining({ key: 'finish', allowed: false }));
    const decide = (body: object, ask = house.officer) => ask('POST', `/api/laws/reviews/${open!.id}`, body);
    expect((await decide({ outcome: 'edited' })).statusCode).toBe(422);
    expect((await decide({ outcome: 'kept' })).json()).toMatchObject({ code: 'reason-required' });
    expect((await decide({ outcome: 'kept', note: '不涉及' }, house.neighbour)).statusCode).toBe(404);
    expect((await decide({ outcome: 'kept', note: '不涉及' }, house.leader)).statusCode).toBe(403);
    const effect = { kind: 'propose', values: { grade: 'general', level: 'orange' } };
    await house.officer('POST', '/api/catalogues/grading-standard/items', {
      code: 'T-1',
      title: '动火未检测或无人监护',
      when: { fact: 'text', has: ['动火'] },
      from: '2026-03-01',
      effect,
      clauses: ['example-regulation/3'],
    });
    expect((await decide({ outcome: 'edited' })).statusCode).toBe(204);
    expect((await decide({ outcome: 'edited' })).statusCode).toBe(409);
    const after = await read();
    const done = await house.officer('POST', `/api/cases/${caseId}/acts/finish`, {
      version: after.case.version,
      input: { conclusion: '已按新条文修改' },
    });
    expect(done.json<CaseDetail>().case.state, done.body).toBe('done');
    const cases = (await city('GET', '/api/cases?kind=law-review')).json<CasePage>();
    expect(cases.rows.some(({ organisationId }) => organisationId === FIRM)).toBe(true);
  });

  it('an act that very many enterprises cite opens their tasks in several steps, one for each and none twice', async () => {
    const firms = 120;
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, sector, lon, lat, credit_code, risk_level)
      SELECT id, '甲' || n, ${TOWN}, id, 'hazchem-production', 117.9, 28.4, 'M' || n, 'red'
      FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(1, ${firms}::int) n) made`.execute(house.stage.db);
    await sql`
      WITH post AS (
        INSERT INTO safety_post (id, name, region_path, organisation_id, sector, enterprise, area, tier)
        SELECT gen_random_uuid(), '岗位', region_path, id, sector, id, '库房', 'shift' FROM enterprise WHERE credit_code LIKE 'M%' RETURNING *)
      INSERT INTO post_duty (id, name, region_path, organisation_id, sector, enterprise, post, cycle, clause)
      SELECT gen_random_uuid(), '查动火票', region_path, organisation_id, sector, enterprise, id, 'day', 'example-regulation/3' FROM post`.execute(
      house.stage.db,
    );
    const third = NEXT.replace('全程现场监护', '全程现场监护并记录');
    const facts = { ...FACTS, name: '2026年修正', issuedOn: '2026-05-01', validFrom: '2026-06-01' };
    const answer = (await importLaw(city, '条例.txt', third, facts)).json<Imported>();
    expect(answer).toMatchObject({ changed: 1, waiting: expect.any(Number) });
    // An item of an enterprise's own standard and one of the check master cite the article too.
    expect(answer.cases.length + answer.waiting).toBe(firms + 2);
    expect(answer.waiting).toBeGreaterThan(0);
    const steps: boolean[] = [];
    while (steps.length < 10 && steps.at(-1) !== false) steps.push(await openWaiting(house.stage.db, Date.now()));
    expect(steps.at(-1)).toBe(false);
    const { rows } = await sql<{ tasks: number; firms: number; lines: number; open: number; none: number }>`
      SELECT count(DISTINCT c.id)::int AS tasks, count(DISTINCT c.organisation_id)::int AS firms, count(*)::int AS lines,
        sum(d.open_items)::int AS open, count(*) FILTER (WHERE r.case_id IS NULL)::int AS none
      FROM law_review r LEFT JOIN case_file c ON c.id = r.case_id LEFT JOIN case_law_review d ON d.case_id = c.id
      WHERE r.version = ${answer.version}`.execute(house.stage.db);
    expect(rows[0]).toEqual({
      tasks: firms + 2,
      firms: firms + 1,
      lines: answer.reviews,
      open: answer.reviews,
      none: 0,
    });
  });
});

/** An item of the check master as it stands since long. */
async function checkItem(code: string, clauses: readonly string[]): Promise<void> {
  await sql`
    INSERT INTO check_master (version, published_at, by, reason, items, added, changed, retired)
    VALUES ((SELECT coalesce(max(version), 0) + 1 FROM check_master), '2025-01-01', '测试', '测试', 1, 1, 0, 0)`.execute(
    house.stage.db,
  );
  await sql`
    WITH item AS (INSERT INTO check_item (id, code) VALUES (gen_random_uuid(), ${code}) RETURNING id)
    INSERT INTO check_item_version (item_id, from_version, title, clauses, sectors, class, level, grade, uses, tiers, photo)
    SELECT id, (SELECT max(version) FROM check_master), ${code}, ${[...clauses]}::text[], '{}', 'process', 'yellow', 'general', '{self}', '{}', 'none' FROM item`.execute(
    house.stage.db,
  );
}

/** A ZIP archive with one deflated member. */
function zip(name: string, content: string): Buffer {
  const data = Buffer.from(content);
  const packed = deflateRawSync(data);
  const label = Buffer.from(name);
  const head = (signature: number, size: number) => {
    const bytes = Buffer.alloc(size);
    bytes.writeUInt32LE(signature, 0);
    const at = signature === 0x02014b50 ? 10 : 8;
    bytes.writeUInt16LE(8, at);
    bytes.writeUInt32LE(crc32(data), at + 6);
    bytes.writeUInt32LE(packed.length, at + 10);
    bytes.writeUInt32LE(data.length, at + 14);
    bytes.writeUInt16LE(label.length, at + 18);
    return bytes;
  };
  const local = Buffer.concat([head(0x04034b50, 30), label, packed]);
  const central = Buffer.concat([head(0x02014b50, 46), label]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
