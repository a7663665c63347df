import { sql } from 'kysely';
import {
  loadRegions,
  packs,
  uuidOf,
  type DemonstrationCity,
  type Enterprise,
  type PackKey,
  type Region,
} from '@anlan/data';
import { dayOf, endOf, startOf } from '@anlan/domain/calendar';
import type { Attached, Doer } from '@anlan/kernel/case';
import { CAMPAIGN_CATEGORIES } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { ensureList } from '../checklist/index.ts';
import { parameterOf } from '../parameter/book.ts';
import { isRefusal } from '@anlan/kernel/refusal';
import { PlaceCases, type Deed, type Rows } from './story.ts';

const DAY = 86_400_000;
type Row = Readonly<Record<string, unknown>>;

interface Script {
  readonly key: string;
  readonly name: string;
  readonly category: string;
  readonly goal: string;
  readonly sectors: readonly string[];
  /** Days from now. */
  readonly from: number;
  readonly to: number;
  readonly done: boolean;
  /** Share of the targets that were inspected by now. */
  readonly reached: number;
  readonly departments: readonly string[];
}

const SCRIPTS: readonly Script[] = [
  {
    key: 'strike',
    name: '安全生产领域“打非治违”百日专项行动',
    category: 'strike',
    goal: '依法打击取缔非法违法生产经营建设行为，治理纠正违规违章行为，遏制重特大事故',
    sectors: [],
    from: -160,
    to: -60,
    done: true,
    reached: 0.985,
    departments: ['应急管理', '公安', '市场监管', '自然资源', '住房城乡建设', '交通运输'],
  },
  {
    key: 'fire',
    name: '人员密集场所和仓储物流消防安全专项整治',
    category: 'fire',
    goal: '针对当地消防安全突出问题，整治安全出口堵塞、消防设施停用、违规用火用电和易燃可燃材料装修',
    sectors: ['public-place', 'warehouse', 'light-industry'],
    from: -38,
    to: 24,
    done: false,
    reached: 0.63,
    departments: ['消防救援', '应急管理', '教育', '民政', '卫生健康', '文化旅游', '文物'],
  },
  {
    key: 'hazchem',
    name: '危险化学品储存经营企业安全整治攻坚行动',
    category: 'hazchem',
    goal: '对不符合产业政策和安全生产条件的企业限期整改，逾期依法关闭',
    sectors: ['hazchem-production', 'hazchem-storage', 'gas-supply'],
    from: -75,
    to: -6,
    done: false,
    reached: 0.9,
    departments: ['应急管理', '生态环境', '交通运输', '消防救援'],
  },
];

/** Counties that were left out of the fire campaign: the calendar flags them. */
const LEFT_OUT: Readonly<Record<PackKey, readonly string[]>> = {
  shangrao: ['婺源县', '三清山风景名胜区'],
  chongqing: ['城口县', '秀山土家族苗族自治县', '双桥经济技术开发区'],
};
/** Counties late with the hazchem campaign. */
const LATE: Readonly<Record<PackKey, readonly string[]>> = {
  shangrao: ['德兴市', '铅山县'],
  chongqing: ['江津区', '涪陵区', '潼南区'],
};

const chance = (text: string): number => parseInt(uuidOf('campaign', text).slice(0, 8), 16) / 2 ** 32;
const campaignId = (pack: PackKey, key: string): string => uuidOf('campaign', `${pack}/${key}`);

interface Stage {
  readonly pack: PackKey;
  readonly home: Region;
  readonly counties: readonly Region[];
  readonly towns: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
  readonly firms: readonly Enterprise[];
  readonly now: number;
}

/** Rows of the demonstration's campaigns and key counties; findings are hidden dangers that inspections found in that time. */
export function campaignRows(
  city: DemonstrationCity,
  now: number,
  cases: readonly Row[],
  photos: readonly Attached[],
): Rows {
  const book = new PlaceCases();
  const dangers = dangersByFirm(cases);
  const people = new Map(city.people.filter(({ role }) => role === 'inspector').map((one) => [one.regionPath, one]));
  for (const { key: pack, rootPath } of packs) {
    const regions = loadRegions(pack);
    const home = regions.find(({ path }) => path === rootPath) as Region;
    const stage: Stage = {
      pack,
      home,
      counties: regions.filter(({ parentPath, kind }) => parentPath === rootPath && kind !== 'town'),
      towns: new Map(regions.map(({ path, name }) => [path, name])),
      people,
      firms: city.enterprises.filter(({ jurisdiction, status }) => jurisdiction === pack && status !== '关闭'),
      now,
    };
    for (const script of SCRIPTS) tell(book, stage, script, dangers);
    keyCounties(book, stage, photos.slice(0, 1));
  }
  const { case_file = [], campaign = [], ...rest } = book.rows;
  return { campaign, case_file, ...rest, running_number: book.numberRows() };
}

