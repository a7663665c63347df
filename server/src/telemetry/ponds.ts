import { sql } from 'kysely';
import { z } from 'zod';
import {
  beachOf,
  beachOnProfile,
  blockedTubes,
  freeboardOf,
  phreaticControlDepth,
  pondSafety,
  type Colour,
} from '@anlan/domain/monitoring';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { pondStateSchema, pondUpgradesSchema, type PondState } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { boreholesOf, governing, pairsOf, surveysOf } from './pond-surveys.ts';
import { standing } from '../alarm/stands.ts';

const tags = ['尾矿库 Tailings ponds'];

/** What only a tailings pond has: its state as a cross-section shows it, and how far head-top ponds have been upgraded. */
export const pondRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/tailings-ponds/:id/state',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '尾矿库状态 · Freeboard, beach, seepage line and warnings of a pond',
        params: z.object({ id: z.uuid() }),
        response: responses(pondStateSchema),
      },
    },
    async (request) => answer(await stateOf(context, actorOf(request), request.params.id)),
  );
  app.get(
    '/api/tailings-ponds/upgrades',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '头顶库升级改造进度 · Head-top ponds upgraded of all',
        response: responses(pondUpgradesSchema),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, upgrades),
  );
};

interface PondRow {
  id: string;
  name: string;
  crest: number;
  beach_slope: number | null;
  dam_height: number | null;
  min_freeboard: number;
  min_beach: number | null;
  min_phreatic: number | null;
  operate_level: number | null;
  flood_control_level: number | null;
  flood_level: number | null;
  head_top: boolean | null;
  downstream_people: number | null;
  downstream_distance: number | null;
  downstream_places: string | null;
}

interface MeasuredRow {
  id: string;
  kind: string;
  name: string;
  unit: string;
  expectedPeriod: number;
  elevation: number | null;
  limits: Record<string, number>;
}

/** Tubes of a section from the crest down: by their height where it is registered, else by name. */
function tubesOf(points: readonly MeasuredRow[]): MeasuredRow[] {
  const tubes = points.filter(({ kind }) => kind === 'phreatic-depth');
  return tubes.toSorted(
    (a, b) => (b.elevation ?? -Infinity) - (a.elevation ?? -Infinity) || (a.name < b.name ? -1 : 1),
  );
}

/** Which tubes stand far above the line between their neighbours: only those whose heights are registered can be told. */
function suspectTubes(tubes: readonly MeasuredRow[], depthOf: (id: string) => number | null): ReadonlySet<string> {
  const told = tubes.flatMap(({ id, elevation }, index) => {
    const depth = depthOf(id);
    return elevation === null || depth === null ? [] : [{ id, x: index, elevation: elevation - depth }];
  });
  return new Set(blockedTubes(told).map((index) => told[index]!.id));
}

const COLOURS: readonly Colour[] = ['blue', 'yellow', 'orange', 'red'];

