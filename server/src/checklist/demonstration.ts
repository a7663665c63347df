import { loadCheckItems, uuidOf } from '@anlan/data';
import { sql } from 'kysely';
import { dayOf, startOf } from '@anlan/domain/calendar';
import { CHECK_TIERS, itemContentSchema, nextOpening, type CheckPlan } from '@anlan/kernel/checklist';
import { isRefusal } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { parameterOf } from '../parameter/book.ts';
import { ensureList, presentVersion } from './lists.ts';
import { publishDrafts } from './master.ts';

const DAY = 86_400_000;
/** Days of rounds that are told, and of these the ones told item by item. */
const TOLD = 40;
const IN_FULL = 3;
const FIRMS = 130;
const OFFICER_RUNS = 160;

/** Publishes the pack's items as the first version of the master where there is none. */
export async function loadChecklist(db: Database): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if ((await presentVersion(tx)) > 0) return;
    const drafts = loadCheckItems().map(({ code, ...content }) => ({
      item_id: uuidOf('check-item', code),
      code,
      change: 'add',
      content: itemContentSchema.parse(content),
      base: 0,
      by: '平台',
    }));
    await sql`
      INSERT INTO check_draft (item_id, code, change, content, base, by)
      SELECT item_id, code, change, content, base, by FROM jsonb_populate_recordset(NULL::check_draft, ${JSON.stringify(drafts)}::jsonb)`.execute(
      tx,
    );
    const published = await publishDrafts(
      tx,
      { base: 0, reason: '平台首版：通用、行业、重大隐患判定与标准化条目' },
      { id: null, name: '平台' },
      Date.now(),
    );
    if (isRefusal(published)) throw new Error(`first master refused: ${published.refused}`);
  });
}

const PLAN: CheckPlan = {
  shifts: [
    { name: '白班', from: '08:00', to: '20:00' },
    { name: '夜班', from: '20:00', to: '08:00' },
  ],
  departments: ['生产部', '设备部'],
  manager: true,
  daysOff: true,
  paused: false,
};

/** Rounds of the demonstration's enterprises up to `now`, and officers' checks; the dangers are those of the cases. */
export async function loadCheckDemonstration(tx: Tx, now: number): Promise<void> {
  const due = parameterOf('check.sectors').value as readonly string[];
  const chosen = await sql<{ id: string; sector: string; offered: boolean }>`
    SELECT e.id, e.sector, coalesce(p.offered, false) AS offered FROM enterprise e
    LEFT JOIN (SELECT scope_organisation, bool_or(offered IS NOT NULL) AS offered FROM person GROUP BY 1) p ON p.scope_organisation = e.id
    WHERE e.status = 'running' AND e.sector = ANY (${[...due]}::text[])
    ORDER BY coalesce(p.offered, false) DESC, (p.scope_organisation IS NULL), hashtext(e.id::text) LIMIT ${FIRMS}`.execute(
    tx,
  );
  const firms = chosen.rows;
  if (firms.length === 0) return;
  const lists = [];
  for (const sector of new Set(firms.map((firm) => firm.sector))) {
    for (const tier of CHECK_TIERS) {
      const list = await ensureList(tx, { use: 'self', sector, tier });
      if (!isRefusal(list)) lists.push({ sector, tier, list: list.id, items: list.items });
    }
  }
  const next = nextOpening(PLAN, now);
  await sql`
    INSERT INTO check_plan (organisation_id, region_path, sector, plan, made_until, next_at, by)
    SELECT id, region_path, sector, ${JSON.stringify(PLAN)}::jsonb, ${new Date(now)}, ${next === null ? null : new Date(next)}, name || '负责人'
    FROM enterprise WHERE id = ANY (${firms.map(({ id }) => id)}::uuid[])`.execute(tx);
  await insertRounds(
    tx,
    lists,
    firms.flatMap(({ id, offered }) => (offered ? [id] : [])),
    now,
  );
  await tellDangers(tx, now);
  await insertOfficerRuns(tx, now);
  await numberRuns(tx);
}

