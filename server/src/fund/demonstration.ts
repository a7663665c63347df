import { sql } from 'kysely';
import { uuidOf } from '@anlan/data';
import { dayOf } from '@anlan/domain/calendar';
import type { Attached, Doer } from '@anlan/kernel/case';
import type { Tx } from '../access/scoped.ts';
import { readAbove } from '../demonstration/above.ts';
import { CaseBook, iso } from '../demonstration/case-book.ts';
import { play, type Play } from '../demonstration/history.ts';
import { insertRows, type Row } from '../demonstration/insert.ts';
import { searchKeyOf } from '../registry/index.ts';

const DAY = 86_400_000;
/** Applications of the last year and a half, both jurisdictions together. */
const MOST = 160;

interface Danger {
  id: string;
  number: string;
  title: string;
  enterprise: string;
  name: string;
  region: string;
  region_name: string;
  sector: string | null;
  city: string;
  lon: number | null;
  lat: number | null;
  opened: number;
  closed: number | null;
}
interface Movement {
  readonly on: number;
  readonly fen: number;
  readonly kind: string;
  readonly note: string;
  readonly application?: string;
  readonly danger?: string;
  readonly enterprise?: string;
}

/** The funds of both cities: paid in every quarter, asked for by enterprises with dangers to put right, paid in stages. */
export async function loadFundDemonstration(tx: Tx, photos: readonly Attached[], now: number): Promise<void> {
  const above = await readAbove(tx);
  const found = await sql<Omit<Danger, 'city'>>`
    SELECT f.id, f.number, f.title, f.organisation_id AS enterprise, f.organisation_name AS name, f.region_path AS region, f.region_name, f.sector,
      f.lon, f.lat, (extract(epoch FROM f.opened_at) * 1000)::float8 AS opened, (extract(epoch FROM f.closed_at) * 1000)::float8 AS closed
    FROM case_file f JOIN case_hidden_danger d ON d.case_id = f.id
    WHERE f.kind = 'hidden-danger' AND f.demonstration AND d.grade = 'major' ORDER BY f.opened_at LIMIT ${MOST}`.execute(
    tx,
  );
  const dangers = found.rows.map((row): Danger => ({ ...row, city: above.city(row.region).path }));
  const cities = [...new Set(dangers.map(({ city }) => city))].sort();
  const funds = cities.map((city) => fundRow(city, now));
  const projects = dangers.filter((_, index) => index % 2 === 0).map(projectRow);
  await insertRows(tx, { rectification_fund: funds, renovation_project: projects });
  const book = new CaseBook();
  for (const city of cities) {
    const movements: Movement[] = quarters(now);
    dangers
      .filter((danger) => danger.city === city)
      .forEach((danger, index) =>
        movements.push(...tellApplication(book, city, danger, index, photos.slice(0, 1), now)),
      );
    putLedger(book, city, movements, now);
  }
  await insertRows(tx, { ...book.rows, running_number: book.numberRows() });
  await financePeople(tx, cities);
}

const fundId = (city: string): string => uuidOf('rectification-fund', city);

function fundRow(city: string, now: number): Row {
  const name = `${city.startsWith('cn.50.') ? '重庆市' : '上饶市'}安全生产技术改造和隐患整改基金`;
  return {
    id: fundId(city),
    name,
    initials: searchKeyOf(name),
    demonstration: true,
    provenance: 'demonstration',
    region_path: city,
    established_on: dayOf(now - 700 * DAY),
    document: '演示〔2024〕12 号',
    share: 50,
    rules:
      '补助企业重大隐患整改与安全技术改造，最高为总费用的一半；两人审核，分期拨付，隐患销号后认定有效，无效的收回。',
  };
}

const PROJECTS = [
  ['monitoring', '罐区监测监控与自动联锁改造'],
  ['automation', '危险工序自动化减人改造'],
  ['replacement', '老旧承压设备更新'],
  ['relocation', '安全距离不足装置搬迁改造'],
  ['other', '通风除尘系统改造'],
] as const;
const STAGES = ['accepted', 'building', 'planned'] as const;

/** A project of technical renovation of an enterprise that had a major danger. */
function projectRow({ id, name, enterprise, region, sector }: Danger, index: number): Row {
  const [kind, what] = PROJECTS[index % PROJECTS.length]!;
  const title = `${name}${what}`.slice(0, 120);
  return {
    id: uuidOf('renovation-project', id),
    name: title,
    initials: searchKeyOf(title),
    demonstration: true,
    provenance: 'demonstration',
    region_path: region,
    organisation_id: enterprise,
    sector,
    enterprise,
    kind,
    cost: (60 + ((index * 37) % 900)) * 10_000,
    approval: index % 4 === 3 ? null : `演示备〔2025〕${index + 1} 号`,
    stage: STAGES[index % STAGES.length],
  };
}

/** What the budget pays in every quarter of the last two years. */
function quarters(now: number): Movement[] {
  return Array.from({ length: 8 }, (_, index) => ({
    on: now - (690 - index * 90) * DAY,
    fen: (1_500_000 + (index % 3) * 250_000) * 100,
    kind: 'paid-in',
    note: `第 ${index + 1} 期财政拨入`,
  }));
}

