import { sql } from 'kysely';
import type { z } from 'zod';
import { scopeRange, type Scope } from '@anlan/kernel/access';
import { substanceOf } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { presentOf, readHoldings } from './holdings.ts';
import { countyFinder } from './regions.ts';
import type { totalsSchema } from './shapes.ts';

type Totals = z.infer<typeof totalsSchema>;

/**
 * Quantities by county and substance: the sum of the unit records under the scope. Present contents measured by a level
 * sensor replace the declared ones here as everywhere.
 */
export async function totals(context: Context, scope: Scope, region: string | undefined): Promise<Totals> {
  const startedAt = performance.now();
  const range = region === undefined ? undefined : scopeRange(region);
  const within = range === undefined ? sql`true` : sql`h.region_path >= ${range.from} AND h.region_path < ${range.to}`;
  const rows = await withScope(context.db, scope, (tx) => readHoldings(tx, within));
  const countyOf = await countyFinder(context.db);
  const now = Date.now();
  const groups = new Map<string, { row: Totals['rows'][number]; units: Set<string> }>();
  for (const holding of rows) {
    const county = countyOf(holding.regionPath);
    const key = `${county.path} ${holding.substance}`;
    const substance = substanceOf(holding.substance);
    const group = groups.get(key) ?? {
      units: new Set(),
      row: {
        regionPath: county.path,
        region: county.name,
        substance: holding.substance,
        substanceName: substance?.name ?? holding.substance,
        kind: substance?.kind ?? 'other',
        units: 0,
        holdings: 0,
        design: 0,
        present: 0,
      },
    };
    groups.set(key, group);
    group.units.add(holding.enterprise);
    group.row.holdings += 1;
    group.row.design += holding.designQuantity;
    group.row.present += presentOf(context, holding, now).tonnes;
  }
  const ordered = [...groups.values()].map(({ row, units }) => ({ ...row, units: units.size }));
  ordered.sort((a, b) => (a.regionPath < b.regionPath ? -1 : a.regionPath > b.regionPath ? 1 : b.design - a.design));
  return { rows: ordered, took: Math.round((performance.now() - startedAt) * 10) / 10 };
}
