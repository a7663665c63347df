import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import type { KeyCounties, keyCountyInput } from '@anlan/kernel/campaign';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { SECTOR_TRADES, SECTORS_OF_TRADE } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import { doerOf } from '../case/doer.ts';
import { openCase } from '../case/write.ts';
import { valuesFor } from '../parameter/book.ts';

const YEAR = 365;

interface Count {
  readonly path: string;
  readonly name: string;
  readonly accidents: number;
  readonly dangers: number;
}

/** Accidents with a flash report in a year (each chain once) and open major dangers, by county, for a trade. */
async function countsOf(tx: Tx, trade: string): Promise<Count[]> {
  const sectors = SECTORS_OF_TRADE[trade] ?? [];
  const ofSector = (column: string) =>
    sectors.length === 0 ? sql`true` : sql`${sql.ref(column)} = ANY (${[...sectors]}::text[])`;
  const kind = { fire: 'fire', transport: 'traffic' }[trade];
  const accident =
    kind !== undefined
      ? sql`f.kind = ${kind}`
      : trade === 'all'
        ? sql`true`
        : sql`f.kind = 'work' AND ${ofSector('f.sector')}`;
  const county = sql`SELECT r.path FROM region r WHERE r.kind IN ('county', 'zone') AND starts_with(x.region_path, r.path) ORDER BY length(r.path) DESC LIMIT 1`;
  const { rows } = await sql<Count>`
    WITH accident AS (
      SELECT c.path, count(*)::int AS n FROM (SELECT DISTINCT ON (f.chain_id) f.region_path FROM flash_report f
        WHERE f.occurred_at > now() - make_interval(days => ${YEAR}) AND ${accident} ORDER BY f.chain_id, f.seq DESC) x
      CROSS JOIN LATERAL (${county}) c GROUP BY 1),
    danger AS (
      SELECT c.path, count(*)::int AS n FROM (SELECT d.region_path FROM case_hidden_danger d JOIN case_file f ON f.id = d.case_id
        WHERE d.grade = 'major' AND f.closed_at IS NULL AND ${ofSector('f.sector')}) x
      CROSS JOIN LATERAL (${county}) c GROUP BY 1)
    SELECT r.path, r.name, coalesce(a.n, 0) AS accidents, coalesce(d.n, 0) AS dangers
    FROM region r LEFT JOIN accident a ON a.path = r.path LEFT JOIN danger d ON d.path = r.path
    WHERE a.n IS NOT NULL OR d.n IS NOT NULL ORDER BY coalesce(a.n, 0) DESC, coalesce(d.n, 0) DESC, r.path`.execute(tx);
  return rows;
}

/** Listed key counties of the scope, and those whose accidents or major dangers reach the numbers of their place. */
export async function keyCounties(tx: Tx, now: number, trade: string): Promise<KeyCounties> {
  type Row = Omit<KeyCounties['listed'][number], 'dueAt' | 'listedAt' | 'offAt'> & {
    path: string;
    dueAt: Date | null;
    listedAt: Date;
    offAt: Date | null;
  };
  const { rows } = await sql<Row>`
    SELECT c.id AS "caseId", c.number, c.region_name AS region, c.region_path AS path, d.trade, c.state, d.reason, d.accidents, d.dangers, d.responsible,
      c.due_at AS "dueAt", coalesce(c.due_at < now() AND c.state IN ('listed', 'rectifying'), false) AS late, c.opened_at AS "listedAt", c.closed_at AS "offAt"
    FROM case_file c JOIN case_key_county d ON d.case_id = c.id WHERE c.kind = 'key-county'
    ORDER BY (c.closed_at IS NOT NULL), c.due_at NULLS LAST, c.opened_at DESC LIMIT 200`.execute(tx);
  const candidates: KeyCounties['candidates'] = [];
  for (const one of await countsOf(tx, trade)) {
    if (rows.some((row) => row.offAt === null && row.path === one.path && row.trade === trade)) continue;
    const values = await valuesFor(tx, one.path, now);
    const accidentsFrom = values.number('key-county.accidents');
    const dangersFrom = values.number('key-county.dangers');
    if (one.accidents >= accidentsFrom || one.dangers >= dangersFrom)
      candidates.push({ ...one, trade, accidentsFrom, dangersFrom });
  }
  return {
    listed: rows.map(({ path: _, ...row }) => ({
      ...row,
      dueAt: row.dueAt?.getTime() ?? null,
      listedAt: row.listedAt.getTime(),
      offAt: row.offAt?.getTime() ?? null,
    })),
    candidates,
  };
}

/** Lists a county below the actor's own place, with the numbers of the day as they are in the registers. */
export async function listKeyCounty(
  context: Context,
  actor: Actor,
  wish: z.infer<typeof keyCountyInput>,
): Promise<string | Refusal> {
  const { scope } = actor;
  const below =
    scope.kind === 'all' ||
    (scope.kind === 'region' && wish.region.startsWith(scope.path) && wish.region !== scope.path);
  if (!below) return refuse('not-found');
  const trade = SECTOR_TRADES.find(({ value }) => value === wish.trade);
  if (trade === undefined)
    return refuse(
      'field-invalid',
      { field: both('领域', 'Trade'), problem: both('不在可选范围内', 'it is not among the options') },
      'trade',
    );
  const counts = await withScope(context.db, scope, (tx) => countsOf(tx, wish.trade));
  const own = counts.find(({ path }) => path === wish.region);
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<{ name: string; open: boolean }>`
      SELECT r.name, EXISTS (SELECT FROM case_file c JOIN case_key_county d ON d.case_id = c.id
        WHERE c.kind = 'key-county' AND c.closed_at IS NULL AND c.region_path = r.path AND d.trade = ${wish.trade}) AS open
      FROM region r WHERE r.path = ${wish.region} AND r.kind IN ('county', 'zone')`.execute(tx);
    const [county] = rows;
    if (county === undefined)
      return refuse(
        'field-invalid',
        {
          field: both('重点县', 'Key county'),
          problem: both('应选择一个县（市、区）', 'choose a county (city, district)'),
        },
        'region',
      );
    if (county.open)
      return refuse(
        'already-exists',
        {
          field: both('重点县', 'Key county'),
          value: both(`${county.name} ${trade.label}`, `${county.name} ${trade.labelEn}`),
        },
        'region',
      );
    const opened = await openCase(
      tx,
      {
        kind: 'key-county',
        input: {
          title: `${county.name}${trade.label}重点整治`,
          trade: wish.trade,
          reason: wish.reason,
          accidents: own?.accidents ?? 0,
          dangers: own?.dangers ?? 0,
        },
        source: 'inspection',
        belongs: {
          organisationId: null,
          organisationName: null,
          regionPath: wish.region,
          sector: null,
          lon: null,
          lat: null,
          demonstration: false,
        },
      },
      doerOf(actor),
      Date.now(),
    );
    if (isRefusal(opened)) return opened;
    await record(tx, actor, 'campaign.key-county', { kind: 'case', id: opened.id }, 'done', {
      region: county.name,
      trade: wish.trade,
    });
    return opened.id;
  });
}
