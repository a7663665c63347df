import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { dayOf } from '@anlan/domain/calendar';
import { GROUP_KINDS, type groupInput, type JointGroup } from '@anlan/kernel/joint';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { asOwner } from '../registry/owned-write.ts';
import { ownPlace, partnersOf } from './partners.ts';

type Wish = z.infer<typeof groupInput>;

interface Member {
  readonly name: string;
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
}

/** Groups that the transaction's scope takes part in, with all their members' names. */
export async function groupsOf(tx: Tx, actor: Actor): Promise<JointGroup[]> {
  const own = ownPlace(actor);
  const { rows } = await sql<Omit<JointGroup, 'members' | 'own'> & { home: string }>`
    SELECT id, name, kind, about, trade, from_on AS "from", ended_on AS ended, home_path AS home FROM joint_group
    ORDER BY (ended_on IS NOT NULL), kind, name`.execute(tx);
  const members = await asOwner(tx, () =>
    sql<JointGroup['members'][number] & { groupId: string }>`
      SELECT id, group_id AS "groupId", name, region_path AS "regionPath", organisation_id AS "organisationId", from_on AS "from", to_on AS "to"
      FROM joint_member WHERE group_id = ANY (${rows.map(({ id }) => id)}::uuid[]) ORDER BY region_path, name`.execute(
      tx,
    ),
  );
  return rows.map(({ home, ...group }) => ({
    ...group,
    own: own !== undefined && home.startsWith(own),
    members: members.rows.filter(({ groupId }) => groupId === group.id).map(({ groupId: _, ...member }) => member),
  }));
}

/** Makes a group of places or enterprises: those of one's own place and, for neighbours, those one may partner with. */
export async function makeGroup(context: Context, actor: Actor, wish: Wish): Promise<string | Refusal> {
  const own = ownPlace(actor);
  if (own === undefined)
    return refuse('not-permitted', {
      verb: both('建立联防组', 'form joint-defence groups'),
      grantor: both('监管部门', 'the authority'),
    });
  return context.db.transaction().execute(async (tx) => {
    const reach = new Set((await partnersOf(tx, own)).map(({ path }) => path));
    const members: Member[] = [];
    for (const asked of wish.members) {
      const member = await memberOf(tx, asked);
      const inReach =
        member !== undefined &&
        (member.regionPath.startsWith(own) || [...reach].some((path) => member.regionPath.startsWith(path)));
      if (!inReach)
        return refuse(
          'joint-partner',
          { place: member?.name ?? asked.regionPath ?? both('该企业', 'The enterprise') },
          'members',
        );
      members.push(member);
    }
    const twin = await sql`
      SELECT FROM joint_group WHERE name = ${wish.name} AND home_path = ${own} AND ended_on IS NULL`.execute(tx);
    if (twin.rows.length > 0)
      return refuse('already-exists', { field: both('联防组', 'Group'), value: wish.name }, 'name');
    const id = randomUUID();
    await sql`
      INSERT INTO joint_group (id, name, kind, about, trade, home_path, from_on, made_by)
      VALUES (${id}, ${wish.name}, ${wish.kind}, ${wish.about ?? null}, ${wish.trade ?? null}, ${own}, ${wish.from}, ${actor.name})`.execute(
      tx,
    );
    for (const member of members)
      await sql`
        INSERT INTO joint_member (id, group_id, name, from_on, made_by, region_path, organisation_id, sector)
        VALUES (${randomUUID()}, ${id}, ${member.name}, ${wish.from}, ${actor.name}, ${member.regionPath}, ${member.organisationId}, ${member.sector})`.execute(
        tx,
      );
    const detail = { name: wish.name, kind: GROUP_KINDS[wish.kind].label, members: members.map(({ name }) => name) };
    await record(tx, actor, 'joint.group', { kind: 'joint-group', id }, 'done', detail);
    return id;
  });
}

async function memberOf(tx: Tx, asked: Wish['members'][number]): Promise<Member | undefined> {
  const { rows } =
    asked.organisationId === undefined
      ? await sql<Member>`
          SELECT name, path AS "regionPath", NULL AS "organisationId", NULL AS sector FROM region
          WHERE path = ${asked.regionPath ?? ''} AND valid_to IS NULL`.execute(tx)
      : await sql<Member>`
          SELECT name, region_path AS "regionPath", id AS "organisationId", sector FROM enterprise
          WHERE id = ${asked.organisationId} AND retired_at IS NULL`.execute(tx);
  return rows[0];
}

/** Ends a group, or one membership, today: from then on nothing is shared by it. Only the place that made it may. */
export async function endGroup(
  context: Context,
  actor: Actor,
  id: string,
  { member, because }: { readonly member?: string | undefined; readonly because: string },
): Promise<undefined | Refusal> {
  const own = ownPlace(actor);
  const seen = await withScope(context.db, actor.scope, (tx) =>
    sql<{ name: string; home: string; ended: string | null }>`
      SELECT name, home_path AS home, ended_on AS ended FROM joint_group WHERE id = ${id}`.execute(tx),
  );
  const [group] = seen.rows;
  if (group === undefined || own === undefined || !group.home.startsWith(own)) return refuse('not-found');
  if (group.ended !== null) return refuse('joint-ended', { name: group.name, on: group.ended });
  const today = dayOf(Date.now());
  return context.db.transaction().execute(async (tx) => {
    if (member === undefined)
      await sql`UPDATE joint_group SET ended_on = ${today}, ended_because = ${because} WHERE id = ${id}`.execute(tx);
    else {
      // The last day of a membership still counts; leaving means from now on.
      const { rows } = await sql`
        UPDATE joint_member SET from_on = least(from_on, ${today}::date - 1), to_on = ${today}::date - 1, changed_at = clock_timestamp()
        WHERE id = ${member} AND group_id = ${id} AND to_on IS NULL RETURNING id`.execute(tx);
      if (rows.length === 0) return refuse('not-found');
    }
    await record(tx, actor, 'joint.group-end', { kind: 'joint-group', id }, 'done', {
      because,
      member: member ?? null,
    });
    return undefined;
  });
}
