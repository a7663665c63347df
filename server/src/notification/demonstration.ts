import { sql } from 'kysely';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { Doer } from '@anlan/kernel/case';
import { isRefusal } from '@anlan/kernel/refusal';
import { GAS_RESCUE, JOBS } from '@anlan/systems/prevention';
import { entityOf } from '../registry/table.ts';
import type { Tx } from '../access/scoped.ts';
import { actOn, openCase } from '../case/write.ts';

const DAY = 86_400_000;
const post = entityOf('worker').fields['post'];
/** Words of the register's posts by key. */
const POSTS = Object.fromEntries(post?.kind === 'choice' ? post.options.map(({ value, label }) => [value, label]) : []);
const CONTRACTORS = [
  '众安检维修工程有限公司（演示）',
  '长城防腐保温有限公司（演示）',
  '恒力吊装工程有限公司（演示）',
  '信达电力安装有限公司（演示）',
];
const NAMES = ['周大海', '吴建平', '郑小军', '王福生', '冯志强', '陈水根', '褚红兵', '卫东升', '蒋开明', '沈立新'];
const WORKS = ['焊工', '架子工', '起重工', '电工', '监护人'];

/** Cards of the enterprises with most workers and their signatures, and contracted jobs in every state. */
export async function loadNotificationDemonstration(tx: Tx, now: number): Promise<void> {
  await cards(tx, now);
  const before = await sql<{ last: number }>`SELECT coalesce(max(cursor), 0) AS last FROM outbox`.execute(tx);
  await jobs(tx, now);
  // Of what lies in the past nobody is told today.
  await sql`DELETE FROM outbox WHERE cursor > ${before.rows[0]!.last}`.execute(tx);
}

/** One card a post, and one for gas rescue, in four of five enterprises that have workers; some people still unsigned. */
async function cards(tx: Tx, now: number): Promise<void> {
  const emergency = JSON.stringify([
    '1. 立即停止作业，撤到上风向集合点。',
    '2. 报告当班班长和值班室。',
    '3. 未经培训、未佩戴防护用品不得施救。',
  ]);
  const insert = (kind: string, select: ReturnType<typeof sql>) => sql`
    INSERT INTO risk_card (id, enterprise_id, kind, post, title, card_version, content, published_at, published_by, region_path, organisation_id, sector)
    SELECT gen_random_uuid(), e.id, ${kind}, ${select}, ${new Date(now - 60 * DAY)}, '安全员', e.region_path, e.id, e.sector`;
  const points = sql`coalesce((SELECT jsonb_agg(jsonb_build_array(p.name || '：' || p.hazard, coalesce(p.accident, '—'), p.word, coalesce(p.measures, '—'), coalesce(p.responsible, '—')))
    FROM (SELECT r.*, CASE r.level WHEN 'red' THEN '重大风险' WHEN 'orange' THEN '较大风险' WHEN 'yellow' THEN '一般风险' ELSE '低风险' END AS word
      FROM risk_point r WHERE r.enterprise = e.id AND r.retired_at IS NULL ORDER BY r.score DESC NULLS LAST, r.name LIMIT 4) p), '[]'::jsonb)`;
  const content = (steps: string) =>
    sql`jsonb_build_object('points', ${points}, 'emergency', ${steps}::jsonb, 'phone', '0793-8201190')`;
  await sql`${insert('post', sql`w.post, coalesce(${JSON.stringify(POSTS)}::jsonb ->> w.post, w.post) || '安全风险告知卡', 1, ${content(emergency)}`)}
    FROM enterprise e JOIN (SELECT DISTINCT enterprise, post FROM worker WHERE retired_at IS NULL) w ON w.enterprise = e.id
    WHERE (abs(hashtext(e.id::text)) % 5 <> 0 OR EXISTS (SELECT FROM person p WHERE p.scope_organisation = e.id AND p.offered IS NOT NULL))`.execute(
    tx,
  );
  await sql`${insert('gas', sql`'', '中毒窒息应急救援风险告知卡', 1, ${content(JSON.stringify(GAS_RESCUE))}`)}
    FROM enterprise e WHERE e.sector IN ('hazchem-production', 'hazchem-storage', 'metallurgy') AND (abs(hashtext(e.id::text)) % 5 <> 0 OR EXISTS (SELECT FROM person p WHERE p.scope_organisation = e.id AND p.offered IS NOT NULL))
      AND EXISTS (SELECT FROM worker w WHERE w.enterprise = e.id)`.execute(tx);
  await sql`
    INSERT INTO risk_card_signature (card_id, worker_id, at, method, signature, device, by, region_path, organisation_id, sector)
    SELECT c.id, w.id, ${new Date(now - 40 * DAY)}, 'drawn', '[[0.1,0.4,0.3,0.5,0.5,0.4],[0.6,0.3,0.7,0.7,0.9,0.5]]'::jsonb, '手机', '安全员', c.region_path, c.organisation_id, c.sector
    FROM risk_card c JOIN worker w ON w.enterprise = c.enterprise_id AND (c.post = '' OR c.post = w.post)
    WHERE w.retired_at IS NULL AND abs(hashtext(w.id::text)) % 12 <> 0`.execute(tx);
}

