import { sql } from 'kysely';
import { dayOf, shift } from '@anlan/domain/calendar';
import {
  dutyPeriod,
  GUARANTOR_DUTY_KEYS,
  PROMISE_STATEMENT,
  periodsEnded,
  type GuarantorDutyKey,
} from '@anlan/systems/monitoring/major-hazard-monitoring';
import type { Tx } from '../access/scoped.ts';
import { parameterOf } from '../parameter/book.ts';

/** Days of announcements and of duties that are told. */
const TOLD = 31;
const TOLD_DUTIES = 120;

/** Announcements of a month and duties of four; whoever is offered on the sign-in page has still to announce today. */
export async function loadHazardDutyDemonstration(tx: Tx, now: number): Promise<void> {
  await promises(tx, now);
  await records(tx, now);
}

const chance = (of: ReturnType<typeof sql>, most: number) => sql`abs(hashtext(${of})) % ${sql.raw(String(most))}`;

async function promises(tx: Tx, now: number): Promise<void> {
  const today = dayOf(now);
  const sectors = parameterOf('promise.sectors').value as readonly string[];
  const seed = (name: string) => sql`(e.id::text || d.day || ${sql.lit(name)})`;
  await sql`
    WITH firm AS (
      SELECT e.id, e.name, e.region_path, e.sector, e.safety_manager, coalesce(e.legal_representative, '企业负责人') AS head, 1 + ${chance(sql`e.id::text`, 5)} AS plants,
        EXISTS (SELECT FROM person p WHERE p.scope_organisation = e.id AND p.offered IS NOT NULL) AS offered
      FROM enterprise e WHERE e.retired_at IS NULL AND coalesce(e.status, 'running') <> 'closed' AND e.sector = ANY (${[...sectors]}::text[])),
    told AS (
      SELECT e.*, d.day, ((d.day + interval '7 hours 10 minutes') AT TIME ZONE 'Asia/Shanghai')
          + interval '1 minute' * (${chance(seed('at'), 165)} + CASE WHEN ${chance(seed('late'), 100)} < 3 THEN 90 ELSE 0 END) AS at,
        CASE WHEN ${chance(seed('repair'), 12)} = 0 THEN 1 ELSE 0 END AS repair, ${chance(seed('work'), 10)} AS work, ${chance(seed('level'), 100)} AS dice
      FROM firm e, (SELECT to_char(d, 'YYYY-MM-DD')::date AS day FROM generate_series(${shift(today, -TOLD)}::date, ${today}::date, interval '1 day') d) d
      WHERE ${chance(seed('skip'), 100)} >= 3 AND NOT (e.offered AND d.day = ${today}::date))
    INSERT INTO safety_promise (id, enterprise, day, level, figures, promised_by, statement, announced_at, by, demonstration, region_path, organisation_id, sector)
    SELECT gen_random_uuid(), id, day, CASE WHEN dice < 2 THEN 'orange' WHEN dice < 22 THEN 'yellow' ELSE 'blue' END,
      jsonb_build_object('plants', plants, 'running', plants - repair, 'stopped', 0, 'repair', repair,
        'hotSpecial', CASE WHEN dice < 2 THEN 1 ELSE 0 END, 'hotFirst', CASE WHEN dice < 14 THEN 1 ELSE 0 END, 'hotSecond', work % 3, 'confined', CASE WHEN dice < 8 THEN 1 ELSE 0 END,
        'blind', CASE WHEN repair > 0 THEN 1 ELSE 0 END, 'height', work % 4, 'lifting', CASE WHEN work = 7 THEN 1 ELSE 0 END, 'electricity', work % 2,
        'earth', 0, 'road', 0, 'tankCleaning', CASE WHEN dice = 5 THEN 1 ELSE 0 END, 'contractors', CASE WHEN work > 6 THEN 1 ELSE 0 END,
        'trial', false, 'startStop', repair > 0 AND work > 6, 'pilot', false, 'controlled', true, 'majorDanger', false, 'guarantors', true),
      head, ${PROMISE_STATEMENT}, at, coalesce(safety_manager, '安全员'), true, region_path, id, sector
    FROM told WHERE at <= ${new Date(now)}`.execute(tx);
}

const NOTES: Readonly<Record<GuarantorDutyKey, string>> = {
  'principal-check': '现场检查罐区与中控室，听取当班汇报，抽查值班记录',
  'principal-training': '组织操作岗位和管理岗位安全技能培训并考核',
  'technical-dangers': '按重大危险源检查表组织工艺、设备、仪表专业排查',
  'technical-instruments': '核对检测报警、联锁和紧急切断的检验与维护记录',
  'technical-drill': '组织罐区泄漏处置演练，评估并修订处置卡',
  'operation-dangers': '组织班组逐罐排查阀组、法兰、接地和防火堤',
  'operation-work': '抽查动火、受限空间作业票与现场监护',
};

async function records(tx: Tx, now: number): Promise<void> {
  const today = dayOf(now);
  const months = (key: string): number => parameterOf(key).value as number;
  const periods = GUARANTOR_DUTY_KEYS.flatMap((duty) =>
    [
      ...periodsEnded(duty, shift(today, -TOLD_DUTIES), shift(today, -1), months).map((period) => ({
        ...period,
        most: 94,
      })),
      // Of what runs some is done already.
      { ...dutyPeriod(duty, today, months), most: 45 },
    ].map((period) => ({ ...period, duty, note: NOTES[duty] })),
  );
  const seed = sql`(s.id::text || p.duty || p.from)`;
  await sql`
    WITH p AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(periods)}::jsonb) AS p (duty text, "from" date, "until" date, most int, note text)),
    told AS (
      SELECT s.*, p.duty, p.from, p.until, p.note,
        CASE split_part(p.duty, '-', 1) WHEN 'principal' THEN s.principal WHEN 'technical' THEN s.technical ELSE s.operation END AS person,
        (p.from + interval '9 hours') AT TIME ZONE 'Asia/Shanghai' + (least((p.until + interval '17 hours') AT TIME ZONE 'Asia/Shanghai', ${new Date(now)}::timestamptz)
          - (p.from + interval '9 hours') AT TIME ZONE 'Asia/Shanghai') * (0.1 + 0.8 * ${chance(seed, 97)} / 97) AS at,
        ${chance(seed, 4)} AS found
      FROM hazard_source s CROSS JOIN p JOIN enterprise e ON e.id = s.enterprise
      WHERE s.retired_at IS NULL AND e.retired_at IS NULL AND coalesce(e.status, 'running') = 'running' AND s.registered_grade <> 'none' AND ${chance(sql`(${seed} || 'done')`, 100)} < p.most)
    INSERT INTO guarantor_record (id, source, enterprise, duty, period_from, due_on, person, note, found, done_at, by, demonstration, region_path, organisation_id, sector)
    SELECT gen_random_uuid(), id, enterprise, duty, "from", "until", person, note, CASE WHEN duty LIKE '%dangers' THEN found ELSE 0 END, at, person, true, region_path, organisation_id, sector
    FROM told WHERE person IS NOT NULL AND at <= ${new Date(now)} AND at >= ("from"::timestamp AT TIME ZONE 'Asia/Shanghai')`.execute(
    tx,
  );
}