async function insertRounds(tx: Tx, lists: readonly object[], shown: readonly string[], now: number): Promise<void> {
  const today = dayOf(now);
  const version = await presentVersion(tx);
  await sql`
    WITH list AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(lists)}::jsonb) AS l (sector text, tier text, list uuid, items int)),
    days AS (SELECT d::date AS day FROM generate_series(${today}::date - ${TOLD}::int, ${today}::date, interval '1 day') d),
    slot AS (
      SELECT 'shift' AS tier, s.unit, to_char(day, 'YYYY-MM-DD') AS period,
        (day + s.opens) AT TIME ZONE 'Asia/Shanghai' AS opens, (day + s.ends) AT TIME ZONE 'Asia/Shanghai' AS due
      FROM days, (VALUES ('白班', interval '8 hours', interval '20 hours'), ('夜班', interval '20 hours', interval '32 hours')) s (unit, opens, ends)
      UNION ALL
      SELECT 'department', u.unit, to_char(day, 'YYYY-MM-DD'), day::timestamp AT TIME ZONE 'Asia/Shanghai',
        (day + interval '7 days') AT TIME ZONE 'Asia/Shanghai' - interval '1 millisecond'
      FROM days, (VALUES ('生产部'), ('设备部')) u (unit) WHERE extract(isodow FROM day) = 1
      UNION ALL
      SELECT 'manager', NULL, to_char(day, 'YYYY-MM'), day::timestamp AT TIME ZONE 'Asia/Shanghai',
        (day + interval '1 month') AT TIME ZONE 'Asia/Shanghai' - interval '1 millisecond'
      FROM days WHERE extract(day FROM day) = 1),
    made AS (
      SELECT slot.*, e.id AS firm, e.name, e.region_path, r.name AS place, e.sector, list.list, list.items,
        -- Whoever is offered on the sign-in page finds a round of theirs that was missed.
        CASE WHEN e.id = ANY (${[...shown]}::uuid[]) AND slot.unit = '夜班' AND slot.period = to_char(${today}::date - 5, 'YYYY-MM-DD') THEN 15
          ELSE abs(hashtext(e.id::text || slot.tier || coalesce(slot.unit, '') || slot.period)) % 1000 END AS chance
      FROM slot CROSS JOIN check_plan p JOIN enterprise e ON e.id = p.organisation_id JOIN region r ON r.path = e.region_path
      JOIN list ON list.sector = e.sector AND list.tier = slot.tier
      WHERE slot.opens <= ${new Date(now)}),
    told AS (
      SELECT *, CASE
          WHEN due < ${new Date(now)} THEN CASE WHEN chance < 28 THEN 'missed' ELSE 'done' END
          WHEN tier <> 'shift' AND chance < 350 THEN 'done' ELSE 'open' END AS state,
        CASE WHEN due < ${new Date(now)} AND chance < 10 THEN due + interval '1 hour' * (1 + chance % 9)
          WHEN due < ${new Date(now)} AND chance < 28 THEN NULL
          WHEN due < ${new Date(now)} THEN opens + (due - opens) * (0.05 + 0.85 * chance / 1000)
          WHEN tier <> 'shift' AND chance < 350 THEN opens + (${new Date(now)}::timestamptz - opens) * (0.1 + 0.8 * chance / 350) END AS done
      FROM made)
    INSERT INTO check_run (id, number, list_id, use, tier, title, period, unit, state, master_version, organisation_id, organisation_name,
      region_path, region_name, sector, opens_at, due_at, done_at, done_by, items, answered, na, demonstration)
    SELECT gen_random_uuid(), gen_random_uuid()::text, list, 'self', tier,
      CASE tier WHEN 'shift' THEN '班组日查·' || unit WHEN 'department' THEN '部门周查·' || unit ELSE '经理月查' END,
      period, unit, state, ${version}, firm, name, region_path, place, sector, opens, due, CASE WHEN done IS NOT NULL THEN least(done, ${new Date(now)}) END,
      CASE WHEN done IS NULL THEN NULL ELSE name || CASE tier WHEN 'shift' THEN '班组长' WHEN 'department' THEN '安全员' ELSE '负责人' END END,
      items, CASE WHEN done IS NULL THEN 0 ELSE items END, CASE WHEN done IS NULL THEN 0 ELSE chance % 3 END, true
    FROM told`.execute(tx);
  await sql`
    INSERT INTO check_answer (run_id, item_id, use, result, by, at, region_path, organisation_id, sector)
    SELECT r.id, l.item_id, 'self', CASE WHEN l.seq <= r.na THEN 'na' ELSE 'ok' END, r.done_by, r.done_at, r.region_path, r.organisation_id, r.sector
    FROM check_run r JOIN check_list_item l ON l.list_id = r.list_id
    WHERE r.done_at IS NOT NULL AND r.tier = 'shift' AND r.opens_at >= ${new Date(startOf(today) - IN_FULL * DAY)}`.execute(
    tx,
  );
}

