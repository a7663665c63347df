import {
  dangerPlansOf,
  riskPointsOf,
  uuidOf,
  type DemonstrationCity,
  type Enterprise,
  type RiskPoint,
} from '@anlan/data';
import { startOf, dayOf } from '@anlan/domain/calendar';
import { detailTable, ownerOf, type Attached, type CaseKind, type World } from '@anlan/kernel/case';
import { columnName } from '@anlan/kernel/entity';
import { kindOf, KINDS } from '../case/row.ts';
import { parameterOf } from '../parameter/book.ts';
import { castOf, dangerHistory, type Cast } from './dangers.ts';
import { play, type History, type Play } from './history.ts';
import type { Rows } from './rows.ts';

/** Hidden dangers of the last half year in both jurisdictions. */
const DANGERS = 12_000;
const world: World = { parameter: (key) => parameterOf(key).value as number, days: {} };

type Row = Readonly<Record<string, unknown>>;

/** What every story needs: until when it is told, who acts, and the pictures. */
interface Scene {
  readonly now: number;
  readonly cast: (enterprise: Enterprise) => Cast;
  readonly photo: (number: number) => readonly Attached[];
}

/** Leads are filed in time and most concluded by another officer; one in nine is still waiting. */
function leadOn(story: Play, at: number, { inspector, chief }: Cast, photo: Scene['photo']): void {
  const day = 86_400_000;
  const chance = Math.floor(at / 1000) % 90;
  if (chance < 10) return;
  const fileNumber = `应急执法〔${dayOf(at).slice(0, 4)}〕${(Math.floor(at / 60_000) % 400) + 1} 号`;
  if (!story.act('file', inspector, at + (1 + (chance % 5)) * day, { fileNumber })) return;
  story.act('conclude', chief, at + (20 + (chance % 40)) * day, { decision: '责令改正，处罚款，已履行' }, photo(at));
}

/** Collects the rows of cases, numbers counted on in the order of opening. */
export class Book {
  readonly rows: Record<string, Row[]> = {};
  private readonly numbers = new Map<string, number>();
  private readonly firms: ReadonlyMap<string, Enterprise>;
  private readonly placeName: (path: string) => string;
  private readonly scene: Scene;

  constructor(city: DemonstrationCity, placeName: (path: string) => string, scene: Scene) {
    this.firms = new Map(city.enterprises.map((enterprise) => [enterprise.id, enterprise]));
    this.placeName = placeName;
    this.scene = scene;
  }

  add(id: string, kind: CaseKind, enterpriseId: string, history: History, origin: string | null = null): void {
    const enterprise = this.firms.get(enterpriseId) as Enterprise;
    const place = { region_path: enterprise.regionPath, organisation_id: enterprise.id, sector: enterprise.sector };
    const { standing, lines } = history;
    const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
    this.put('case_file', {
      ...place,
      id,
      number: this.number(kind.prefix, standing.openedAt),
      kind: kind.key,
      system: KINDS.get(kind.key)?.system ?? '',
      title: standing.detail['title'],
      state: standing.state,
      level: standing.level,
      source: standing.source,
      owner: ownerOf(kind, standing.state, standing.source),
      organisation_name: enterprise.name,
      region_name: this.placeName(enterprise.regionPath),
      origin_kind: origin === null ? null : 'case',
      origin_id: origin,
      lon: enterprise.lon,
      lat: enterprise.lat,
      opened_at: iso(standing.openedAt),
      opened_by: lines[0]?.by.name,
      opened_by_id: lines[0]?.by.id,
      due_at: iso(standing.dueAt),
      overdue_since: iso(standing.overdueSince),
      rungs: standing.rungs,
      escalate_at: iso(history.escalateAt),
      supervisor: history.supervisor,
      closed_at: iso(standing.closedAt),
      demonstration: true,
      version: lines.length,
    });
    const own = Object.keys(kind.fields).map((key) => [columnName(key), standing.detail[key] ?? null] as const);
    this.put(detailTable(kind), { ...place, ...Object.fromEntries(own), case_id: id });
    lines.forEach(({ entry, by, at, input, files }, index) => {
      const line = { ...place, case_id: id, seq: index + 1 };
      const { action, from, to, text } = entry;
      const side = by.id === null ? null : by.side;
      this.put('case_entry', {
        ...line,
        at: iso(at),
        by: by.name,
        by_id: by.id,
        side,
        action,
        from_state: from,
        to_state: to,
        text,
        input,
      });
      for (const file of files)
        this.put('case_attachment', { ...line, ...file, name: '现场照片（演示）.png', taken_at: iso(at) });
    });
    this.follow(id, enterpriseId, history);
  }

