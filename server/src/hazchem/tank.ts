import { sql } from 'kysely';
import type { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import { checkPlace, gapsOf, SAFETY_DEVICES, substanceOf } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { chinaDay } from './gaps.ts';
import { presentOf, readHoldings } from './holdings.ts';
import { readPlaces, type CheckedPlace } from './places.ts';
import { regionNames } from './regions.ts';
import type { tankSafetySchema } from './shapes.ts';
import { readShutOffs } from './shut-off.ts';
import { gradingOf, latestOf, type SourcePoint } from './sources.ts';

type TankSafety = z.infer<typeof tankSafetySchema>;

/** All a tank's page shows: content, live points, devices required against installed, shut-offs; undefined outside the scope. */
export async function tankSafety(context: Context, scope: Scope, id: string): Promise<TankSafety | undefined> {
  const found = await withScope(context.db, scope, (tx) => read(tx, id));
  if (found === undefined) return undefined;
  const { place, holding, points, source, shutOffs, volume } = found;
  const names = await regionNames(context.db, [place.regionPath]);
  const substance = substanceOf(place.place.substance);
  return {
    id,
    name: place.name,
    enterprise: place.enterprise,
    enterpriseName: place.enterpriseName,
    region: names.get(place.regionPath) ?? place.regionPath,
    substance: substance?.key ?? null,
    substanceName: substance?.name ?? '—',
    kind: substance?.kind ?? 'other',
    storage: place.place.storage,
    volume,
    holding: place.holding,
    designQuantity: holding?.designQuantity ?? null,
    present: holding === undefined ? null : presentOf(context, holding, Date.now()),
    source,
    majorHazard: place.place.majorHazard,
    points: points.map(({ source: _, ...point }) => ({ ...point, ...latestOf(context, point.id) })),
    devices: devicesOf(place),
    gaps: [...gapsOf(place.name, place.place, place.installed, chinaDay())],
    shutOffs,
  };
}

async function read(tx: Tx, id: string) {
  const [place] = await readPlaces(tx, sql`x.tank = ${id}`);
  if (place === undefined) return undefined;
  const [holding] = await readHoldings(tx, sql`h.tank = ${id}`);
  const points = await sql<SourcePoint>`
    SELECT '' AS source, p.id, p.name, p.kind, p.unit, p.tank_id AS tank, false AS bound, p.limits, p.expected_period AS "expectedPeriod"
    FROM public.point p WHERE p.tank_id = ${id}
    UNION ALL
    SELECT '', p.id, p.name, p.kind, p.unit, p.tank_id, true, p.limits, p.expected_period
    FROM hazard_source_point b JOIN public.point p ON p.id = b.point_id
    WHERE b.source_id = ${holding?.hazardSource ?? null}
    ORDER BY kind, name`.execute(tx);
  const source = holding?.hazardSource == null ? null : await sourceOf(tx, holding.hazardSource);
  const volume = await sql<{ volume: number | null }>`SELECT volume FROM tank WHERE id = ${id}`.execute(tx);
  const shutOffs = await readShutOffs(tx, { tank: id });
  return { place, holding, points: points.rows, source, shutOffs, volume: volume.rows[0]?.volume ?? null };
}

async function sourceOf(tx: Tx, id: string): Promise<{ id: string; name: string; grade: string | null } | null> {
  const { rows } = await sql<{ id: string; name: string; population: number | null }>`
    SELECT id, name, population FROM hazard_source WHERE id = ${id}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return null;
  const { grade } = gradingOf(await readHoldings(tx, sql`h.hazard_source = ${id}`), row.population);
  return { id: row.id, name: row.name, grade };
}

/** Every kind of device: required ones with their standing, and what is installed beyond them. */
function devicesOf({ place, installed }: CheckedPlace): TankSafety['devices'] {
  const verdicts = new Map(
    checkPlace(place, installed, chinaDay()).map((verdict) => [verdict.requirement.device, verdict]),
  );
  return SAFETY_DEVICES.flatMap(({ value, label, labelEn }) => {
    const own = installed.find(({ device, state }) => device === value && state !== 'removed');
    const verdict = verdicts.get(value);
    if (verdict === undefined && own === undefined) return [];
    return [
      {
        device: value,
        label,
        labelEn,
        standing: verdict?.standing ?? ('not-required' as const),
        condition: verdict?.requirement.condition ?? '',
        clause: verdict?.requirement.clause ?? '',
        state: own?.state ?? null,
        inspectionDue: own?.inspectionDue ?? null,
      },
    ];
  });
}