interface Danger {
  readonly id: string;
  readonly title: string;
  readonly at: number;
  readonly by: string;
  readonly lead: string | null;
}

function dangersByFirm(cases: readonly Row[]): ReadonlyMap<string, readonly Danger[]> {
  const leads = new Map(
    cases
      .filter((row) => row['kind'] === 'enforcement')
      .map((row) => [row['origin_id'] as string, row['id'] as string]),
  );
  const found = new Map<string, Danger[]>();
  for (const row of cases) {
    if (row['kind'] !== 'hidden-danger' || row['source'] !== 'inspection') continue;
    const firm = row['organisation_id'] as string;
    const danger = {
      id: row['id'] as string,
      title: row['title'] as string,
      at: Date.parse(row['opened_at'] as string),
      by: row['opened_by'] as string,
      lead: leads.get(row['id'] as string) ?? null,
    };
    found.set(firm, [...(found.get(firm) ?? []), danger]);
  }
  return found;
}

function tell(book: PlaceCases, stage: Stage, script: Script, dangers: ReadonlyMap<string, readonly Danger[]>): void {
  const { pack, home, now } = stage;
  const id = campaignId(pack, script.key);
  const from = startOf(dayOf(now + script.from * DAY));
  const to = dayOf(now + script.to * DAY);
  const left = script.key === 'fire' ? LEFT_OUT[pack] : [];
  const counties = stage.counties.filter(({ name }) => !left.includes(name));
  const chief = doer(stage, home.path, '市专项行动办公室');
  const targets = stage.firms.filter(
    ({ sector, regionPath }) =>
      (script.sectors.length === 0 || script.sectors.includes(sector)) &&
      counties.some(({ path }) => regionPath.startsWith(path)),
  );
  book.put('campaign', {
    id,
    number: book.number('XD', from),
    name: `${dayOf(from).slice(0, 4)} 年${script.name}`,
    category: script.category,
    fire: CAMPAIGN_CATEGORIES.find(({ value }) => value === script.category)?.fire ?? false,
    goal: script.goal,
    home_path: home.path,
    home_name: home.name,
    departments: script.departments,
    criteria: {
      regions: left.length === 0 ? [] : counties.map(({ path }) => path),
      sectors: script.sectors,
      levels: [],
      scales: [],
      running: false,
    },
    from_on: dayOf(from),
    to_on: to,
    first_to_on: to,
    state: script.done ? 'finished' : 'running',
    targets: targets.length,
    frozen_at: new Date(from).toISOString(),
    issued_by: chief.name,
    issued_at: new Date(from).toISOString(),
    ...(script.done && {
      finished_at: new Date(endOf(to) + 9 * DAY).toISOString(),
      finished_by: chief.name,
      summary: '各地按计划完成检查任务，非法违法生产经营建设行为得到有效遏制；未整改到位的问题转入隐患闭环继续督办。',
    }),
    demonstration: true,
  });
  const lines: [string, string, number][] = [
    ['issued', `下达 ${counties.length} 个辖区，检查对象 ${targets.length} 家（已冻结）`, from],
  ];
  for (const county of counties) {
    const own = targets.filter(({ regionPath }) => regionPath.startsWith(county.path));
    if (own.length > 0) tellPart(book, stage, { id, script, county, own, from, to, chief }, dangers);
  }
  if (script.key === 'hazchem')
    lines.push(['urged', `催办${LATE[pack].join('、')}：三日内完成剩余企业检查并上报小结`, endOf(to) + 2 * DAY]);
  if (script.done) lines.push(['finished', '总结：专项行动按期完成', endOf(to) + 9 * DAY]);
  lines.forEach(([action, text, at], index) =>
    book.put('campaign_entry', {
      campaign_id: id,
      seq: index + 1,
      at: new Date(at).toISOString(),
      by: chief.name,
      action,
      text,
    }),
  );
  const names = ['第一联合检查组', '第二联合检查组', '第三联合检查组'];
  names.forEach((name, index) =>
    book.put('campaign_team', {
      id: uuidOf('campaign-team', `${id}/${index}`),
      campaign_id: id,
      name,
      leader: `${script.departments[index % script.departments.length] ?? ''}分管领导`,
      departments: script.departments.filter((_, at) => at % 3 === index || at === 0),
      people: '每组 6—8 人，含专家 2 人',
      region_path: home.path,
      organisation_id: null,
      sector: null,
    }),
  );
}

