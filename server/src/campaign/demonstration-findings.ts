import { uuidOf, type Enterprise, type Region } from '@anlan/data';
import { endOf } from '@anlan/domain/calendar';
import type { Doer } from '@anlan/kernel/case';
import { iso, type CaseBook } from '../demonstration/case-book.ts';
import type { Row } from '../demonstration/insert.ts';
import { parameterOf } from '../parameter/book.ts';
import { chance, type Script, type Stage } from './demonstration-scripts.ts';

const DAY = 86_400_000;

export interface Danger {
  readonly id: string;
  readonly title: string;
  readonly at: number;
  readonly by: string;
  readonly lead: string | null;
}

export function dangersByFirm(cases: readonly Row[]): ReadonlyMap<string, readonly Danger[]> {
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

/** A campaign in one county. */
export interface Part {
  readonly id: string;
  readonly script: Script;
  readonly county: Region;
  readonly own: readonly Enterprise[];
  readonly from: number;
  readonly to: string;
  readonly chief: Doer;
}

const VIOLATIONS = parameterOf('campaign.violations').value as readonly string[];
/** Up to which mark a finding ended in which measure; beyond the last nothing was decided yet. */
const MEASURES = [
  [0.52, 'order'],
  [0.74, 'fine'],
  [0.82, 'stop'],
  [0.85, 'seize'],
  [0.865, 'shut'],
] as const;
const ILLEGAL = ['无证烟花爆竹储存点', '非法加油点', '黑煤气充装点', '无证采石点'];

/** What inspections found in the county while the campaign ran, and in a strike the places that nobody had registered. */
export function findings(
  book: CaseBook,
  stage: Stage,
  part: Part,
  partId: string,
  dangers: ReadonlyMap<string, readonly Danger[]>,
): void {
  const until = Math.min(endOf(part.to), stage.now);
  for (const firm of part.own) {
    for (const danger of dangers.get(firm.id) ?? []) {
      if (danger.at < part.from || danger.at > until) continue;
      book.put('campaign_finding', { ...findingRow(part.id, firm, danger, stage.now), part_id: partId });
    }
  }
  if (part.script.category !== 'strike') return;
  const count = Math.floor(chance(`${part.id}/${part.county.path}/illegal`) * 4);
  for (let index = 0; index < count; index += 1)
    book.put('campaign_finding', { ...illegalRow(stage, part, index, until), part_id: partId });
}

function findingRow(campaign: string, firm: Enterprise, danger: Danger, now: number): Row {
  const mark = chance(`${campaign}/${danger.id}`);
  const measure = MEASURES.find(([most]) => mark < most)?.[1] ?? null;
  return {
    id: uuidOf('campaign-finding', `${campaign}/${danger.id}`),
    campaign_id: campaign,
    enterprise_id: firm.id,
    place: firm.name,
    violation: mark > 0.93 ? null : VIOLATIONS[5 + Math.floor(chance(`${danger.id}/kind`) * 6)],
    what: danger.title,
    found_at: iso(danger.at),
    found_by: danger.by,
    case_id: danger.id,
    enforcement_id: danger.lead,
    measure,
    fine: measure === 'fine' ? Math.round(5 + chance(`${danger.id}/fine`) * 90) / 10 : null,
    decided_at: measure === null ? null : iso(Math.min(now, danger.at + 3 * DAY)),
    decided_by: measure === null ? null : danger.by,
    settled_at: null,
    region_path: firm.regionPath,
    organisation_id: firm.id,
    sector: firm.sector,
  };
}

/** 打非: a place that nobody had registered. */
function illegalRow({ towns }: Stage, { id, county, own, from }: Part, index: number, until: number): Row {
  const key = `${id}/${county.path}/illegal/${index}`;
  const firm = own[Math.floor(chance(key) * own.length)] as Enterprise;
  const at = from + chance(`${key}/at`) * (until - from);
  return {
    id: uuidOf('campaign-finding', key),
    campaign_id: id,
    enterprise_id: null,
    place: `${towns.get(firm.regionPath) ?? county.name}${ILLEGAL[index % ILLEGAL.length] ?? ''}`,
    violation: VIOLATIONS[[4, 0, 4, 0][index % 4] ?? 0],
    what: '未取得许可擅自储存、经营，现场责令停止并清理',
    found_at: iso(at),
    found_by: `${county.name}联合执法组`,
    case_id: null,
    enforcement_id: null,
    measure: index % 3 === 2 ? 'seize' : 'shut',
    fine: null,
    decided_at: iso(at + DAY),
    decided_by: `${county.name}执法人员`,
    settled_at: iso(at + 6 * DAY),
    region_path: firm.regionPath,
    organisation_id: null,
    sector: null,
  };
}
