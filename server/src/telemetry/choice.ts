import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { showRetired } from './retired.ts';
import { momentSchema } from './time.ts';

/** Points that may be asked for at once. */
export const MOST_POINTS = 10_000;
const LONGEST_DAYS = 3660;
const DAY = 86_400_000;

/** Which points: those named, or all of a device, a tank or unit, or an enterprise. */
export const choiceShape = {
  device: z.uuid().optional(),
  tank: z.uuid().optional(),
  unit: z.uuid().optional(),
  organisation: z.uuid().optional(),
};
export const spanShape = { from: momentSchema, to: momentSchema };

export interface Choice {
  readonly points?: readonly string[] | undefined;
  readonly device?: string | undefined;
  readonly tank?: string | undefined;
  readonly unit?: string | undefined;
  readonly organisation?: string | undefined;
}

export interface ChosenPoint {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly expectedPeriod: number;
  readonly deviceName: string;
  readonly origin: string;
  readonly ownerName: string | null;
}

/** Refuses a span that ends before it begins, or is longer than any history. */
export function spanProblem({ from, to }: { from: number; to: number }): Refusal | undefined {
  return to > from && to - from <= LONGEST_DAYS * DAY ? undefined : refuse('span-days', { days: LONGEST_DAYS }, 'to');
}

/** The points of a choice in order of device and name, as far as the actor's scope reaches; one named outside it is refused. */
export async function choosePoints(context: Context, actor: Actor, choice: Choice): Promise<ChosenPoint[] | Refusal> {
  const { device, tank, unit, organisation } = choice;
  const points = choice.points === undefined ? undefined : [...new Set(choice.points)];
  if ([points, device, tank, unit, organisation].every((one) => one === undefined))
    return refuse('field-required', { field: both('监测点', 'Points') }, 'points');
  const conditions = [
    points === undefined ? sql`true` : sql`p.id = ANY (${points}::uuid[])`,
    device === undefined ? sql`true` : sql`p.device_id = ${device}`,
    tank === undefined ? sql`true` : sql`p.tank_id = ${tank}`,
    unit === undefined ? sql`true` : sql`(p.unit_id = ${unit} OR p.tank_id = ${unit})`,
    organisation === undefined ? sql`true` : sql`p.organisation_id = ${organisation}`,
  ];
  const { rows } = await withScope(context.db, actor.scope, async (tx) => {
    // Whoever names a point may see its past; the others are points in use.
    if (points !== undefined) await showRetired(tx);
    return sql<ChosenPoint>`
      SELECT p.id, p.key, p.name, p.unit, p.expected_period AS "expectedPeriod", d.name AS "deviceName", d.origin,
        (SELECT e.name FROM enterprise e WHERE e.id = p.organisation_id) AS "ownerName"
      FROM public.point p JOIN device d ON d.id = p.device_id
      WHERE ${sql.join(conditions, sql` AND `)} ORDER BY d.name, p.name, p.id LIMIT ${MOST_POINTS + 1}`.execute(tx);
  });
  if (rows.length > MOST_POINTS) return refuse('points-many', { most: MOST_POINTS }, 'points');
  const seen = new Set(rows.map(({ id }) => id));
  const outside = points?.find((id) => !seen.has(id));
  if (outside === undefined && rows.length > 0) return rows;
  if (outside !== undefined) await auditOutside(context.db, actor, 'point', outside, 'telemetry.read');
  return refuse('not-found');
}
