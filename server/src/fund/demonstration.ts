import { sql } from 'kysely';
import { uuidOf } from '@anlan/data';
import { dayOf } from '@anlan/domain/calendar';
import { ownerOf, type Attached, type Doer, type World } from '@anlan/kernel/case';
import { columnName } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { kindOf } from '../case/row.ts';
import { play, type History } from '../demonstration/history.ts';
import { parameterOf } from '../parameter/book.ts';
import { bulk, readAbove, type Row } from '../public-report/demonstration-rows.ts';
import { searchKeyOf } from '../registry/index.ts';

const DAY = 86_400_000;
const world: World = { parameter: (key) => parameterOf(key).value as number, days: {} };
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
  await bulk(tx, 'rectification_fund', funds);
  await bulk(tx, 'renovation_project', dangers.filter((_, index) => index % 2 === 0).map(projectRow));
  const book = new Book(photos[0]);
  for (const city of cities) {
    const movements: Movement[] = quarters(now);
    dangers
      .filter((danger) => danger.city === city)
      .forEach((danger, index) => movements.push(...book.add(fundId(city), danger, index, now)));
    book.ledger(city, movements, now);
  }
  await book.write(tx);
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

class Book {
  private readonly rows: Record<string, Row[]> = {};
  private readonly numbers = new Map<string, number>();
  private readonly photo: Attached | undefined;

  constructor(photo: Attached | undefined) {
    this.photo = photo;
  }

  /** Leads one application through the engine; gives the movements of money it caused. */
  add(fund: string, danger: Danger, index: number, now: number): Movement[] {
    const at = danger.opened + 5 * DAY;
    if (at > now - DAY) return [];
    const cost = 80_000 + (index % 12) * 30_000;
    const amount = cost * 0.4;
    const id = uuidOf('fund-application', danger.id);
    const boss = post(danger.enterprise, `${danger.name}负责人`, 'organisation');
    const input = {
      enterprise: danger.enterprise,
      fund,
      title: `${danger.title}整改`.slice(0, 120),
      danger: danger.number,
      cost,
      amount,
    };
    const story = play(
      kindOf('fund-application'),
      { input, source: 'self', organisationId: danger.enterprise, by: boss, at },
      now,
      world,
    );
    const moved: Movement[] = [];
    const photo = this.photo === undefined ? [] : [this.photo];
    const paid = (on: number, share: number, note: string) => {
      const yuan = amount * share;
      if (!story.act('disburse', PAYER, on, { note: `${yuan} 元：${note}` })) return false;
      moved.push({
        on,
        fen: -Math.round(yuan * 100),
        kind: 'disbursed',
        note,
        application: id,
        danger: danger.id,
        enterprise: danger.enterprise,
      });
      return true;
    };
    tell();
    this.put(danger, id, story.end());
    return moved;

    function tell(): void {
      if (index % 13 === 4)
        return void story.act('decline', FIRST, at + 4 * DAY, { reason: '属于企业日常维护，不在补助范围' });
      if (!story.act('review', FIRST, at + 4 * DAY, { approved: amount, opinion: '现场核实属实，同意补助' })) return;
      if (!story.act('approve', SECOND, at + 9 * DAY, { approved: amount, opinion: '同意' })) return;
      if (!paid(at + 14 * DAY, 0.6, '首期 60%')) return;
      const closed = danger.closed === null ? Infinity : danger.closed;
      const shown = Math.max(closed, at + 20 * DAY) + 3 * DAY;
      if (shown + 4 * DAY > now) return;
      if (index % 3 !== 0 && !paid(shown - DAY, 0.4, '尾款 40%')) return;
      if (!story.act('show', boss, shown, { result: '已完成整改并销号' }, photo)) return;
      story.act('confirm', { ...PAYER, name: SECOND.name }, shown + 4 * DAY, { opinion: '隐患已销号，认定有效' });
    }
  }

  private put(danger: Danger, id: string, { standing, lines, escalateAt, supervisor }: History): void {
    const kind = kindOf('fund-application');
    const place = { region_path: danger.region, organisation_id: danger.enterprise, sector: danger.sector };
    const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
    this.row('case_file', {
      ...place,
      id,
      number: this.number(standing.openedAt),
      kind: kind.key,
      system: 'S73',
      title: standing.detail['title'],
      state: standing.state,
      source: 'self',
      owner: ownerOf(kind, standing.state, 'self'),
      organisation_name: danger.name,
      region_name: danger.region_name,
      lon: danger.lon,
      lat: danger.lat,
      opened_at: iso(standing.openedAt),
      opened_by: lines[0]?.by.name,
      opened_by_id: lines[0]?.by.id,
      due_at: iso(standing.dueAt),
      overdue_since: iso(standing.overdueSince),
      rungs: standing.rungs,
      escalate_at: iso(escalateAt),
      supervisor,
      closed_at: iso(standing.closedAt),
      demonstration: true,
      version: lines.length,
    });
    const own = Object.keys(kind.fields).map((key) => [columnName(key), standing.detail[key] ?? null] as const);
    this.row('case_fund_application', { ...place, ...Object.fromEntries(own), case_id: id });
    lines.forEach(({ entry, by, at, input, files }, index) => {
      const line = { ...place, case_id: id, seq: index + 1 };
      this.row('case_entry', {
        ...line,
        at: iso(at),
        by: by.name,
        by_id: by.id,
        side: by.id === null ? null : by.side,
        action: entry.action,
        from_state: entry.from,
        to_state: entry.to,
        text: entry.text,
        input,
      });
      for (const file of files)
        this.row('case_attachment', { ...line, ...file, name: '整改后照片（演示）.png', taken_at: iso(at) });
    });
  }

  /** Lines of a city's ledger in order of their day; what the fund could not cover then was not paid then. */
  ledger(city: string, movements: readonly Movement[], now: number): void {
    const ordered = movements
      .filter(({ on }) => on <= now)
      .toSorted((a, b) => dayOf(a.on).localeCompare(dayOf(b.on)) || b.fen - a.fen);
    ordered.forEach(({ on, fen, kind, note, application, danger, enterprise }, index) =>
      this.row('fund_entry', {
        id: uuidOf('fund-entry', `${city}/${index}`),
        fund: fundId(city),
        on_date: dayOf(on),
        kind,
        amount: fen,
        application: application ?? null,
        danger: danger ?? null,
        note,
        by: kind === 'paid-in' ? '市财政局' : PAYER.name,
        at: new Date(on).toISOString(),
        demonstration: true,
        region_path: city,
        organisation_id: enterprise ?? null,
      }),
    );
  }

  private row(table: string, row: Row): void {
    (this.rows[table] ??= []).push(row);
  }

  private number(at: number): string {
    const day = dayOf(at);
    const last = (this.numbers.get(day) ?? 0) + 1;
    this.numbers.set(day, last);
    return `JJ-${day.replaceAll('-', '')}-${String(last).padStart(4, '0')}`;
  }

  async write(tx: Tx): Promise<void> {
    for (const [table, rows] of Object.entries(this.rows)) await bulk(tx, table, rows);
    await bulk(
      tx,
      'running_number',
      [...this.numbers].map(([day, last]) => ({ prefix: 'JJ', day, last })),
    );
  }
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