  /** What lateness or a false report led to, as the server would have written it. */
  private follow(id: string, enterpriseId: string, { standing, effects }: History): void {
    const enterprise = this.firms.get(enterpriseId) as Enterprise;
    for (const { effect, at } of effects) {
      if (effect.kind === 'credit') {
        this.put('credit_event', {
          id: uuidOf('credit', `${id}/${effect.parameter}`),
          at: new Date(at).toISOString(),
          points: world.parameter(effect.parameter),
          parameter: effect.parameter,
          because: effect.because,
          case_id: id,
          region_path: enterprise.regionPath,
          organisation_id: enterpriseId,
          sector: enterprise.sector,
        });
        continue;
      }
      if (effect.kind === 'expose') continue;
      const title = `${effect.because}：${String(standing.detail['title'])}`;
      const by = { id: null, name: '平台', side: 'authority' } as const;
      const input = { enterprise: enterpriseId, title, description: '由平台自动移送' };
      const opening = { input, source: 'case', organisationId: enterpriseId, by, at };
      const story = play(kindOf(effect.case), opening, this.scene.now, world);
      leadOn(story, at, this.scene.cast(enterprise), this.scene.photo);
      this.add(uuidOf('follow', `${id}/${effect.case}`), kindOf(effect.case), enterpriseId, story.end(), id);
    }
  }

  private put(table: string, row: Row): void {
    (this.rows[table] ??= []).push(row);
  }

  private number(prefix: string, at: number): string {
    const day = dayOf(at);
    const last = (this.numbers.get(`${prefix} ${day}`) ?? 0) + 1;
    this.numbers.set(`${prefix} ${day}`, last);
    return `${prefix}-${day.replaceAll('-', '')}-${String(last).padStart(4, '0')}`;
  }

  /** Where the numbers of each day go on. */
  numberRows(): Row[] {
    return [...this.numbers].map(([key, last]) => {
      const [prefix, day] = key.split(' ');
      return { prefix, day, last };
    });
  }
}

/**
 * Risk points, hidden dangers, leads and self-reports of the demonstration: every case was led through the engine up to
 * `now` (epoch ms). `photos` are pictures already in the file store.
 */
export function caseRows(
  city: DemonstrationCity,
  seed: string,
  now: number,
  named: (name: string) => Row,
  placeName: (path: string) => string,
  photos: readonly Attached[],
): Rows {
  const risks = riskPointsOf(seed, city.enterprises, dayOf(now));
  const firms = new Map(city.enterprises.map((enterprise) => [enterprise.id, enterprise]));
  const photo = (number: number): readonly Attached[] => {
    const one = photos[Math.abs(Math.floor(number)) % Math.max(1, photos.length)];
    return one === undefined ? [] : [one];
  };
  const cast = castOf(city);
  const book = new Book(city, placeName, { now, cast, photo });
  const plans = dangerPlansOf(seed, city.enterprises, risks, now, DANGERS).sort((a, b) => a.openedAt - b.openedAt);
  for (const plan of plans) {
    const enterprise = firms.get(plan.enterpriseId) as Enterprise;
    book.add(
      plan.id,
      kindOf('hidden-danger'),
      plan.enterpriseId,
      dangerHistory(plan, cast(enterprise), now, world, photo),
    );
  }
  selfChecks(city, book, cast, now);
  const { case_file = [], ...rest } = book.rows;
  return {
    risk_point: risks.map((point) => ({
      ...named(point.name),
      ...riskRow(point, firms.get(point.enterpriseId) as Enterprise),
    })),
    danger_demonstration: demonstrations(city, named, now),
    case_file,
    ...rest,
    running_number: book.numberRows(),
  };
}

