import { cityRiskOf, uuidOf, type DemonstrationCity } from '@anlan/data';
import { dayOf, shift } from '@anlan/domain/calendar';
import { isRefusal } from '@anlan/kernel/refusal';
import { scoreRow, type MeasureKind } from '@anlan/systems/prevention';

type Row = Readonly<Record<string, unknown>>;
type Tables = Readonly<Record<string, readonly Row[]>>;
type Named = (name: string) => Row;

/** A number in [0, 1) that depends only on a text. */
function chanceOf(text: string): number {
  let value = 7;
  for (let index = 0; index < text.length; index += 1) value = (Math.imul(value, 31) + text.charCodeAt(index)) | 0;
  return ((value ^ (value >>> 15)) >>> 0) / 4_294_967_296;
}

const EVERY: Readonly<Record<string, number>> = { red: 1, orange: 7, yellow: 30, blue: 90 };
const KINDS: readonly (readonly [MeasureKind, RegExp])[] = [
  ['protection', /呼吸器|安全带|防护|洗眼|绝缘/],
  ['emergency', /应急|救援|灭火|泡沫|紧急/],
  ['training', /培训|持证|教育|学历/],
  ['engineering', /联锁|报警|切断|安全阀|监测|通风|围堰|泄爆|除尘|接地|支护|静电|防爆|限速|排水/],
];

const kindOf = (text: string): MeasureKind => KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'management';

/** Measures of every risk point as rows of their own, with the checks of the last round and what they found. */
export function controlRows(
  risks: readonly Row[],
  dangers: readonly Row[],
  files: readonly Row[],
  now: number,
  photo: string | undefined,
): Tables {
  const today = dayOf(now);
  const found = dangersByPoint(dangers, files);
  const measures: Row[] = [];
  const checks: Row[] = [];
  for (const point of risks) {
    const text = point['measures'];
    if (typeof text !== 'string' || (point['level'] === 'blue' && chanceOf(`${String(point['id'])}b`) > 0.25)) continue;
    text.split('；').forEach((one, index) => {
      const id = uuidOf('measure', `${String(point['id'])}/${index}`);
      const every = EVERY[point['level'] as string] ?? 90;
      const draw = chanceOf(id);
      const late = draw < 0.05 ? 1 + Math.floor(draw * 20 * 2.6 * every) : 0;
      const due = late > 0 ? shift(today, -late) : shift(today, Math.floor(chanceOf(`${id}d`) * every));
      const place = placeOf(point);
      const checked = shift(due, -every);
      const linked = index === 0 && photo !== undefined ? found.get(point['id'] as string) : undefined;
      const danger = linked?.class === CLASS_OF[point['object'] as string] ? linked : undefined;
      const at = danger === undefined ? `${checked}T02:00:00.000Z` : danger.at;
      const grave = point['level'] === 'red' || point['level'] === 'orange';
      const isChecked = danger !== undefined || (grave && chanceOf(`${id}c`) < 0.5);
      const result = danger === undefined ? 'effective' : 'ineffective';
      measures.push({
        ...place,
        id,
        risk_point: point['id'],
        enterprise: point['enterprise'],
        kind: kindOf(one),
        text: one,
        responsible: point['responsible'],
        next_due: due,
        last_checked_at: isChecked ? at : null,
        last_result: isChecked ? result : null,
        missed: late > every ? 1 : 0,
        added_at: new Date(now - 200 * 86_400_000).toISOString(),
        added_by: '企业安全员',
      });
      if (!isChecked) return;
      checks.push({
        ...place,
        id: uuidOf('measure-check', id),
        measure: id,
        risk_point: point['id'],
        enterprise: point['enterprise'],
        at,
        by: point['responsible'] ?? '企业安全员',
        side: 'organisation',
        result,
        note: danger === undefined ? null : danger.title,
        photos: danger === undefined ? [] : [photo],
        due_on: checked,
        missed: 0,
        case_id: danger?.id ?? null,
      });
    });
  }
  return { risk_measure: measures, risk_measure_check: checks };
}

/** Class of a danger by the object of its risk point. */
const CLASS_OF: Readonly<Record<string, string>> = {
  process: 'process',
  facility: 'equipment',
  material: 'material',
  place: 'place',
  activity: 'post',
};

const placeOf = (row: Row): Row => ({
  demonstration: true,
  region_path: row['region_path'],
  organisation_id: row['organisation_id'],
  sector: row['sector'],
});

interface Linked {
  readonly id: string;
  readonly at: string;
  readonly title: string;
  readonly class: string;
}

/** Self-found dangers that began with an ineffective measure: some of those linked to a risk point. */
function dangersByPoint(dangers: readonly Row[], files: readonly Row[]): ReadonlyMap<string, Linked> {
  const opened = new Map(files.map((row) => [row['id'] as string, row]));
  const found = new Map<string, Linked>();
  for (const danger of dangers) {
    const point = danger['risk_point'];
    const file = opened.get(danger['case_id'] as string);
    if (typeof point !== 'string' || file?.['source'] !== 'self' || chanceOf(String(danger['case_id'])) > 0.125)
      continue;
    found.set(point, {
      id: file['id'] as string,
      at: file['opened_at'] as string,
      title: String(danger['title']),
      class: String(danger['class']),
    });
  }
  return found;
}

