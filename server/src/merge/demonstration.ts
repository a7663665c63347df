import { sql } from 'kysely';
import { merge, type Change } from '@anlan/kernel/merge';
import type { Tx } from '../access/scoped.ts';

const DAY = 86_400_000;
const PLACES = ['生产车间', '原料仓库', '配电室', '氨机房', '危化品库', '锅炉房', '成品仓库', '罐区'];
const POSTS = ['安全科长', '车间主任', '当班班长', '总经理助理'];
const FINDINGS = [
  '安全出口畅通，应急照明完好；消防器材在有效期内。',
  '一处配电箱未上锁，现场已要求当日整改；其余未见异常。',
  '可燃气体报警器检定在有效期内，抽查 3 只均能报警；作业票填写规范。',
  '原料堆放占用消防通道约 2 米，已拍照并当场清理；压力表 1 块临近检定期。',
  '有限空间台账齐全，警示标识缺 2 处；应急预案演练记录为今年 6 月。',
];
const RESULTS = ['符合', '不符合', '部分不符合'];

interface Firm {
  id: string;
  name: string;
  region_path: string;
  sector: string | null;
  person: string;
  person_id: string;
  second: string;
  second_id: string;
}

/** A number from 0 to `below` that depends on a text only. */
function chance(text: string, below: number): number {
  let hash = 2_166_136_261;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return hash % below;
}

const idOf = (text: string): string => {
  const hex = [0, 1, 2, 3].map((part) => chance(`${text}#${part}`, 0xffffffff).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Inspection records of the last half year for the demonstration's enterprises, some of today still being written. */
export async function loadInspectionDemonstration(tx: Tx, now: number): Promise<void> {
  const { rows: firms } = await sql<Firm>`
    SELECT e.*, p.name AS person, p.id AS person_id, s.name AS second, s.id AS second_id
    FROM (
      SELECT id, name, region_path, sector, row_number() OVER (PARTITION BY split_part(region_path, '.', 2) ORDER BY md5(id::text)) AS place
      FROM enterprise WHERE demonstration AND retired_at IS NULL) e
    JOIN LATERAL (SELECT id, name FROM person WHERE role = 'inspector' AND starts_with(e.region_path, scope_path) ORDER BY length(scope_path) DESC LIMIT 1) p ON true
    JOIN LATERAL (SELECT id, name FROM person WHERE role = 'duty-officer' AND starts_with(e.region_path, scope_path) ORDER BY length(scope_path) LIMIT 1) s ON true
    WHERE e.place <= 300 ORDER BY e.id`.execute(tx);
  const days = new Map<string, number>();
  const records: object[] = [];
  const changes: object[] = [];
  for (const [index, firm] of firms.entries()) {
    const open = index % 60 === 0;
    const at = open ? now - (1 + chance(firm.id, 4)) * 3_600_000 : now - (1 + chance(firm.id, 180)) * DAY;
    const id = idOf(`inspection ${firm.id}`);
    const own = changesOf(firm, id, at, open);
    const { fields, conflicts } = merge(own.map(({ change }) => change));
    const day = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
    days.set(day, (days.get(day) ?? 0) + 1);
    records.push({
      id,
      number: `XJ-${day}-${String(days.get(day)).padStart(4, '0')}`,
      enterprise: firm.id,
      enterprise_name: firm.name,
      region_path: firm.region_path,
      organisation_id: open ? null : firm.id,
      sector: firm.sector,
      opened_at: new Date(at),
      opened_by: firm.person,
      opened_by_id: firm.person_id,
      fields: Object.fromEntries(Object.entries(fields).map(([key, { value }]) => [key, value])),
      conflicts: conflicts.length,
      changed_at: new Date(at + 3_600_000),
      closed_at: open ? null : new Date(at + 2 * 3_600_000),
      closed_by: open ? null : firm.person,
    });
    changes.push(...own.map(({ row }) => ({ ...row, organisation_id: open ? null : firm.id })));
  }
  await sql`
    INSERT INTO inspection_record SELECT r.*, true AS demonstration FROM (
      SELECT id, number, enterprise, enterprise_name, region_path, organisation_id, sector, opened_at, opened_by, opened_by_id, null::uuid AS request_id,
        fields, conflicts, changed_at, closed_at, closed_by
      FROM jsonb_populate_recordset(null::inspection_record, ${JSON.stringify(records)}::jsonb)) r`.execute(tx);
  await sql`
    INSERT INTO field_change SELECT * FROM jsonb_populate_recordset(null::field_change, ${JSON.stringify(changes)}::jsonb)`.execute(
    tx,
  );
  await sql`
    INSERT INTO running_number (prefix, day, last)
    SELECT 'XJ', to_date(day, 'YYYYMMDD'), last FROM jsonb_to_recordset(${JSON.stringify([...days].map(([day, last]) => ({ day, last })))}::jsonb) AS x(day text, last integer)
    ON CONFLICT DO NOTHING`.execute(tx);
}

interface Made {
  readonly change: Change;
  readonly row: object;
}

/** What the inspector wrote; in some open records a colleague wrote the same fields without having seen it. */
function changesOf(firm: Firm, id: string, at: number, open: boolean): Made[] {
  const pick = <T>(list: readonly T[], salt: string): T => list[chance(firm.id + salt, list.length)] as T;
  const made: Made[] = [];
  const write = (field: string, value: string, minutes: number, second = false): void => {
    const ms = at + minutes * 60_000;
    const by = second ? firm.second : firm.person;
    const change: Change = {
      id: idOf(`${id} ${field} ${by}`),
      record: `inspection/${id}`,
      field,
      value,
      base: [],
      at: { ms, n: 0 },
      by,
      device: second ? 'tablet' : 'phone',
      reason: null,
    };
    const { at: stamp, ...rest } = change;
    const row = {
      ...rest,
      base: [],
      ms: stamp.ms,
      n: 0,
      by_id: second ? firm.second_id : firm.person_id,
      received_at: new Date(ms + 60_000),
    };
    made.push({ change, row: { ...row, region_path: firm.region_path, sector: firm.sector } });
  };
  write('place', pick(PLACES, 'place'), 5);
  write(
    'met',
    `${pick(['周', '吴', '郑', '王', '陈', '刘', '徐', '胡'], 'met')}${pick(['建国', '志强', '丽华', '春生', '国平'], 'name')}`,
    6,
  );
  write('post', pick(POSTS, 'post'), 7);
  if (open && chance(firm.id, 2) === 0) {
    write('result', '符合', 20);
    write('result', '不符合', 24, true);
    write('equipment', '应配 2 套，现有 2 套', 21);
    write('equipment', '应配 2 套，现有 1 套', 25, true);
    return made;
  }
  if (open) return made;
  write('findings', pick(FINDINGS, 'findings'), 40);
  write('result', pick(RESULTS, 'result'), 45);
  return made;
}