interface Part {
  readonly id: string;
  readonly script: Script;
  readonly county: Region;
  readonly own: readonly Enterprise[];
  readonly from: number;
  readonly to: string;
  readonly chief: Doer;
}

function doer({ people }: Stage, path: string, fallback: string): Doer {
  const person = people.get(path);
  return { id: person?.id ?? uuidOf('post', path), name: person?.name ?? fallback, side: 'authority', place: path };
}

function tellPart(book: PlaceCases, stage: Stage, part: Part, dangers: ReadonlyMap<string, readonly Danger[]>): void {
  const { id, script, county, own, from, to, chief } = part;
  const inspector = doer(stage, county.path, `${county.name}执法人员`);
  const late = script.key === 'hazchem' && LATE[stage.pack].includes(county.name);
  const planned = script.done ? own.length : Math.ceil(own.length * 0.9);
  const deeds: Deed[] = [
    { action: 'open', by: chief, at: from + 3_600_000, input: { title: script.name, planned, dueOn: to } },
    { action: 'receive', by: inspector, at: from + (1 + chance(`${id}/${county.path}`) * 4) * DAY },
  ];
  if (!late && script.to < 0) {
    deeds.push({
      action: 'sum',
      by: inspector,
      at: endOf(to) - chance(`${id}/${county.path}/sum`) * 5 * DAY,
      input: { summary: `${county.name}检查 ${planned} 家，问题已交办，未完成整改的转入隐患闭环。` },
    });
    if (script.done || chance(`${id}/${county.path}/accept`) < 0.6)
      deeds.push({ action: 'accept', by: chief, at: endOf(to) + 3 * DAY });
  }
  if (late)
    deeds.push({
      action: 'urge',
      by: chief,
      at: endOf(to) + 2 * DAY,
      input: { demand: '三日内完成剩余企业检查并上报小结' },
    });
  const caseId = book.add('campaign-part', county, deeds, stage.now, { kind: 'campaign', id });
  const partId = uuidOf('campaign-part', `${id}/${county.path}`);
  const where = (path: string) => ({ region_path: path, organisation_id: null, sector: null });
  book.put('campaign_part', {
    ...where(county.path),
    id: partId,
    campaign_id: id,
    parent_id: null,
    name: county.name,
    targets: own.length,
    planned,
    case_id: caseId,
  });
  const towns = new Map<string, number>();
  for (const { regionPath } of own) towns.set(regionPath, (towns.get(regionPath) ?? 0) + 1);
  for (const [path, count] of towns)
    if (path !== county.path)
      book.put('campaign_part', {
        ...where(path),
        id: uuidOf('campaign-part', `${id}/${path}`),
        campaign_id: id,
        parent_id: partId,
        name: stage.towns.get(path) ?? path,
        targets: count,
        planned: script.done ? count : Math.ceil(count * 0.9),
        case_id: null,
      });
  for (const firm of own) {
    const place = { region_path: firm.regionPath, organisation_id: firm.id, sector: firm.sector };
    book.put('campaign_target', {
      ...place,
      campaign_id: id,
      enterprise_id: firm.id,
      part_id: partId,
      name: firm.name,
    });
  }
  findings(book, stage, part, partId, dangers);
}

const KINDS = parameterOf('campaign.violations').value as readonly string[];