const METHOD_OF: Readonly<Record<string, 'JHA' | 'SCL' | 'HAZOP' | 'LS'>> = {
  activity: 'JHA',
  facility: 'SCL',
  process: 'HAZOP',
  place: 'LS',
  material: 'LS',
};
const VALUES: Readonly<Record<string, readonly [number, number]>> = {
  red: [4, 5],
  orange: [3, 5],
  yellow: [3, 3],
  blue: [2, 3],
};
const STEPS: Readonly<
  Record<string, readonly (readonly [step: string, hazard: string, parameter?: string, word?: string])[]>
> = {
  JHA: [
    ['作业前准备与交底', '未办作业票、交底不清'],
    ['隔离与检测', '能量未隔离、气体未检测'],
    ['实施作业', '违章操作、监护缺失'],
    ['收工与恢复', '现场未清理、残留火种'],
  ],
  SCL: [
    ['本体与附件完好', '腐蚀减薄、密封泄漏'],
    ['安全附件校验', '安全阀、压力表超期'],
    ['报警与联锁投用', '联锁摘除未审批'],
    ['防雷防静电接地', '接地断开、电阻超标'],
  ],
  HAZOP: [
    ['反应釜', '冷却水中断，温度升高失控', '温度', '高'],
    ['反应釜', '加料过快，反应失控', '流量', '多'],
    ['精馏塔', '塔压升高，超压泄放', '压力', '高'],
    ['中间罐', '液位过高溢出', '液位', '高'],
  ],
  LS: [
    ['日常运行', '设施失效、管理缺位'],
    ['异常工况', '处置不及时'],
  ],
};

/** Completed assessments of the graver risk points: their worst row has the level of the point. */
export function assessmentRows(risks: readonly Row[], now: number): Tables {
  const heads: Row[] = [];
  const rows: Row[] = [];
  const chosen = risks.filter(
    (point) =>
      point['level'] !== 'blue' && chanceOf(`a${String(point['id'])}`) < (point['level'] === 'yellow' ? 0.03 : 0.16),
  );
  for (const point of chosen) {
    const method = METHOD_OF[point['object'] as string] ?? 'LS';
    const id = uuidOf('assessment', String(point['id']));
    const steps = STEPS[method] as (typeof STEPS)[string];
    const worst = Math.floor(chanceOf(id) * steps.length);
    const at = new Date(now - (20 + Math.floor(chanceOf(`t${id}`) * 320)) * 86_400_000).toISOString();
    let score = 0;
    steps.forEach(([step, hazard, parameter, word], index) => {
      const [l, s] = VALUES[
        index === worst ? (point['level'] as string) : index % 2 === 0 ? 'blue' : 'yellow'
      ] as readonly [number, number];
      const scored = scoreRow({ scale: 'LS', l, s }, 'lower');
      if (isRefusal(scored)) return;
      score = Math.max(score, scored.score);
      const { demonstration: _, ...place } = placeOf(point);
      rows.push({
        ...place,
        assessment: id,
        seq: index + 1,
        step,
        hazard,
        parameter: parameter ?? null,
        guide_word: word ?? null,
        cause: '设施老化或操作偏离规程',
        consequence: '人员伤亡、设备损坏',
        existing: point['measures'],
        scale: 'LS',
        l,
        s,
        score: scored.score,
        computed_level: scored.level,
        level: scored.level,
        working: scored.working,
        suggestion: index === worst ? '列入重点管控，加密检查' : null,
      });
    });
    heads.push({
      ...placeOf(point),
      id,
      risk_point: point['id'],
      enterprise: point['enterprise'],
      method,
      title: `${String(point['name'])}${method === 'LS' ? '风险评估' : ` ${method} 分析`}`,
      team: '安全管理部、生产部、班组长',
      state: 'done',
      version: 2,
      edge: 'lower',
      level: point['level'],
      computed_level: point['level'],
      score,
      begun_at: at,
      begun_by: '企业安全员',
      done_at: at,
      done_by: '企业安全员',
    });
  }
  return { risk_assessment: heads, risk_assessment_row: rows };
}

/** Protection targets, distance reports and city risk sources. */
export function cityRiskRows(
  city: DemonstrationCity,
  seed: string,
  today: string,
  named: Named,
  placeName: (path: string) => string,
): Tables {
  const { objects, reports, sources } = cityRiskOf(city, seed, today, placeName);
  const firms = new Map(city.enterprises.map((firm) => [firm.id, firm]));
  return {
    protected_object: objects.map(({ name, regionPath, class: group, ...row }) => ({
      ...named(name),
      ...row,
      class: group,
      region_path: regionPath,
    })),
    distance_report: reports.map((row) => {
      const firm = firms.get(row.enterpriseId)!;
      return {
        ...named(row.name),
        id: row.id,
        region_path: firm.regionPath,
        organisation_id: firm.id,
        sector: firm.sector,
        enterprise: firm.id,
        method: row.method,
        number: row.number,
        determined_on: row.determinedOn,
        first_class: row.first,
        second_class: row.second,
        third_class: row.third,
        body: row.body,
      };
    }),
    risk_source: sources.map(({ name, regionPath, surveyedOn, ...row }) => ({
      ...named(name),
      ...row,
      region_path: regionPath,
      surveyed_on: surveyedOn,
    })),
  };
}

