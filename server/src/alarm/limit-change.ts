import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { limitSteps, TUNABLE, tunables, tuningKey, type Rule, type Tunable } from '@anlan/kernel/alarm';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import { SYSTEMS } from '@anlan/systems';
import type { Tx } from '../access/scoped.ts';

/** A point as changes of its limits are checked against. */
export interface LimitedPoint {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly limits: Readonly<Record<string, number>>;
  readonly range_low: number | null;
  readonly range_high: number | null;
}

/** A new value of a limit, or of a rule's own number at the point (`level-high.onDelay`); null takes it away. */
export interface LimitChange {
  readonly key: string;
  readonly value: number | null;
  readonly from: Date;
  readonly reason: string;
  readonly by: string;
  readonly setBy: 'regulator' | 'enterprise';
  /** The back-test it was tried by. */
  readonly backTest?: string;
}

const RULES = SYSTEMS.flatMap((system) => system.rules);
/** What was recorded with the point, before anybody changed it. */
const BASELINE = new Date(0);

interface Tuned {
  readonly rule: Rule;
  readonly number: Tunable;
}

/** The rule and its number that a key names at a quantity. */
function tunedBy(quantity: string, key: string): Tuned | undefined {
  for (const rule of RULES) {
    if (!key.startsWith(`${rule.key}.`) || !rule.watches.includes(quantity)) continue;
    const number = (Object.keys(tunables(rule)) as Tunable[]).find((one) => tuningKey(rule, one) === key);
    if (number !== undefined) return { rule, number };
  }
  return undefined;
}

/** On which side of the value the limit lies, by the rules that watch the quantity. */
function sideOf(quantity: string, key: string): 'above' | 'below' | undefined {
  const tuned = tunedBy(quantity, key);
  // A longer delay and a narrower deadband both let the operator hear less.
  if (tuned !== undefined) return tuned.number === 'onDelay' ? 'above' : 'below';
  for (const { watches, condition } of RULES) {
    if (!watches.includes(quantity) || !limitSteps(condition).some(({ limit }) => limit === key)) continue;
    return condition.kind === 'below' ? 'below' : 'above';
  }
  return undefined;
}

/** Is the value one that the point can have under the key? */
export function checkLimit(point: LimitedPoint, key: string, value: number | null): Refusal | undefined {
  const tuned = tunedBy(point.kind, key);
  if (tuned !== undefined) {
    const { max } = TUNABLE[tuned.number];
    return value === null || (value >= 0 && value <= max)
      ? undefined
      : refuse('limit-range', { low: 0, high: max }, 'value');
  }
  if (sideOf(point.kind, key) === undefined && point.limits[key] === undefined)
    return refuse('limit-key', { key }, 'key');
  const { range_low: low, range_high: high } = point;
  if (value === null || low === null || high === null || (value >= low && value <= high)) return undefined;
  return refuse('limit-range', { low, high }, 'value');
}

/**
 * Enters a change of a point's limit inside the caller's transaction; the caller applies what is due. An enterprise may
 * tighten what a regulator or the rule itself has set, but neither loosen it nor take it away.
 */
export async function changeLimit(tx: Tx, point: LimitedPoint, change: LimitChange): Promise<Refusal | undefined> {
  const wrong = checkLimit(point, change.key, change.value);
  if (wrong !== undefined) return wrong;
  await sql`SELECT FROM public.point WHERE id = ${point.id} FOR UPDATE`.execute(tx);
  const loosened = change.setBy === 'enterprise' ? await checkRegulator(tx, point, change) : undefined;
  if (isRefusal(loosened)) return loosened;
  await keepBaseline(tx, point.id);
  const { key, value, from, reason, by, setBy, backTest = null } = change;
  await sql`
    INSERT INTO point_limit (id, point_id, key, value, valid_from, reason, by, set_by, back_test_id, region_path, organisation_id, sector)
    SELECT ${randomUUID()}, p.id, ${key}, ${value}, ${from}, ${reason}, ${by}, ${setBy}, ${backTest}, p.region_path, p.organisation_id, p.sector
    FROM public.point p WHERE p.id = ${point.id}`.execute(tx);
  return undefined;
}

/** What a regulator set, or the rule says, the enterprise may tighten but neither loosen nor take away. */
async function checkRegulator(tx: Tx, point: LimitedPoint, { key, value }: LimitChange): Promise<Refusal | undefined> {
  const { rows } = await sql<{ value: number | null }>`
    SELECT value FROM point_limit WHERE point_id = ${point.id} AND key = ${key} AND set_by = 'regulator'
    ORDER BY valid_from DESC, created_at DESC LIMIT 1`.execute(tx);
  const tuned = tunedBy(point.kind, key);
  const own = tuned === undefined ? undefined : tunables(tuned.rule)[tuned.number];
  const set = rows[0]?.value ?? own;
  if (set === undefined) return undefined;
  // Taken away, a rule's own number is as the rule says again; a regulator's limit would be gone.
  const after = value ?? (rows[0]?.value == null ? own : undefined);
  const looser = after === undefined || (sideOf(point.kind, key) === 'below' ? after < set : after > set);
  return looser ? refuse('limit-loosened', { value: set }, 'value') : undefined;
}

/** The first change of a point keeps the limits it was recorded with, so that older readings are judged by those. */
async function keepBaseline(tx: Tx, id: string): Promise<void> {
  await sql`
    INSERT INTO point_limit (id, point_id, key, value, valid_from, reason, by, set_by, applied_at, region_path, organisation_id, sector)
    SELECT gen_random_uuid(), p.id, l.key, l.value::float8, ${BASELINE}, '建档', '系统', 'record', now(), p.region_path, p.organisation_id, p.sector
    FROM public.point p, jsonb_each_text(p.limits) l
    WHERE p.id = ${id} AND NOT EXISTS (SELECT FROM point_limit x WHERE x.point_id = p.id)`.execute(tx);
}