function findings(
  book: PlaceCases,
  stage: Stage,
  { id, script, county, own, from, to }: Part,
  partId: string,
  dangers: ReadonlyMap<string, readonly Danger[]>,
): void {
  const until = Math.min(endOf(to), stage.now);
  for (const firm of own) {
    for (const danger of dangers.get(firm.id) ?? []) {
      if (danger.at < from || danger.at > until) continue;
      const mark = chance(`${id}/${danger.id}`);
      const measure =
        mark < 0.52
          ? 'order'
          : mark < 0.74
            ? 'fine'
            : mark < 0.82
              ? 'stop'
              : mark < 0.85
                ? 'seize'
                : mark < 0.865
                  ? 'shut'
                  : null;
      book.put('campaign_finding', {
        id: uuidOf('campaign-finding', `${id}/${danger.id}`),
        campaign_id: id,
        part_id: partId,
        enterprise_id: firm.id,
        place: firm.name,
        violation: mark > 0.93 ? null : KINDS[5 + Math.floor(chance(`${danger.id}/kind`) * 6)],
        what: danger.title,
        found_at: new Date(danger.at).toISOString(),
        found_by: danger.by,
        case_id: danger.id,
        enforcement_id: danger.lead,
        measure,
        fine: measure === 'fine' ? Math.round(5 + chance(`${danger.id}/fine`) * 90) / 10 : null,
        decided_at: measure === null ? null : new Date(Math.min(stage.now, danger.at + 3 * DAY)).toISOString(),
        decided_by: measure === null ? null : danger.by,
        settled_at: null,
        region_path: firm.regionPath,
        organisation_id: firm.id,
        sector: firm.sector,
      });
    }
  }
  if (script.category !== 'strike') return;
  // 打非: places that nobody had registered.
  const count = Math.floor(chance(`${id}/${county.path}/illegal`) * 4);
  for (let index = 0; index < count; index += 1) {
    const key = `${id}/${county.path}/illegal/${index}`;
    const firm = own[Math.floor(chance(key) * own.length)] as Enterprise;
    const at = from + chance(`${key}/at`) * (until - from);
    book.put('campaign_finding', {
      id: uuidOf('campaign-finding', key),
      campaign_id: id,
      part_id: partId,
      enterprise_id: null,
      place: `${stage.towns.get(firm.regionPath) ?? county.name}${['无证烟花爆竹储存点', '非法加油点', '黑煤气充装点', '无证采石点'][index % 4] ?? ''}`,
      violation: KINDS[[4, 0, 4, 0][index % 4] ?? 0],
      what: '未取得许可擅自储存、经营，现场责令停止并清理',
      found_at: new Date(at).toISOString(),
      found_by: `${county.name}联合执法组`,
      case_id: null,
      enforcement_id: null,
      measure: index % 3 === 2 ? 'seize' : 'shut',
      fine: null,
      decided_at: new Date(at + DAY).toISOString(),
      decided_by: `${county.name}执法人员`,
      settled_at: new Date(at + 6 * DAY).toISOString(),
      region_path: firm.regionPath,
      organisation_id: null,
      sector: null,
    });
  }
}

/** Two key counties of each city: one under rectification, one off the list. */
function keyCounties(book: PlaceCases, stage: Stage, photo: readonly Attached[]): void {
  const chief = doer(stage, stage.home.path, '市安委办');
  const pairs = stage.counties.filter(({ kind }) => kind === 'county');
  const tales = [
    { county: pairs[2], trade: 'non-coal-mine', label: '非煤矿山', begun: -300, off: true },
    { county: pairs[5], trade: 'hazchem', label: '危险化学品', begun: -70, off: false },
  ];
  for (const { county, trade, label, begun, off } of tales) {
    if (county === undefined) continue;
    const by = doer(stage, county.path, `${county.name}执法人员`);
    const at = stage.now + begun * DAY;
    const deeds: Deed[] = [
      {
        action: 'open',
        by: chief,
        at,
        input: {
          title: `${county.name}${label}重点整治`,
          trade,
          reason: '事故和重大隐患居全市前列，列入重点县整顿攻坚',
          accidents: off ? 4 : 3,
          dangers: off ? 7 : 9,
        },
      },
      {
        action: 'plan',
        by,
        at: at + 18 * DAY,
        input: {
          plan: '摸排建档、停产整顿一批、改造提升一批、关闭退出一批',
          responsible: '县政府分管领导',
          dueOn: dayOf(at + 200 * DAY),
        },
      },
    ];
    if (off)
      deeds.push(
        {
          action: 'submit',
          by,
          at: at + 150 * DAY,
          input: { result: '关闭 3 家、改造 5 家，重大隐患全部销号' },
          files: photo,
        },
        { action: 'accept', by: chief, at: at + 165 * DAY, input: { opinion: '达到整治目标，同意退出' } },
      );
    // A demonstration without pictures ends before the acceptance.
    book.add('key-county', county, photo.length === 0 ? deeds.slice(0, 2) : deeds, stage.now);
  }
}