const GRADE_OF: Readonly<Record<string, string>> = { 一级: 'one', 二级: 'two', 三级: 'three' };
const SCORE_OF: Readonly<Record<string, number>> = { one: 91, two: 78, three: 64 };
const UNITS: Readonly<Record<string, readonly (readonly [kind: string, name: string])[]>> = {
  'non-coal-mine': [
    ['specialty', '采掘（剥）专业'],
    ['specialty', '通风专业'],
    ['specialty', '提升运输专业'],
    ['post', '爆破员岗位'],
    ['post', '安全检查工岗位'],
    ['site', '采场'],
  ],
  'hazchem-production': [
    ['specialty', '工艺专业'],
    ['specialty', '仪表专业'],
    ['post', '内操岗位'],
    ['post', '外操岗位'],
    ['site', '罐区'],
  ],
  fireworks: [
    ['post', '装药岗位'],
    ['post', '仓库保管岗位'],
    ['site', '成品总仓库'],
  ],
};

/** Certificates by the grade in the register, posts and specialties, and target dates of both jurisdictions. */
export function standardisationRows(city: DemonstrationCity, today: string, named: Named): Tables {
  const place = (firm: DemonstrationCity['enterprises'][number]) => ({
    region_path: firm.regionPath,
    organisation_id: firm.id,
    sector: firm.sector,
    enterprise: firm.id,
  });
  const graded = city.enterprises.filter(({ standardisationLevel }) => standardisationLevel !== null);
  const units = city.enterprises.filter(({ sector }) => UNITS[sector] !== undefined);
  return {
    standardisation_certificate: graded.map((firm, index) => {
      const grade = GRADE_OF[firm.standardisationLevel ?? ''] ?? 'three';
      const draw = chanceOf(firm.id);
      const issued = shift(today, -Math.floor(draw < 0.04 ? 1100 + draw * 4000 : 20 + draw * 1060));
      const until = shift(`${Number(issued.slice(0, 4)) + 3}${issued.slice(4)}`.replace('-02-29', '-02-28'), -1);
      return {
        ...named(`${firm.name}标准化证书`),
        ...place(firm),
        id: uuidOf('standardisation', firm.id),
        number: `AQBZ-${issued.slice(0, 4)}-${String(index + 1).padStart(5, '0')}`,
        grade,
        standard: 'GB/T 33000-2016',
        score: Math.round((SCORE_OF[grade]! + draw * 8) * 10) / 10,
        evaluator: ['安全生产协会', '安全评价检测检验有限公司'][index % 2],
        issued_on: issued,
        valid_until: until,
      };
    }),
    standardisation_unit: units.flatMap((firm) =>
      (UNITS[firm.sector] ?? []).map(([kind, name]) => {
        const id = uuidOf('standardisation-unit', `${firm.id}/${name}`);
        const draw = chanceOf(id);
        const reached = draw < 0.62 ? shift(today, -Math.floor(10 + draw * 900)) : null;
        return {
          ...named(name),
          ...place(firm),
          id,
          kind,
          since: '2023-01-01',
          reached_on: reached,
          valid_until: reached === null ? null : shift(reached, 1095),
          score: reached === null ? null : Math.round(65 + draw * 40),
        };
      }),
    ),
    standardisation_target: ['cn.36.11.', 'cn.50.'].flatMap((path) => targets(path, today)),
  };
}

function targets(path: string, today: string): Row[] {
  const rows: readonly (readonly [trade: string, kind: string, grade: string, share: number, dueOn: string])[] = [
    ['fireworks', 'enterprise', 'three', 100, shift(today, -70)],
    ['hazchem-production', 'enterprise', 'three', 100, shift(today, 40)],
    ['non-coal-mine', 'enterprise', 'three', 100, shift(today, 160)],
    ['non-coal-mine', 'post', 'three', 90, shift(today, 160)],
    ['hazchem-production', 'specialty', 'three', 80, shift(today, 220)],
  ];
  return rows.map(([trade, kind, grade, share, dueOn]) => ({
    id: uuidOf('standardisation-target', `${path}${trade}/${kind}`),
    region_path: path,
    trade,
    kind,
    grade,
    share,
    due_on: dueOn,
    basis: '市安委会年度安全生产标准化达标计划（演示）',
    set_at: new Date(Date.parse(today) - 300 * 86_400_000).toISOString(),
    set_by: '市应急管理局',
    demonstration: true,
  }));
}
