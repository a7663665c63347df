import { sql } from 'kysely';
import { shareOf } from '@anlan/systems/monitoring/indicators';
import { comparedShare } from '../comparison/read.ts';
import { HOUR } from '../telemetry/buckets.ts';
import { answered, heardShare, online, type Measure } from './asked.ts';

/** Figures of S21. */
export const ponds: Readonly<Record<string, Measure>> = {
  'pond-online': async (asked) => {
    const owners = await asked.read(async (tx) => {
      const { rows } = await sql<{ id: string; name: string; points: string[] }>`
        SELECT t.id, t.name, array_remove(array_agg(p.id::text), NULL) AS points
        FROM tailings_pond t LEFT JOIN public.point p ON p.unit_id = t.id
        WHERE t.retired_at IS NULL AND coalesce(t.state, 'operating') IN ('operating', 'stopped') AND starts_with(t.region_path, ${asked.region})
        GROUP BY t.id, t.name`.execute(tx);
      return rows.map((row) => ({ ...row, href: `/tailings-ponds/${row.id}` }));
    });
    return heardShare(asked, owners, 3 * HOUR);
  },
  'pond-upgraded': async ({ read, region }) =>
    read(async (tx) => {
      const { rows } = await sql<{ id: string; name: string; done: boolean }>`
        SELECT p.id, p.name, coalesce(bool_or(u.stage = 'accepted'), false) AS done
        FROM tailings_pond p LEFT JOIN pond_upgrade u ON u.pond = p.id AND u.retired_at IS NULL
        WHERE p.head_top AND p.retired_at IS NULL AND starts_with(p.region_path, ${region}) GROUP BY p.id, p.name`.execute(
        tx,
      );
      return shareOf(
        rows.map((row) => ({ ...row, href: `/tailings-ponds/${row.id}` })),
        ({ done }) => done,
      );
    }),
  'pond-points': online('S21'),
  'pond-handled': answered('S21'),
  'pond-compared': ({ read, region, span, now }) => read((tx) => comparedShare(tx, 'S21', region, span(90).from, now)),
};