/**
 * Checks of the demonstration's targets, in one statement a campaign: the lists are generated from the master, so this
 * follows its loading. Gives back how many were made.
 */
export async function loadCampaignRuns(tx: Tx, now: number): Promise<number> {
  const { rows: sectors } = await sql<{
    sector: string;
  }>`SELECT DISTINCT sector FROM campaign_target WHERE sector IS NOT NULL`.execute(tx);
  const lists: { sector: string; list: string; version: number; items: number }[] = [];
  for (const { sector } of sectors) {
    const list = await ensureList(tx, { use: 'enforcement', sector, tier: null });
    if (!isRefusal(list)) lists.push({ sector, list: list.id, version: list.master_version, items: list.items });
  }
  let made = 0;
  for (const { key } of packs)
    for (const script of SCRIPTS) {
      const { rows } = await sql<{ n: number }>`
        WITH list AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(lists)}::jsonb) AS t (sector text, list uuid, version int, items int)),
        found AS (
          SELECT enterprise_id, count(*)::int AS bad, min(found_at) AS found_at FROM campaign_finding
          WHERE campaign_id = ${campaignId(key, script.key)} AND enterprise_id IS NOT NULL GROUP BY 1),
        picked AS (
          SELECT t.*, k.name AS title, k.from_on, k.to_on, k.number AS campaign, l.list, l.version, l.items, r.name AS region_name,
            ('x' || left(md5(t.enterprise_id::text || ${script.key}), 7))::bit(28)::int / 268435456.0 AS dice,
            ('x' || right(md5(t.enterprise_id::text || ${script.key}), 7))::bit(28)::int / 268435456.0 AS turn,
            coalesce(f.bad, 0) AS bad, f.found_at
          FROM campaign_target t JOIN campaign k ON k.id = t.campaign_id JOIN list l ON l.sector = t.sector JOIN region r ON r.path = t.region_path
            LEFT JOIN found f ON f.enterprise_id = t.enterprise_id
          WHERE t.campaign_id = ${campaignId(key, script.key)}),
        made AS (
          INSERT INTO check_run (id, number, list_id, use, title, period, state, master_version, organisation_id, organisation_name, region_path, region_name,
            sector, source_kind, source_id, opens_at, due_at, done_at, done_by, items, answered, bad, na, demonstration)
          SELECT md5(p.campaign_id::text || p.enterprise_id::text)::uuid, 'JX-' || substr(p.campaign, 4) || '-' || ${key.slice(0, 1).toUpperCase()} || lpad(row_number() OVER (ORDER BY p.enterprise_id)::text, 5, '0'),
            p.list, 'campaign', p.title, p.at::date::text, 'done', p.version, p.enterprise_id, p.name, p.region_path, p.region_name,
            p.sector, 'campaign', p.campaign_id, p.from_on, p.to_on + 1, p.at, '联合检查组', p.items, p.items, least(p.bad, p.items), 0, true
          FROM (SELECT p.*, coalesce(p.found_at, p.from_on + (least(p.to_on + 1, ${dayOf(now)}::date) - p.from_on) * p.turn * interval '1 day') AS at FROM picked p) p
          WHERE p.bad > 0 OR p.dice < ${script.reached}::float8 RETURNING id)
        SELECT count(*)::int AS n FROM made`.execute(tx);
      made += rows[0]?.n ?? 0;
    }
  // The numbers of what was finished are kept as they stood.
  await sql`
    UPDATE campaign k SET report = jsonb_build_object('total', (SELECT count(*) FROM campaign_target t WHERE t.campaign_id = k.id))
    WHERE k.demonstration AND k.state = 'finished'`.execute(tx);
  return made;
}
