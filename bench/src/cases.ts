import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { connectApi, startPlatform, type Api } from '@anlan/journeys';
import { optionsOf } from './options.ts';
import { machine, printTable, quantile, rounded } from './table.ts';

const TARGET_MS = 200;
const ABREAST = 8;
/** Longest time that lateness of many may take to be climbed, ms. */
const PATIENCE_MS = 300_000;

const LISTS: readonly (readonly [what: string, path: string])[] = [
  ['newest first', '/api/cases?size=50'],
  ['open, mine, by deadline', '/api/cases?size=50&open=1&owner=mine&sort=due'],
  ['late', '/api/cases?size=50&overdue=1&open=1&sort=due'],
  ['closed hidden dangers', '/api/cases?size=50&kind=hidden-danger&state=closed'],
  ['red and open', '/api/cases?size=50&level=red&open=1'],
  ['words of every sixth title', '/api/cases?size=50&search=消防通道'],
  ['words of 5,000 titles', '/api/cases?size=50&search=有限空间'],
  ['words of 5,000, closed', '/api/cases?size=50&search=有限空间&open=0&sort=due'],
  ['a number', '/api/cases?size=50&search=BX-77770'],
  ['board', '/api/prevention/board'],
  ['board of a month ago', `/api/prevention/board?at=${Date.now() - 30 * 86_400_000}`],
  ['what needs me now', '/api/home'],
];

