import { sql } from 'kysely';
import type { Scope } from '@anlan/kernel/access';
import { geodesicDistance } from '@anlan/kernel/map';
import { substanceOf, SUBSTANCES_VERSION } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { presentOf, readHoldings, type HoldingRow } from './holdings.ts';
import { regionNames } from './regions.ts';
import type { Holders } from './shapes.ts';

export interface Question {
  readonly lon: number;
  readonly lat: number;
  /** km */
  readonly radius: number;
  /** Keys of the register; empty = any chemical. */
  readonly substances: readonly string[];
}

/** Units listed at most; the totals count all of them. */
const SHOWN = 500;

/** A degree is never shorter than this (m): the box holds the whole circle. */
const DEGREE = 110_500;

/** Which units hold a chemical within R km of a point, nearest first, and how much: exact geodesics under the scope. */
export async function whoHolds(context: Context, scope: Scope, question: Question): Promise<Holders> {
  const startedAt = performance.now();
  const { lon, lat, radius, substances } = question;
  const high = (radius * 1000) / DEGREE;
  const wide = high / Math.max(0.05, Math.cos(((Math.abs(lat) + high) * Math.PI) / 180));
  const rows = await withScope(context.db, scope, (tx) =>
    readHoldings(
      tx,
      sql`h.lat BETWEEN ${lat - high} AND ${lat + high} AND h.lon BETWEEN ${lon - wide} AND ${lon + wide}
        AND ${substances.length === 0 ? sql`true` : sql`h.substance = ANY (${[...substances]})`}`,
    ),
  );
  const now = Date.now();
  const near = rows.flatMap((row) => {
    if (row.lon === null || row.lat === null) return [];
    const distance = geodesicDistance([lon, lat], [row.lon, row.lat]);
    return distance <= radius * 1000 ? [{ row, distance, present: presentOf(context, row, now) }] : [];
  });
  const units = unitsOf(near);
  const shown = units.slice(0, SHOWN);
  const names = await regionNames(
    context.db,
    shown.map(({ regionPath }) => regionPath),
  );
  const sum = (of: (unit: Unit) => number) => units.reduce((total, unit) => total + of(unit), 0);
  return {
    units: shown.map(({ regionPath, ...unit }) => ({ ...unit, region: names.get(regionPath) ?? regionPath })),
    total: {
      units: units.length,
      holdings: near.length,
      design: sum(({ design }) => design),
      present: sum(({ present }) => present),
    },
    substancesVersion: SUBSTANCES_VERSION,
    took: Math.round((performance.now() - startedAt) * 10) / 10,
  };
}

interface Near {
  readonly row: HoldingRow;
  readonly distance: number;
  readonly present: ReturnType<typeof presentOf>;
}

type Unit = Omit<Holders['units'][number], 'region'> & { regionPath: string };

/** Holdings brought together by enterprise, the nearest unit first. */
function unitsOf(near: readonly Near[]): Unit[] {
  const units = new Map<string, Unit>();
  for (const { row, distance, present } of near.toSorted((a, b) => a.distance - b.distance)) {
    const unit = units.get(row.enterprise) ?? {
      enterprise: row.enterprise,
      name: row.enterpriseName,
      regionPath: row.regionPath,
      lon: row.lon ?? 0,
      lat: row.lat ?? 0,
      distance,
      design: 0,
      present: 0,
      measured: 0,
      holdings: [],
    };
    units.set(row.enterprise, unit);
    unit.design += row.designQuantity;
    unit.present += present.tonnes;
    if (present.source === 'sensor') unit.measured += present.tonnes;
    unit.holdings.push({ ...holdingView(row), present, distance });
  }
  return [...units.values()];
}

/** A holding as screens show it, without what depends on the question. */
export function holdingView(row: HoldingRow) {
  const substance = substanceOf(row.substance);
  const { id, name, storage, process, designQuantity, tank, hazardSource } = row;
  return {
    id,
    name,
    substance: row.substance,
    substanceName: substance?.name ?? row.substance,
    kind: substance?.kind ?? 'other',
    storage,
    process,
    designQuantity,
    tank,
    hazardSource,
  };
}