const post = (key: string, name: string, side: Doer['side']): Doer => ({ id: uuidOf('fund-post', key), name, side });
const FIRST = post('first', '初审人员', 'authority');
const SECOND = post('second', '复审人员', 'authority');
const PAYER: Doer = { id: null, name: '基金经办', side: 'authority' };

/** Leads one application through the engine; gives the movements of money it caused. */
function tellApplication(
  book: CaseBook,
  city: string,
  danger: Danger,
  index: number,
  photo: readonly Attached[],
  now: number,
): Movement[] {
  const at = danger.opened + 5 * DAY;
  if (at > now - DAY) return [];
  const cost = 80_000 + (index % 12) * 30_000;
  const id = uuidOf('fund-application', danger.id);
  const boss = post(danger.enterprise, `${danger.name}负责人`, 'organisation');
  const input = {
    enterprise: danger.enterprise,
    fund: fundId(city),
    title: `${danger.title}整改`.slice(0, 120),
    danger: danger.number,
    cost,
    amount: cost * 0.4,
  };
  const opening = { input, source: 'self', organisationId: danger.enterprise, by: boss, at };
  const story = play({ kind: 'fund-application', ...opening }, now);
  const moved = lead(story, danger, input.amount, index, boss, photo, now);
  const home = {
    regionPath: danger.region,
    regionName: danger.region_name,
    organisation: danger.enterprise,
    organisationName: danger.name,
    sector: danger.sector,
    lon: danger.lon,
    lat: danger.lat,
  };
  book.add(id, story.end(), home, { picture: '整改后照片（演示）.png' });
  return moved.map((movement) => ({ ...movement, application: id, danger: danger.id, enterprise: danger.enterprise }));
}

/** An application from its review to the proof of what was paid for, as far as time allows. */
function lead(
  story: Play,
  danger: Danger,
  amount: number,
  index: number,
  boss: Doer,
  photo: readonly Attached[],
  now: number,
): Movement[] {
  const at = danger.opened + 5 * DAY;
  const moved: Movement[] = [];
  const paid = (on: number, share: number, note: string): boolean => {
    const yuan = amount * share;
    if (!story.act('disburse', PAYER, on, { note: `${yuan} 元：${note}` })) return false;
    moved.push({ on, fen: -Math.round(yuan * 100), kind: 'disbursed', note });
    return true;
  };
  if (index % 13 === 4) {
    story.act('decline', FIRST, at + 4 * DAY, { reason: '属于企业日常维护，不在补助范围' });
    return moved;
  }
  if (!story.act('review', FIRST, at + 4 * DAY, { approved: amount, opinion: '现场核实属实，同意补助' })) return moved;
  if (!story.act('approve', SECOND, at + 9 * DAY, { approved: amount, opinion: '同意' })) return moved;
  if (!paid(at + 14 * DAY, 0.6, '首期 60%')) return moved;
  const closed = danger.closed === null ? Infinity : danger.closed;
  const shown = Math.max(closed, at + 20 * DAY) + 3 * DAY;
  if (shown + 4 * DAY > now) return moved;
  if (index % 3 !== 0 && !paid(shown - DAY, 0.4, '尾款 40%')) return moved;
  if (story.act('show', boss, shown, { result: '已完成整改并销号' }, photo))
    story.act('confirm', { ...PAYER, name: SECOND.name }, shown + 4 * DAY, { opinion: '隐患已销号，认定有效' });
  return moved;
}

/** Lines of a city's ledger in order of their day; what the fund could not cover then was not paid then. */
function putLedger(book: CaseBook, city: string, movements: readonly Movement[], now: number): void {
  const ordered = movements
    .filter(({ on }) => on <= now)
    .toSorted((a, b) => dayOf(a.on).localeCompare(dayOf(b.on)) || b.fen - a.fen);
  ordered.forEach(({ on, fen, kind, note, application, danger, enterprise }, index) =>
    book.put('fund_entry', {
      id: uuidOf('fund-entry', `${city}/${index}`),
      fund: fundId(city),
      on_date: dayOf(on),
      kind,
      amount: fen,
      application: application ?? null,
      danger: danger ?? null,
      note,
      by: kind === 'paid-in' ? '市财政局' : PAYER.name,
      at: iso(on),
      demonstration: true,
      region_path: city,
      organisation_id: enterprise ?? null,
    }),
  );
}

/** Who keeps the fund's money decides nothing about it. */
async function financePeople(tx: Tx, cities: readonly string[]): Promise<void> {
  for (const city of cities) {
    const key = city.startsWith('cn.50.') ? 'chongqing' : 'shangrao';
    const name = key === 'chongqing' ? '重庆市' : '上饶市';
    await sql`
      INSERT INTO person (id, account, name, role, scope_kind, scope_path, demonstration, offered)
      VALUES (${uuidOf('demonstration-person', `${key}.finance`)}, ${`${key}.finance`}, ${`${name}基金经办`}, 'inspector', 'region', ${city}, true,
        ${JSON.stringify({ order: 8, place: name, jurisdiction: city, label: '基金经办' })}::jsonb)`.execute(tx);
  }
}
