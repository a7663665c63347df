import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CasePage } from '@anlan/kernel/case';
import type { Ask } from '../http/testing/stage.ts';
import { COUNTY, FIRM, openTheatre, OTHER, type Theatre } from './testing/theatre.ts';

/** Cases of the county and of the next one, by turns; each hundredth names its own valve. */
const CASES = 9000;
const NEXT = 'cn.36.11.04.';

let theatre: Theatre;
let inspector: Ask;
let officer: Ask;
let stranger: Ask;

beforeAll(async () => {
  theatre = await openTheatre();
  ({ inspector, officer, stranger } = theatre);
  await sql`
    INSERT INTO case_file (id, number, kind, system, title, state, source, organisation_id, organisation_name, region_path,
      region_name, opened_at, opened_by)
    SELECT gen_random_uuid(), 'SX-' || lpad(i::text, 6, '0'), 'hidden-danger', 'S59',
      CASE WHEN i % 100 < 2 THEN '阀门 V' || i / 100 || '% 泄漏' ELSE '消防通道堆放杂物' END, 'registered', 'self',
      CASE WHEN i % 2 = 0 THEN ${FIRM} ELSE ${OTHER} END::uuid, CASE WHEN i % 2 = 0 THEN '安澜化工' ELSE '邻县化工' END,
      CASE WHEN i % 2 = 0 THEN ${COUNTY} ELSE ${NEXT} END, '某县', now() - i * interval '1 minute', '甲'
    FROM generate_series(0, ${CASES - 1}::int) i`.execute(theatre.stage.db);
  await sql`ANALYZE case_file`.execute(theatre.stage.db);
}, 120_000);
afterAll(() => theatre.close());

async function find(ask: Ask, words: string, more = ''): Promise<CasePage> {
  const answer = await ask('GET', `/api/cases?search=${encodeURIComponent(words)}${more}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<CasePage>();
}
/** Does the index answer, as it does where a text is rare? */
async function byIndex(words: string): Promise<boolean> {
  const { rows } = await sql<{ found: string[] | null }>`SELECT anlan_cases_with(${words}, 2000) AS found`.execute(
    theatre.stage.db,
  );
  return rows[0]!.found !== null;
}

describe('searching among thousands of cases', () => {
  it('finds a rare word by the index, of every place, and shows each side its own', async () => {
    expect(await byIndex('v17% 泄漏')).toBe(true);
    const own = await find(inspector, 'V17% 泄漏');
    expect(own.rows.map(({ number }) => number)).toEqual(['SX-001700']);
    expect((await find(officer, 'v17%')).total).toBe(1);
    expect((await find(stranger, 'v17%')).rows.map(({ number }) => number)).toEqual(['SX-001701']);
  });

  it('finds a word that many hold by reading the scope, all of it', async () => {
    expect(await byIndex('消防通道')).toBe(false);
    const page = await find(inspector, '消防通道', '&size=200');
    expect(page).toMatchObject({ total: (CASES / 2) * 0.98, states: { registered: (CASES / 2) * 0.98 } });
    expect(page.rows).toHaveLength(200);
  });

  it('pages through what it found by the index, in the order asked for, and says how the open ones stand', async () => {
    expect(await byIndex('阀门')).toBe(true);
    const pages = [1, 2, 3].map((page) => find(inspector, '阀门', `&size=40&page=${page}&sort=opened`));
    const found = await Promise.all(pages);
    expect(found.map(({ rows }) => rows.length)).toEqual([40, 40, CASES / 100 - 80]);
    for (const page of found) expect(page).toMatchObject({ total: CASES / 100, states: { registered: CASES / 100 } });
    const opened = found.flatMap(({ rows }) => rows.map(({ openedAt }) => openedAt));
    expect(opened).toEqual(opened.toSorted((a, b) => a - b));
    expect(new Set(opened).size).toBe(CASES / 100);
  });

  it('finds by number, by enterprise, by one character, and together with other filters', async () => {
    expect((await find(inspector, 'sx-004242')).total).toBe(1);
    expect((await find(stranger, 'sx-004242')).total).toBe(0);
    expect((await find(inspector, '安澜化工')).total).toBe(CASES / 2);
    expect((await find(inspector, '邻县化工')).total).toBe(0);
    expect((await find(inspector, '阀')).total).toBe(CASES / 100);
    expect((await find(inspector, 'v17%', '&kind=enforcement')).total).toBe(0);
  });

  it('takes what stands for anything elsewhere by its letter', async () => {
    expect((await find(inspector, 'V1_')).total).toBe(0);
    expect((await find(inspector, 'V1%')).rows.map(({ number }) => number)).toEqual(['SX-000100']);
  });
});