interface Firm {
  id: string;
  name: string;
  region_path: string;
  sector: string | null;
  lon: number | null;
  lat: number | null;
  officer: string;
  officer_name: string;
}

async function jobs(tx: Tx, now: number): Promise<void> {
  const { rows } = await sql<Firm>`
    SELECT e.id, e.name, e.region_path, e.sector, e.lon, e.lat, p.id AS officer, p.name AS officer_name
    FROM enterprise e JOIN person p ON p.scope_organisation = e.id AND p.role = 'safety-officer'
    WHERE e.retired_at IS NULL ORDER BY p.offered IS NULL, hashtext(e.id::text) LIMIT 36`.execute(tx);
  for (const [index, firm] of rows.entries()) await job(tx, firm, index, now);
}

async function job(tx: Tx, firm: Firm, index: number, now: number): Promise<void> {
  const by: Doer = { id: firm.officer, name: firm.officer_name, side: 'organisation' };
  const kind = JOBS[index % (JOBS.length - 1)] ?? JOBS[0];
  const level = (['orange', 'yellow', 'red', 'blue'] as const)[index % 4] ?? 'yellow';
  const today = dayOf(now);
  const at = now - (2 + (index % 5)) * DAY;
  const input = {
    enterprise: firm.id,
    title: `${['二车间反应釜', '罐区管廊', '污水池', '成品仓库', '锅炉房'][index % 5]}${kind.label}作业`,
    contractor: CONTRACTORS[index % CONTRACTORS.length],
    job: kind.value,
    level,
    place: ['二车间', '罐区', '污水站', '仓库', '锅炉房'][index % 5],
    startsOn: shift(today, -1),
    endsOn: shift(today, 3 + (index % 12)),
    supervisor: NAMES[index % NAMES.length],
    measures: '作业票审批、气体检测合格、专人监护、配备灭火和救援器材',
  };
  const belongs = {
    organisationId: firm.id,
    organisationName: firm.name,
    regionPath: firm.region_path,
    sector: firm.sector,
    lon: firm.lon,
    lat: firm.lat,
    demonstration: true,
  };
  const row = await openCase(tx, { kind: 'contractor-job', input, source: 'self', belongs }, by, at);
  if (isRefusal(row)) throw new Error(`job not opened: ${row.refused} ${JSON.stringify(row.facts)}`);
  const people = 2 + (index % 5);
  const told = index % 5 === 1 ? people - 1 : people;
  await sql`
    INSERT INTO contractor_worker (id, case_id, name, work, told_at, device, by, region_path, organisation_id, sector)
    SELECT gen_random_uuid(), ${row.id}, (${NAMES}::text[])[1 + (${index} + n) % ${NAMES.length}], (${WORKS}::text[])[1 + n % ${WORKS.length}],
      CASE WHEN n <= ${told} THEN ${new Date(at + 3_600_000)}::timestamptz END, '手机', ${by.name}, ${firm.region_path}, ${firm.id}, ${firm.sector}
    FROM generate_series(1, ${people}::int) n`.execute(tx);
  await sql`UPDATE case_contractor_job SET workers = ${people}, notified = ${told} WHERE case_id = ${row.id}`.execute(
    tx,
  );
  if (index % 4 === 3) return;
  const high = level === 'red' || level === 'orange';
  if (high && told < people) return;
  const started = await actOn(tx, row.id, { action: 'start', input: {}, files: [] }, by, at + 7_200_000);
  if (isRefusal(started)) throw new Error(`job not started: ${started.refused}`);
}