/** Enters `rows` hidden dangers of the last three years with their trail, one in twenty and the last days' still open. */
async function fill(client: pg.Client, rows: number): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE firm AS SELECT row_number() OVER () - 1 AS n, e.*, r.name AS region_name FROM enterprise e JOIN region r ON r.path = e.region_path;
     CREATE UNIQUE INDEX ON firm (n); ANALYZE firm`,
  );
  const { rows: counted } = await client.query<{ n: string }>('SELECT count(*) AS n FROM firm');
  const titles = `CASE WHEN i % 200 = 7 THEN '有限空间作业未审批' ELSE
    (ARRAY['消防通道堆放杂物', '灭火器压力不足', '可燃气体报警器未检定', '特种作业证过期', '安全出口上锁', '配电箱未接地'])[1 + i % 6] END`;
  const batch = 100_000;
  for (let from = 0; from < rows; from += batch) {
    // All of a case at once: the platform carries on open dangers as soon as it sees them.
    await client.query('BEGIN');
    await client.query(
      `CREATE TEMP TABLE batch AS SELECT gen_random_uuid() AS id, i, f.*, now() - (i % 1095) * interval '1 day' - (i % 86400) * interval '1 second' AS opened,
         i % 20 = 0 OR i % 1095 < 6 AS open,
         CASE WHEN i % 1095 < 6 THEN 0 ELSE i % 3 END AS stage, ${titles} AS title, (ARRAY['blue', 'yellow', 'blue', 'orange', 'yellow', 'blue', 'red'])[1 + i % 7] AS colour
       FROM generate_series($1::int, $2::int) i JOIN (SELECT n, id AS firm, name AS firm_name, region_path, region_name, sector, lon, lat FROM firm) f ON f.n = (i::bigint * 7919) % $3`,
      [from, Math.min(from + batch, rows) - 1, Number(counted[0]!.n)],
    );
    await client.query(`
      INSERT INTO case_file (id, number, kind, system, title, state, level, source, owner, organisation_id, organisation_name, region_path, region_name, sector,
        lon, lat, opened_at, opened_by, due_at, closed_at, demonstration, version)
      SELECT id, 'BX-' || i, 'hidden-danger', 'S59', title, CASE WHEN open THEN (ARRAY['registered', 'rectifying', 'submitted'])[1 + stage] ELSE 'closed' END, colour,
        CASE WHEN i % 5 = 0 THEN 'inspection' ELSE 'self' END, CASE WHEN open THEN CASE WHEN stage = 1 THEN 'organisation' ELSE 'authority' END END,
        firm, firm_name, region_path, region_name, sector, lon, lat, opened, '测速', CASE WHEN open THEN now() + (i % 40) * interval '1 day' ELSE opened + interval '9 days' END,
        CASE WHEN open THEN NULL ELSE opened + interval '6 days' END, true, 4 FROM batch`);
    await client.query(`
      INSERT INTO case_hidden_danger (case_id, region_path, organisation_id, sector, enterprise, title, class, round, level, grade)
      SELECT id, region_path, firm, sector, firm, title, (ARRAY['process', 'equipment', 'material', 'place', 'post'])[1 + i % 5], 'shift', colour, 'general' FROM batch`);
    await client.query(`
      INSERT INTO case_entry (case_id, seq, at, by, side, action, from_state, to_state, text, input, due_at, region_path, organisation_id, sector)
      SELECT id, step, opened + (ARRAY[0, 1, 2, 6])[step] * interval '1 day', '测速', 'organisation', (ARRAY['open', 'grade', 'assign', 'submit'])[step], NULL,
        CASE WHEN open THEN (ARRAY['registered', 'graded', 'rectifying', 'submitted'])[step] ELSE (ARRAY['registered', 'graded', 'rectifying', 'closed'])[step] END,
        title, CASE step WHEN 1 THEN jsonb_build_object('title', title, 'round', 'shift')
          WHEN 2 THEN jsonb_build_object('grade', 'general', 'level', colour, 'class', (ARRAY['process', 'equipment', 'material', 'place', 'post'])[1 + i % 5]) ELSE '{}' END,
        CASE WHEN open THEN now() + (i % 40) * interval '1 day' ELSE opened + interval '9 days' END, region_path, firm, sector
      FROM batch, generate_series(1, CASE WHEN open THEN (ARRAY[1, 3, 4])[1 + stage] ELSE 4 END) step
      WHERE opened + (ARRAY[0, 1, 2, 6])[step] * interval '1 day' <= now(); DROP TABLE batch; COMMIT`);
  }
  for (const table of ['case_file', 'case_hidden_danger', 'case_entry']) await client.query(`VACUUM ANALYZE ${table}`);
}

/**
 * Lists, acts and lateness of 10⁶ (or `--rows`) cases over HTTP, on a platform of its own. `--home FOLDER` keeps its data:
 * filled once, measured again.
 */
export async function cases(args: readonly string[]): Promise<number> {
  const { rows, rounds, acts, late, home } = optionsOf(args, {
    rows: 1_000_000,
    rounds: 20,
    acts: 1000,
    late: 10_000,
    home: '',
  });
  const platform = await startPlatform(home === '' ? {} : { home, within: 300_000 });
  let slow = 0;
  try {
    const kept = JSON.parse(await readFile(join(platform.home, 'postgres.json'), 'utf8')) as {
      owner: string;
      port: number;
    };
    const client = new pg.Client({ connectionString: `postgres://anlan:${kept.owner}@127.0.0.1:${kept.port}/anlan` });
    // The platform may be taken down under it: what went wrong before is what counts.
    client.on('error', () => {});
    await client.connect();
    const began = performance.now();
    const there = await client.query("SELECT FROM case_file WHERE number LIKE 'BX-%' LIMIT 1");
    if (there.rows.length === 0) await fill(client, rows);
    console.log(
      `cases · ${machine()} · ${rows.toLocaleString('en-US')} cases entered in ${Math.round((performance.now() - began) / 1000)} s`,
    );
    const { rows: officers } = await client.query<{ role: string; account: string }>(
      `SELECT DISTINCT ON (role) role, account FROM person WHERE role IN ('town-officer', 'safety-officer') AND offered IS NOT NULL ORDER BY role, account`,
    );
    const who: [string, Api][] = [];
    for (const { role, account } of officers) who.push([role, await connectApi(platform.url, account)]);
    // The sign-in page offers a county's inspector only; the whole city's is measured.
    await client.query(
      `UPDATE person SET offered = '{"order": 98, "place": "上饶市", "jurisdiction": "cn.36.11."}' WHERE account = 'shangrao.inspector'`,
    );
    who.push(['city inspector', await connectApi(platform.url, 'shangrao.inspector')]);
    slow = await lists(who, rounds);
    await act(client, who.at(-1)![1], acts);
    await climb(client, late);
    await client.end();
  } finally {
    await (home === '' ? platform.remove() : platform.stop());
  }
  return slow === 0 ? 0 : 1;
}

