import { sql } from 'kysely';
import { scopeRange, type Actor } from '@anlan/kernel/access';
import type { OnlineRates } from '@anlan/kernel/camera';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';

export interface RateWish {
  readonly by: 'region' | 'enterprise';
  readonly region?: string | undefined;
  readonly days: number;
}

const DAY_MS = 86_400_000;
const MOST_GROUPS = 300;

interface Row {
  key: string;
  name: string | null;
  cameras: number;
  online: number;
  never: number;
  on: number | null;
  known: number | null;
}

/** On line and off line by region or enterprise: now, and by time over the last days. Cameras never heard of count as not on line now only. */
export function onlineRates({ db }: Context, { scope }: Actor, wish: RateWish): Promise<OnlineRates> {
  return withScope(db, scope, async (tx) => {
    const path = wish.region ?? (scope.kind === 'region' ? scope.path : 'cn.');
    const rows = await groupsOf(tx, wish, path);
    const sum = (of: (row: Row) => number | null): number => rows.reduce((total, row) => total + (of(row) ?? 0), 0);
    const shown = ({ key, name, cameras, online, never, on, known }: Row) => {
      return { key, name: name ?? key, cameras, online, never, share: known ? (on ?? 0) / known : null };
    };
    const total: Row = {
      key: path,
      name: '合计',
      cameras: sum(({ cameras }) => cameras),
      online: sum(({ online }) => online),
      never: sum(({ never }) => never),
      on: sum(({ on }) => on),
      known: sum(({ known }) => known),
    };
    return {
      total: shown(total),
      groups: rows.slice(0, MOST_GROUPS).map(shown),
      days: await daysOf(tx, path, wish.days),
    };
  });
}

/** One level below the region looked at: counties of a city, towns of a county. */
async function groupsOf(tx: Tx, { by, days }: RateWish, path: string): Promise<Row[]> {
  const { from, to } = scopeRange(path);
  const since = new Date(Date.now() - days * DAY_MS);
  const depth = path.split('.').length;
  const place = sql`array_to_string((string_to_array(rtrim(c.region_path, '.'), '.'))[1:${depth}::int], '.') || '.'`;
  const key = by === 'region' ? place : sql`coalesce(c.enterprise::text, '')`;
  const name =
    by === 'region'
      ? sql`(SELECT name FROM region r WHERE r.path = g.key)`
      : sql`(SELECT e.name FROM enterprise e WHERE e.id::text = g.key)`;
  const seconds = sql`extract(epoch FROM coalesce(l.until_at, now()) - greatest(l.from_at, ${since}))`;
  const { rows } = await sql<Row>`
    SELECT g.*, ${name} AS name FROM (
      SELECT ${key} AS key, count(*)::int AS cameras, count(*) FILTER (WHERE t.now)::int AS online,
        count(*) FILTER (WHERE t.camera_id IS NULL)::int AS never, sum(t.on)::double precision AS on, sum(t.known)::double precision AS known
      FROM camera c LEFT JOIN (
        SELECT l.camera_id, bool_or(l.online) FILTER (WHERE l.until_at IS NULL) AS now, sum(${seconds}) FILTER (WHERE l.online) AS on,
          sum(${seconds}) AS known
        FROM camera_span l WHERE (l.until_at IS NULL OR l.until_at > ${since}) AND l.region_path >= ${from} AND l.region_path < ${to}
        GROUP BY l.camera_id) t ON t.camera_id = c.id
      WHERE c.retired_at IS NULL AND c.region_path >= ${from} AND c.region_path < ${to}
      GROUP BY 1) g
    ORDER BY g.online::double precision / g.cameras, g.cameras DESC, g.key`.execute(tx);
  return rows;
}

/** Share of each day, by time, of all cameras heard of until then; days are Chinese. */
async function daysOf(tx: Tx, path: string, days: number): Promise<OnlineRates['days']> {
  const { from, to } = scopeRange(path);
  const { rows } = await sql<{ day: string; share: number | null }>`
    WITH day AS (
      SELECT (date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai') - n * interval '1 day') AT TIME ZONE 'Asia/Shanghai' AS starts
      FROM generate_series(0, ${days - 1}::int) n)
    SELECT to_char(d.starts AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day,
      (sum(o.seconds) FILTER (WHERE l.online) / nullif(sum(o.seconds), 0))::double precision AS share
    FROM day d
    LEFT JOIN camera_span l ON l.from_at < d.starts + interval '1 day' AND (l.until_at IS NULL OR l.until_at > d.starts)
      AND l.region_path >= ${from} AND l.region_path < ${to}
    CROSS JOIN LATERAL (SELECT extract(epoch FROM least(coalesce(l.until_at, now()), d.starts + interval '1 day') - greatest(l.from_at, d.starts))
      AS seconds) o
    GROUP BY d.starts ORDER BY d.starts`.execute(tx);
  return rows;
}
