import { sql } from 'kysely';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { staleAfter } from '@anlan/kernel/telemetry';
import { compare, COMPARED, everyKey, isCompared, toleranceKey } from '@anlan/systems/monitoring/comparison';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import { doerOf, sideOf } from '../case/doer.ts';
import { openCase } from '../case/write.ts';
import { valuesFor } from '../parameter/book.ts';

export interface Sent {
  /** Made by the sender: one sent twice is one comparison. */
  readonly id: string;
  readonly point: string;
  /** What the portable instrument read, in the signal's unit. */
  readonly manual: number;
  readonly instrument: string;
  readonly note?: string | undefined;
}

interface PointRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly unit: string;
  readonly system: string;
  readonly expectedPeriod: number;
  readonly region_path: string;
  readonly organisation_id: string | null;
  readonly sector: string | null;
  readonly firm: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly demonstration: boolean;
}

export interface Made {
  readonly passed: boolean;
  readonly shown: number;
  readonly difference: number;
  readonly tolerance: number;
  readonly caseId: string | null;
}

const SOURCE_OF = { organisation: 'self', authority: 'inspection', participant: 'expert' } as const;

/**
 * Compares a portable reading with what the platform shows of the signal at this moment: nobody types the shown value. A
 * comparison that fails becomes a hidden danger in the same transaction. Undefined = no such signal in scope.
 */
export async function makeComparison(
  context: Context,
  actor: Actor,
  sent: Sent,
  now: number,
): Promise<Made | Refusal | undefined> {
  const point = await withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<PointRow>`
      SELECT p.id, p.name, p.kind, p.unit, p.system, p.expected_period::float8 AS "expectedPeriod", p.region_path, p.organisation_id, p.sector, e.name AS firm,
        d.lon, d.lat, d.demonstration
      FROM public.point p JOIN device d ON d.id = p.device_id LEFT JOIN enterprise e ON e.id = p.organisation_id WHERE p.id = ${sent.point}`.execute(
      tx,
    );
    return rows[0];
  });
  if (point === undefined) return undefined;
  if (!isCompared(point.kind) || COMPARED[point.kind].unit !== point.unit) return refuse('comparison-kind');
  const { kind } = point;
  const latest = context.mirror.readings.get(point.id);
  const known = await before(context, sent);
  if (known !== undefined) return known;
  if (latest?.value == null || now - latest.at > Math.max(staleAfter(point.expectedPeriod), 300_000))
    return refuse('comparison-silent');
  const shown = latest.value;
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const values = await valuesFor(tx, point.region_path, now);
    const tolerance = values.number(toleranceKey(kind));
    const { difference, passed } = compare(sent.manual, shown, tolerance);
    const nextDue = shift(dayOf(now), values.number(everyKey(COMPARED[kind].system)));
    const caseId = passed ? null : await openDanger(tx, actor, point, sent, { shown, tolerance }, now);
    if (isRefusal(caseId)) return caseId;
    await sql`
      INSERT INTO point_comparison (id, point, system, at, manual, shown, tolerance, unit, passed, instrument, note, next_due, case_id, by, by_id, demonstration,
        region_path, organisation_id, sector)
      VALUES (${sent.id}, ${point.id}, ${point.system}, ${new Date(now)}, ${sent.manual}, ${shown}, ${tolerance}, ${point.unit}, ${passed},
        ${sent.instrument}, ${sent.note ?? null}, ${nextDue}::date, ${caseId}, ${actor.name}, ${actor.personId}, ${point.demonstration},
        ${point.region_path}, ${point.organisation_id}, ${point.sector})`.execute(tx);
    await record(tx, actor, 'point.compare', { kind: 'point', id: point.id }, 'done', { passed, difference, caseId });
    return { passed, shown, difference, tolerance, caseId };
  });
}

/** What the same request brought before. */
async function before(context: Context, sent: Sent): Promise<Made | Refusal | undefined> {
  const { rows } = await sql<Omit<Made, 'difference'> & { manual: number; point: string }>`
    SELECT passed, shown, tolerance, case_id AS "caseId", manual, point FROM point_comparison WHERE id = ${sent.id}`.execute(
    context.db,
  );
  const [known] = rows;
  if (known === undefined) return undefined;
  const { manual, point, ...made } = known;
  if (point !== sent.point) return refuse('already-exists', { field: both('比测', 'Comparison'), value: sent.id });
  return { ...made, difference: made.shown - manual };
}

async function openDanger(
  tx: Tx,
  actor: Actor,
  point: PointRow,
  { manual, instrument, id }: Sent,
  { shown, tolerance }: { readonly shown: number; readonly tolerance: number },
  now: number,
): Promise<string | Refusal> {
  const told = (value: number) => `${Math.round(value * 1000) / 1000} ${point.unit}`;
  const opened = await openCase(
    tx,
    {
      kind: 'hidden-danger',
      source: SOURCE_OF[sideOf(actor)],
      input: {
        ...(point.organisation_id !== null && { enterprise: point.organisation_id }),
        title: `人工比测不合格：${point.name}`.slice(0, 120),
        description: `${instrument} 测得 ${told(manual)}，在线示值 ${told(shown)}，允差 ${told(tolerance)}`.slice(
          0,
          900,
        ),
        place: point.name.slice(0, 120),
        class: 'equipment',
        level: 'yellow',
      },
      belongs: {
        organisationId: point.organisation_id,
        organisationName: point.firm,
        regionPath: point.region_path,
        sector: point.sector,
        lon: point.lon,
        lat: point.lat,
        demonstration: point.demonstration,
      },
      subject: { kind: 'point', id: point.id },
      origin: { kind: 'point-comparison', id },
    },
    doerOf(actor),
    now,
  );
  return isRefusal(opened) ? opened : opened.id;
}