async function lists(who: readonly (readonly [string, Api])[], rounds: number): Promise<number> {
  const printed: (string | number)[][] = [];
  let slow = 0;
  for (const [what, path] of LISTS) {
    for (const [name, api] of who) {
      const times: number[] = [];
      let found = '';
      for (let round = 0; round < rounds + 2; round += 1) {
        const asked = performance.now();
        const page = await api.get<{ total?: number; atLeast?: boolean }>(encodeURI(path));
        if (round > 1) times.push(performance.now() - asked);
        found =
          page.total === undefined ? '' : `${page.atLeast === true ? '≥ ' : ''}${page.total.toLocaleString('en-US')}`;
      }
      const p95 = quantile(times, 0.95);
      if (p95 >= TARGET_MS) slow += 1;
      printed.push([what, name, found, rounded(quantile(times, 0.5)), rounded(p95), p95 < TARGET_MS ? 'yes' : 'NO']);
    }
  }
  printTable(['list', 'who', 'found', 'p50, ms', 'p95, ms', `< ${TARGET_MS} ms`], printed);
  return slow;
}

/** Acts of one officer, several at a time: each is one durable transaction with trail, event and audit. */
async function act(client: pg.Client, api: Api, count: number): Promise<void> {
  const { rows } = await client.query<{ id: string; version: number }>(
    `SELECT id, version FROM case_file WHERE state = 'registered' AND source = 'inspection' AND number LIKE 'BX-%' AND region_path > 'cn.36.11.' AND region_path < 'cn.36.11/' LIMIT $1`,
    [count],
  );
  const times: number[] = [];
  const waiting = [...rows];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: ABREAST }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const asked = performance.now();
        const input = { grade: 'general', level: 'yellow', class: 'place', basis: '一般隐患' };
        await api.post(`/api/cases/${next.id}/acts/grade`, { version: next.version, input });
        times.push(performance.now() - asked);
      }
    }),
  );
  const rate = rows.length / ((performance.now() - began) / 1000);
  console.log(
    `\nacts · ${rows.length} graded, ${ABREAST} at a time: ${rounded(rate)}/s, p50 ${rounded(quantile(times, 0.5))} ms, p95 ${rounded(quantile(times, 0.95))} ms`,
  );
}

/** Many deadlines at once: how long until every one has climbed its rung. */
async function climb(client: pg.Client, count: number): Promise<void> {
  await client.query(
    `UPDATE case_file SET due_at = now() - interval '1 hour', escalate_at = now() - interval '1 hour'
     WHERE id IN (SELECT id FROM case_file WHERE closed_at IS NULL AND number LIKE 'BX-%' LIMIT $1)`,
    [count],
  );
  const began = performance.now();
  const left = async (): Promise<number> => {
    const { rows } = await client.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM case_file WHERE escalate_at < now() AND closed_at IS NULL',
    );
    return rows[0]!.n;
  };
  while ((await left()) > 0 && performance.now() - began < PATIENCE_MS)
    await new Promise((resolve) => setTimeout(resolve, 200));
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `lateness · ${count.toLocaleString('en-US')} deadlines passed at once: ${(await left()) === 0 ? 'all climbed' : 'NOT all climbed'} in ${rounded(seconds)} s (${rounded(count / seconds)}/s)`,
  );
}