async function stateOf(context: Context, actor: Actor, id: string): Promise<PondState | Refusal> {
  const found = await withScope(context.db, actor.scope, async (tx) => {
    const pond = (await sql<PondRow>`SELECT * FROM tailings_pond WHERE id = ${id}`.execute(tx)).rows[0];
    if (pond === undefined) return undefined;
    const points = await sql<MeasuredRow>`
      SELECT id, kind, name, unit, expected_period::float8 AS "expectedPeriod", elevation, limits
      FROM public.point WHERE unit_id = ${id} ORDER BY kind, name`.execute(tx);
    const running = await sql<{ item: string; level: Colour; subject: string }>`
      SELECT rule_label AS item, level, subject_id AS subject FROM alarm WHERE unit_id = ${id} AND ${standing()} AND NOT retrospective
        AND rule NOT IN ('pond-silence', 'pond-safety')`.execute(tx);
    return { pond, points: points.rows, running: running.rows, ...(await surveysOf(tx, id)) };
  });
  if (found === undefined) {
    await auditOutside(context.db, actor, 'tailings_pond', id, 'telemetry.read');
    return refuse('not-found');
  }
  const { pond, running } = found;
  const depthOf = (point: string): number | null => context.mirror.readings.get(point)?.value ?? null;
  const tubes = tubesOf(found.points);
  const suspect = suspectTubes(tubes, depthOf);
  const byHeight = pond.dam_height === null ? null : phreaticControlDepth(pond.dam_height);
  const inOrder = [...found.points.filter(({ kind }) => kind !== 'phreatic-depth'), ...tubes];
  const points = inOrder.map(({ limits, ...point }) => {
    const latest = context.mirror.readings.get(point.id);
    const own = running.filter(({ subject }) => subject === point.id).map(({ level }) => COLOURS.indexOf(level));
    const isTube = point.kind === 'phreatic-depth';
    return {
      ...point,
      at: latest?.at ?? null,
      value: latest?.value ?? null,
      // A tube's own limit comes first, then the design value of the pond, then what the standard asks of its height.
      control: isTube ? (limits['phreatic-red'] ?? pond.min_phreatic ?? byHeight) : null,
      suspect: suspect.has(point.id),
      level: COLOURS[Math.max(-1, ...own)] ?? null,
    };
  });
  const levels = points.flatMap(({ kind, value }) => (kind === 'water-level' && value !== null ? [value] : []));
  const waterLevel = levels.length === 0 ? null : Math.max(...levels);
  const beach = points.find(({ kind }) => kind === 'dry-beach')?.value;
  const profile = governing(found.beaches, pond.flood_level ?? waterLevel, Date.now());
  const surveyed = (level: number | null): number | null =>
    profile === null || level === null ? null : (beachOnProfile(profile.points, level)?.length ?? null);
  const beachAt = (level: number | null): number | null =>
    surveyed(level) ?? (level === null ? null : (beachOf(pond.crest, level, pond.beach_slope ?? undefined) ?? null));
  const items: Record<string, Colour[]> = {};
  for (const { item, level } of running) (items[item] ??= []).push(level);
  const safety = pondSafety(items);
  return {
    id: pond.id,
    name: pond.name,
    crest: pond.crest,
    damHeight: pond.dam_height,
    waterLevel,
    freeboard: freeboardOf(pond.crest, levels) ?? null,
    minFreeboard: pond.min_freeboard,
    beach: beach ?? beachAt(waterLevel),
    beachBy: beach != null ? 'measured' : surveyed(waterLevel) === null ? 'slope' : 'profile',
    minBeach: pond.min_beach,
    floodBeach: beachAt(pond.flood_level),
    profile: profile === null ? null : { ...profile, points: pairsOf(profile.points) },
    boreholes: boreholesOf(found.inclinometers),
    minPhreatic: pond.min_phreatic,
    operateLevel: pond.operate_level,
    floodControlLevel: pond.flood_control_level,
    floodLevel: pond.flood_level,
    headTop: pond.head_top ?? false,
    downstreamPeople: pond.downstream_people,
    downstreamDistance: pond.downstream_distance,
    downstreamPlaces: pond.downstream_places,
    points,
    items: Object.entries(safety.items).map(([label, level]) => ({
      label,
      level: level ?? null,
      count: items[label]!.length,
    })),
    level: safety.pond ?? null,
  };
}

/** A head-top pond is done when a project of its has been accepted. */
async function upgrades(tx: Tx): Promise<z.infer<typeof pondUpgradesSchema>> {
  const { rows } = await sql<{
    id: string;
    name: string;
    stage: string | null;
    done: boolean;
    budget: number;
    paid: number;
  }>`
    SELECT p.id, p.name, coalesce(bool_or(u.stage = 'accepted'), false) AS done,
      (array_agg(u.stage ORDER BY array_position(ARRAY['planned', 'designed', 'building', 'completed', 'accepted'], u.stage) DESC NULLS LAST))[1] AS stage,
      coalesce(sum(u.budget), 0)::float8 AS budget,
      coalesce((SELECT sum(f.amount) FROM pond_fund f WHERE f.pond = p.id AND f.retired_at IS NULL), 0)::float8 AS paid
    FROM tailings_pond p LEFT JOIN pond_upgrade u ON u.pond = p.id AND u.retired_at IS NULL
    WHERE p.head_top AND p.retired_at IS NULL GROUP BY p.id, p.name ORDER BY done, p.name`.execute(tx);
  return { total: rows.length, done: rows.filter(({ done }) => done).length, ponds: rows };
}