function riskRow(point: RiskPoint, { sector }: Enterprise): Row {
  const {
    id,
    enterpriseId,
    regionPath,
    lon,
    lat,
    object,
    hazard,
    accident,
    method,
    score,
    level,
    measures,
    responsible,
    control,
    reviewedOn,
  } = point;
  return {
    id,
    region_path: regionPath,
    organisation_id: enterpriseId,
    sector,
    lon,
    lat,
    enterprise: enterpriseId,
    object,
    hazard,
    accident,
    method,
    score,
    level,
    computed_level: method === 'judged' ? null : level,
    measures,
    responsible,
    control,
    reviewed_on: reviewedOn,
  };
}

/** Tasks of last month and of this month: most of last month's were reported, this month's are coming in. */
function selfChecks(city: DemonstrationCity, book: Book, cast: (enterprise: Enterprise) => Cast, now: number): void {
  const kind = kindOf('self-check');
  const sectors = parameterOf('self-check.sectors').value as readonly string[];
  const thisMonth = startOf(`${dayOf(now).slice(0, 7)}-01`);
  const lastMonth = startOf(`${dayOf(thisMonth - 1).slice(0, 7)}-01`);
  const due = city.enterprises.filter((enterprise) => sectors.includes(enterprise.sector));
  for (const [begin, share] of [
    [lastMonth, 0.93],
    [thisMonth, 0.55],
  ] as const) {
    const period = dayOf(begin).slice(0, 7);
    due.forEach((enterprise, index) => {
      const { officer, inspector } = cast(enterprise);
      const input = { enterprise: enterprise.id, title: `${period} 自查自改自报`, period };
      const at = begin + 9 * 3_600_000;
      const story = play(kind, { input, source: 'self', organisationId: enterprise.id, by: inspector, at }, now, world);
      const spread = ((index * 7919) % 1000) / 1000;
      const found = (index * 31) % 6;
      const report = {
        checked: 20 + (index % 60),
        found,
        corrected: Math.max(0, found - (index % 2)),
        statement: '如实自查，已公示',
      };
      if (spread < share) story.act('report', officer, at + (1 + spread * 18) * 86_400_000, report);
      book.add(uuidOf('self-check', `${enterprise.id}/${period}`), kind, enterprise.id, story.end());
    });
  }
}

function demonstrations(city: DemonstrationCity, named: (name: string) => Row, now: number): Row[] {
  const chosen = city.enterprises
    .filter((enterprise) => enterprise.standardisationLevel !== null)
    .filter((_, index) => index % 40 === 0);
  return chosen.map((enterprise, index) => ({
    ...named(`${enterprise.name}隐患治理示范工程`),
    id: uuidOf('demonstration-project', enterprise.id),
    region_path: enterprise.regionPath,
    organisation_id: enterprise.id,
    sector: enterprise.sector,
    lon: enterprise.lon,
    lat: enterprise.lat,
    enterprise: enterprise.id,
    stage: ['accepted', 'building', 'applied'][index % 3],
    responsibility_list: true,
    grading_standard: index % 3 !== 2,
    closed_loop: index % 3 === 0,
    reward_rules: index % 4 !== 3,
    accepted_on: index % 3 === 0 ? dayOf(now - (30 + index) * 86_400_000) : null,
  }));
}
