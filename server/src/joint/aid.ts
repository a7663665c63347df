import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { MutualAid, mutualAidInput, resourceInput } from '@anlan/kernel/joint';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { ownPlace, partnersOf } from './partners.ts';
import { asOwner } from '../registry/owned-write.ts';

/** An agreement says so this long before it ends. */
const SOON_DAYS = 60;

type Party = MutualAid['parties'][number];

interface Row extends Omit<MutualAid, 'state' | 'own' | 'parties'> {
  readonly endedOn: string | null;
}

function stateOf({ validTo, endedOn }: Row, today: string): MutualAid['state'] {
  if (endedOn !== null) return 'ended';
  if (validTo < today) return 'expired';
  return validTo <= shift(today, SOON_DAYS) ? 'expiring' : 'valid';
}

/** Agreements that the transaction's scope is a party to, with what every party brings. */
export async function agreementsOf(tx: Tx, actor: Actor, now: number): Promise<MutualAid[]> {
  const today = dayOf(now);
  const own = ownPlace(actor);
  const { rows } = await sql<Row>`
    SELECT id, name, number, signed_on AS "signedOn", valid_to AS "validTo", terms, ended_on AS "endedOn" FROM mutual_aid
    ORDER BY (ended_on IS NOT NULL), valid_to, name`.execute(tx);
  const ids = rows.map(({ id }) => id);
  const parties = await asOwner(tx, () =>
    sql<Omit<Party, 'own' | 'resources'> & { agreement: string }>`
      SELECT id, agreement_id AS agreement, name, phone, region_path AS "regionPath" FROM mutual_aid_party
      WHERE agreement_id = ANY (${ids}::uuid[]) ORDER BY region_path`.execute(tx),
  );
  const resources = await sql<Party['resources'][number] & { party: string }>`
    SELECT id, party_id AS party, kind, name, quantity, unit, place, minutes FROM mutual_aid_resource
    WHERE agreement_id = ANY (${ids}::uuid[]) ORDER BY kind, name`.execute(tx);
  const isOwn = (path: string): boolean => own !== undefined && path.startsWith(own);
  return rows.map(({ endedOn, ...row }) => {
    const of = parties.rows
      .filter(({ agreement }) => agreement === row.id)
      .map(({ agreement: _, ...party }) => ({
        ...party,
        own: isOwn(party.regionPath),
        resources: resources.rows.filter((one) => one.party === party.id).map(({ party: _party, ...one }) => one),
      }));
    return { ...row, state: stateOf({ ...row, endedOn }, today), own: of.some((party) => party.own), parties: of };
  });
}

/** Registers an agreement of one's own place with partners it may have. */
export async function signAgreement(
  context: Context,
  actor: Actor,
  wish: z.infer<typeof mutualAidInput>,
): Promise<string | Refusal> {
  const own = ownPlace(actor);
  if (own === undefined)
    return refuse('not-permitted', {
      verb: both('登记互助协议', 'register agreements of mutual aid'),
      grantor: both('监管部门', 'the authority'),
    });
  if (wish.validTo < wish.signedOn)
    return refuse(
      'field-invalid',
      {
        field: both('有效期至', 'Valid to'),
        problem: both('不能早于签订日期', 'it cannot be before the date of signing'),
      },
      'validTo',
    );
  return context.db.transaction().execute(async (tx) => {
    const known = new Map((await partnersOf(tx, own)).map((partner) => [partner.path, partner.name]));
    const strange = wish.partners.find((path) => !known.has(path));
    if (strange !== undefined) return refuse('joint-partner', { place: strange }, 'partners');
    const id = randomUUID();
    await sql`
      INSERT INTO mutual_aid (id, name, number, signed_on, valid_to, terms, made_by)
      VALUES (${id}, ${wish.name}, ${wish.number ?? null}, ${wish.signedOn}, ${wish.validTo}, ${wish.terms}, ${actor.name})`.execute(
      tx,
    );
    const { rows } = await sql<{ name: string }>`SELECT name FROM region WHERE path = ${own}`.execute(tx);
    const parties = [[own, rows[0]!.name], ...[...new Set(wish.partners)].map((path) => [path, known.get(path)!])];
    for (const [path, name] of parties)
      await sql`
        INSERT INTO mutual_aid_party (id, agreement_id, name, phone, region_path)
        VALUES (${randomUUID()}, ${id}, ${name}, ${path === own ? (wish.phone ?? null) : null}, ${path})`.execute(tx);
    await record(tx, actor, 'joint.aid', { kind: 'mutual-aid', id }, 'done', { name: wish.name });
    return id;
  });
}

/** Adds what one's own party brings to an agreement that holds. */
export async function addResource(
  context: Context,
  actor: Actor,
  party: string,
  wish: z.infer<typeof resourceInput>,
): Promise<string | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ agreement: string; name: string; validTo: string; endedOn: string | null }>`
      SELECT a.id AS agreement, a.name, a.valid_to AS "validTo", a.ended_on AS "endedOn"
      FROM mutual_aid_party p JOIN mutual_aid a ON a.id = p.agreement_id WHERE p.id = ${party}`.execute(tx),
  );
  const [found] = rows;
  if (found === undefined) {
    await auditOutside(context.db, actor, 'mutual_aid_party', party, 'joint.aid');
    return refuse('not-found');
  }
  const end = found.endedOn ?? found.validTo;
  if (end < dayOf(Date.now())) return refuse('joint-ended', { name: found.name, on: end });
  return context.db.transaction().execute(async (tx) => {
    const id = randomUUID();
    await sql`
      INSERT INTO mutual_aid_resource (id, agreement_id, party_id, kind, name, quantity, unit, place, lon, lat, minutes)
      VALUES (${id}, ${found.agreement}, ${party}, ${wish.kind}, ${wish.name}, ${wish.quantity}, ${wish.unit}, ${wish.place ?? null},
        ${wish.lon ?? null}, ${wish.lat ?? null}, ${wish.minutes ?? null})`.execute(tx);
    await record(tx, actor, 'joint.aid-resource', { kind: 'mutual-aid', id: found.agreement }, 'done', {
      name: wish.name,
    });
    return id;
  });
}

/** Ends an agreement of one's own place today. */
export async function endAgreement(
  context: Context,
  actor: Actor,
  id: string,
  because: string,
): Promise<undefined | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{
      name: string;
      endedOn: string | null;
    }>`SELECT name, ended_on AS "endedOn" FROM mutual_aid WHERE id = ${id}`.execute(tx),
  );
  const [found] = rows;
  if (found === undefined) return refuse('not-found');
  if (found.endedOn !== null) return refuse('joint-ended', { name: found.name, on: found.endedOn });
  await context.db.transaction().execute(async (tx) => {
    await sql`UPDATE mutual_aid SET ended_on = ${dayOf(Date.now())} WHERE id = ${id} AND ended_on IS NULL`.execute(tx);
    await record(tx, actor, 'joint.aid-end', { kind: 'mutual-aid', id }, 'done', { because });
  });
  return undefined;
}
