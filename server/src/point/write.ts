import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { PointChange, PointInput } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { showRetired } from '../telemetry/retired.ts';
import { checkChange, writeChange, type Found } from './change.ts';
import { checkPoint, checkSettable } from './check.ts';
import { deviceOf } from './device.ts';
import { enterPoints } from './enter.ts';
import { bindSource, placesOf } from './places.ts';
import { settingsOf } from './read.ts';

/** Registers a point of a device; gives its id. */
export async function addPoint(
  context: Context,
  actor: Actor,
  id: string,
  input: PointInput,
): Promise<string | Refusal> {
  const found = await withScope(context.db, actor.scope, async (tx) => {
    const device = await deviceOf(tx, id);
    return device && { device, places: await placesOf(tx, device) };
  });
  if (found === undefined) return outside(context, actor, 'device', id);
  const { device, places } = found;
  const point = checkPoint(actor, device, places, input);
  if (isRefusal(point)) return point;
  return context.db.transaction().execute(async (tx) => {
    const entered = await enterPoints(tx, actor, [{ device, point }], input.reason);
    if (isRefusal(entered)) return entered;
    const own = entered[0]!;
    const { key, kind, unit, binding, limits, reason } = input;
    const facts = { device: device.identity, key, kind, unit, at: binding.at, bound: binding.id, limits, reason };
    await tell(tx, actor, 'point.add', own, facts);
    return own;
  });
}

/** Changes what may change of a point: its channel, name, range, period and what it is bound to. */
export async function changePoint(
  context: Context,
  actor: Actor,
  id: string,
  { version, ...change }: PointChange,
): Promise<Refusal | undefined> {
  const found = await find(context, actor, id);
  if (isRefusal(found)) return found;
  const wrong = checkChange(found, change);
  if (wrong !== undefined) return wrong;
  return context.db.transaction().execute(async (tx) => {
    const refused = await writeChange(tx, found.point, change, version);
    if (refused !== undefined) return refused;
    await tell(tx, actor, 'point.change', id, change);
    return undefined;
  });
}

/** Retires a point: it is judged and listed no longer, its history stays, and its channel is free again. */
export async function retirePoint(
  context: Context,
  actor: Actor,
  id: string,
  reason: string,
): Promise<Refusal | undefined> {
  const found = await find(context, actor, id);
  if (isRefusal(found)) return found;
  return context.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM alarm WHERE subject_id = ${id} AND closed_at IS NULL`.execute(tx);
    if (rows[0]!.n > 0) return refuse('point-rings', { count: rows[0]!.n });
    await sql`
      UPDATE public.point SET retired_at = now(), key = 'retired/' || id, version = version + 1
      WHERE id = ${id} AND retired_at IS NULL`.execute(tx);
    await bindSource(tx, [id], [null]);
    await tell(tx, actor, 'point.retire', id, { key: found.point.key, reason });
    return undefined;
  });
}

/** A point in use with its device and places, as far as the scope reaches. */
async function find(context: Context, actor: Actor, id: string): Promise<Found | Refusal> {
  const found = await withScope(context.db, actor.scope, async (tx) => {
    await showRetired(tx);
    const { rows } = await sql<{ device_id: string }>`
      SELECT device_id FROM public.point WHERE id = ${id}`.execute(tx);
    const device = rows[0] && (await deviceOf(tx, rows[0].device_id));
    if (device === undefined) return undefined;
    const point = (await settingsOf(tx, [device])).find((one) => one.id === id)!;
    return { device, point, places: await placesOf(tx, device) };
  });
  if (found === undefined) return outside(context, actor, 'point', id);
  const { retiredAt } = found.point;
  const elsewhere = checkSettable(found.device);
  if (elsewhere !== undefined) return elsewhere;
  return retiredAt === null ? found : refuse('point-retired', { on: new Date(retiredAt).toISOString().slice(0, 10) });
}

async function outside({ db }: Context, actor: Actor, kind: string, id: string): Promise<Refusal> {
  await auditOutside(db, actor, kind, id, 'registry.write');
  return refuse('not-found');
}

/** The intake reads the register anew, and the act is in the audit: last, as the chain of entries is locked by it. */
async function tell(tx: Tx, actor: Actor, verb: string, id: string, facts: object): Promise<void> {
  await sql`SELECT pg_notify('registry', 'point')`.execute(tx);
  await record(tx, actor, verb, { kind: 'point', id }, 'done', { ...facts });
}