/** What was found in a round is what the enterprise's cases say of that time; the newest are tied to their items. */
async function tellDangers(tx: Tx, now: number): Promise<void> {
  await sql`
    UPDATE check_run r SET bad = least(f.n, r.items - r.na) FROM (
      SELECT r.id, count(*)::int AS n FROM check_run r
      JOIN case_file c ON c.organisation_id = r.organisation_id AND c.kind = 'hidden-danger' AND c.source = 'self'
        AND c.opened_at >= r.opens_at AND c.opened_at <= r.due_at
      JOIN case_hidden_danger d ON d.case_id = c.id AND d.round = r.tier
      WHERE r.done_at IS NOT NULL AND (r.unit IS NULL OR r.unit NOT IN ('设备部')) GROUP BY 1) f
    WHERE r.id = f.id`.execute(tx);
  await sql`
    WITH danger AS (
      SELECT r.id AS run, c.id, d.class, c.title, row_number() OVER (PARTITION BY r.id, d.class ORDER BY c.opened_at, c.id) AS nth FROM check_run r
      JOIN case_file c ON c.organisation_id = r.organisation_id AND c.kind = 'hidden-danger' AND c.source = 'self'
        AND c.opened_at >= r.opens_at AND c.opened_at <= r.due_at
      JOIN case_hidden_danger d ON d.case_id = c.id AND d.round = 'shift'
      WHERE r.tier = 'shift' AND r.done_at IS NOT NULL AND r.opens_at >= ${new Date(startOf(dayOf(now)) - IN_FULL * DAY)}),
    item AS (
      SELECT a.id, a.run_id, v.class, row_number() OVER (PARTITION BY a.run_id, v.class ORDER BY a.item_id) AS nth FROM check_answer a
      JOIN check_item_version v ON v.item_id = a.item_id AND v.to_version IS NULL WHERE a.use = 'self' AND a.result = 'ok')
    UPDATE check_answer a SET result = 'bad', case_id = danger.id, note = danger.title FROM danger JOIN item
      ON item.run_id = danger.run AND item.class = danger.class AND item.nth = danger.nth WHERE a.id = item.id`.execute(
    tx,
  );
  await sql`
    UPDATE check_run r SET bad = f.bad FROM (
      SELECT run_id, count(*) FILTER (WHERE result = 'bad')::int AS bad FROM check_answer GROUP BY 1) f WHERE r.id = f.run_id`.execute(
    tx,
  );
}

/** Officers' checks: one for each of the newest inspections that found something, with all its items. */
async function insertOfficerRuns(tx: Tx, now: number): Promise<void> {
  const sectors = await sql<{
    sector: string;
  }>`SELECT DISTINCT sector FROM enterprise WHERE sector IS NOT NULL`.execute(tx);
  const lists = [];
  for (const { sector } of sectors.rows) {
    const list = await ensureList(tx, { use: 'enforcement', sector, tier: null });
    if (!isRefusal(list)) lists.push({ sector, list: list.id, items: list.items, version: list.master_version });
  }
  await sql`
    WITH list AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(lists)}::jsonb) AS l (sector text, list uuid, items int, version int)),
    found AS (
      SELECT DISTINCT ON (c.organisation_id) c.* FROM case_file c WHERE c.kind = 'hidden-danger' AND c.source = 'inspection'
      ORDER BY c.organisation_id, c.opened_at DESC)
    INSERT INTO check_run (id, number, list_id, use, title, period, state, master_version, organisation_id, organisation_name, region_path,
      region_name, sector, opens_at, due_at, done_at, done_by, done_by_id, items, answered, bad, demonstration)
    SELECT c.id, c.id::text, list.list, 'enforcement', '现场执法检查', to_char(c.opened_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'), 'done',
      list.version, c.organisation_id, c.organisation_name, c.region_path, c.region_name, c.sector, c.opened_at - interval '2 hours',
      c.opened_at + interval '8 hours', c.opened_at, c.opened_by, c.opened_by_id, list.items, list.items, 1, true
    FROM found c JOIN list ON list.sector = c.sector WHERE c.opened_at < ${new Date(now)} ORDER BY c.opened_at DESC LIMIT ${OFFICER_RUNS}`.execute(
    tx,
  );
  await sql`
    WITH item AS (
      SELECT r.id AS run, l.item_id, row_number() OVER (PARTITION BY r.id ORDER BY (v.class IS DISTINCT FROM d.class), cardinality(v.sectors) = 0, l.seq) AS nth
      FROM check_run r JOIN check_list_item l ON l.list_id = r.list_id JOIN check_item_version v ON v.item_id = l.item_id AND v.from_version = l.from_version
      JOIN case_hidden_danger d ON d.case_id = r.id WHERE r.use = 'enforcement')
    INSERT INTO check_answer (run_id, item_id, use, result, case_id, by, by_id, at, region_path, organisation_id, sector)
    SELECT r.id, item.item_id, 'enforcement', CASE WHEN nth = 1 THEN 'bad' ELSE 'ok' END, CASE WHEN nth = 1 THEN r.id END, r.done_by, r.done_by_id, r.done_at,
      r.region_path, r.organisation_id, r.sector
    FROM item JOIN check_run r ON r.id = item.run`.execute(tx);
}

/** Numbers in the order of opening, and where each day goes on. */
async function numberRuns(tx: Tx): Promise<void> {
  await sql`
    UPDATE check_run r SET number = n.number FROM (
      SELECT id, 'JC-' || to_char(opens_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD') || '-' ||
        lpad(row_number() OVER (PARTITION BY (opens_at AT TIME ZONE 'Asia/Shanghai')::date ORDER BY opens_at, id)::text, 4, '0') AS number FROM check_run) n
    WHERE r.id = n.id`.execute(tx);
  await sql`
    INSERT INTO running_number (prefix, day, last)
    SELECT 'JC', (opens_at AT TIME ZONE 'Asia/Shanghai')::date, count(*) FROM check_run GROUP BY 2
    ON CONFLICT (prefix, day) DO UPDATE SET last = greatest(running_number.last, excluded.last)`.execute(tx);
}
