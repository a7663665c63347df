import { loadRegions, packs, uuidOf, type DemonstrationCity, type Region } from '@anlan/data';
import { dayOf, endOf, startOf } from '@anlan/domain/calendar';
import type { Attached } from '@anlan/kernel/case';
import { CAMPAIGN_CATEGORIES } from '@anlan/systems/prevention';
import { CaseBook, iso } from '../demonstration/case-book.ts';
import type { Row, Rows } from '../demonstration/insert.ts';
import { keyCounties } from './demonstration-counties.ts';
import { dangersByFirm, findings, type Danger, type Part } from './demonstration-findings.ts';
import { campaignId, chance, doer, LATE, LEFT_OUT, SCRIPTS, type Script, type Stage } from './demonstration-scripts.ts';
import { addPlaceCase, type Deed } from './story.ts';

const DAY = 86_400_000;

/** Rows of the demonstration's campaigns and key counties; findings are hidden dangers that inspections found in that time. */
export function campaignRows(
  city: DemonstrationCity,
  now: number,
  cases: readonly Row[],
  photos: readonly Attached[],
): Rows {
  const book = new CaseBook();
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

function tell(book: CaseBook, stage: Stage, script: Script, dangers: ReadonlyMap<string, readonly Danger[]>): void {
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
  const regions = left.length === 0 ? [] : counties.map(({ path }) => path);
  const row = campaignRow(stage, script, { from, to, regions, targets: targets.length, by: chief.name });
  book.put('campaign', { id, number: book.number('XD', from), ...row });
  for (const county of counties) {
    const own = targets.filter(({ regionPath }) => regionPath.startsWith(county.path));
    if (own.length > 0) tellPart(book, stage, { id, script, county, own, from, to, chief }, dangers);
  }
  const lines: [string, string, number][] = [
    ['issued', `下达 ${counties.length} 个辖区，检查对象 ${targets.length} 家（已冻结）`, from],
  ];
  if (script.key === 'hazchem')
    lines.push(['urged', `催办${LATE[pack].join('、')}：三日内完成剩余企业检查并上报小结`, endOf(to) + 2 * DAY]);
  if (script.done) lines.push(['finished', '总结：专项行动按期完成', endOf(to) + 9 * DAY]);
  lines.forEach(([action, text, at], index) =>
    book.put('campaign_entry', { campaign_id: id, seq: index + 1, at: iso(at), by: chief.name, action, text }),
  );
  putTeams(book, id, script, home);
}

function campaignRow(
  { home }: Stage,
  script: Script,
  issued: {
    readonly from: number;
    readonly to: string;
    readonly regions: readonly string[];
    readonly targets: number;
    readonly by: string;
  },
): Row {
  const { from, to, regions, targets, by } = issued;
  return {
    name: `${dayOf(from).slice(0, 4)} 年${script.name}`,
    category: script.category,
    fire: CAMPAIGN_CATEGORIES.find(({ value }) => value === script.category)?.fire ?? false,
    goal: script.goal,
    home_path: home.path,
    home_name: home.name,
    departments: script.departments,
    criteria: { regions, sectors: script.sectors, levels: [], scales: [], running: false },
    from_on: dayOf(from),
    to_on: to,
    first_to_on: to,
    state: script.done ? 'finished' : 'running',
    targets,
    frozen_at: iso(from),
    issued_by: by,
    issued_at: iso(from),
    ...(script.done && {
      finished_at: iso(endOf(to) + 9 * DAY),
      finished_by: by,
      summary: '各地按计划完成检查任务，非法违法生产经营建设行为得到有效遏制；未整改到位的问题转入隐患闭环继续督办。',
    }),
    demonstration: true,
  };
}

function putTeams(book: CaseBook, id: string, { departments }: Script, home: Region): void {
  ['第一联合检查组', '第二联合检查组', '第三联合检查组'].forEach((name, index) =>
    book.put('campaign_team', {
      id: uuidOf('campaign-team', `${id}/${index}`),
      campaign_id: id,
      name,
      leader: `${departments[index % departments.length] ?? ''}分管领导`,
      departments: departments.filter((_, at) => at % 3 === index || at === 0),
      people: '每组 6—8 人，含专家 2 人',
      region_path: home.path,
      organisation_id: null,
      sector: null,
    }),
  );
}

function tellPart(book: CaseBook, stage: Stage, part: Part, dangers: ReadonlyMap<string, readonly Danger[]>): void {
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
  const caseId = addPlaceCase(book, 'campaign-part', county, deeds, stage.now, { kind: 'campaign', id });
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
