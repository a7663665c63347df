import { randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import { scopeRange, type Actor } from '@anlan/kernel/access';
import type { campaignInput, Criteria, previewSchema } from '@anlan/kernel/campaign';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { CAMPAIGN_CATEGORIES } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { allOrNothing, kept } from '../access/all-or-nothing.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import { doerOf } from '../case/doer.ts';
import { openCase } from '../case/write.ts';
import { nextNumber } from '../number/next.ts';

type Wish = z.infer<typeof campaignInput>;

interface Target {
  readonly id: string;
  readonly regionPath: string;
}

/** Enterprises of the register that the criteria name, as far as the transaction's scope shows them. */
async function targetsOf(tx: Tx, criteria: Criteria): Promise<Target[]> {
  const where: RawBuilder<unknown>[] = [sql`retired_at IS NULL`, sql`coalesce(status, '') <> 'closed'`];
  if (criteria.regions.length > 0) {
    const ranges = criteria.regions.map((path) => {
      const { from, to } = scopeRange(path);
      return sql`(region_path >= ${from} AND region_path < ${to})`;
    });
    where.push(sql`(${sql.join(ranges, sql` OR `)})`);
  }
  const among = (column: string, values: readonly string[]) => {
    if (values.length > 0) where.push(sql`${sql.ref(column)} = ANY (${[...values]}::text[])`);
  };
  among('sector', criteria.sectors);
  among('risk_level', criteria.levels);
  among('scale', criteria.scales);
  if (criteria.running) where.push(sql`status = 'running'`);
  const { rows } = await sql<Target>`
    SELECT id, region_path AS "regionPath" FROM enterprise WHERE ${sql.join(where, sql` AND `)} ORDER BY id`.execute(
    tx,
  );
  return rows;
}

interface Place {
  readonly path: string;
  readonly name: string;
}

/** The place that issues, and those right below it, which answer for their part. */
async function placesOf(tx: Tx, home: string): Promise<{ home: Place; below: Place[] }> {
  const { rows } = await sql<Place>`
    SELECT path, name FROM region WHERE (path = ${home} OR parent_path = ${home}) AND kind <> 'grid' AND valid_to IS NULL ORDER BY path`.execute(
    tx,
  );
  const own = rows.find(({ path }) => path === home) ?? { path: home, name: home };
  return { home: own, below: rows.filter(({ path }) => path !== home) };
}

/** Targets by the place that would answer for them; the issuer's own for those in none of the places below. */
function split(targets: readonly Target[], home: Place, below: readonly Place[]): Map<Place, Target[]> {
  const parts = new Map<Place, Target[]>();
  for (const target of targets) {
    const place = below.find(({ path }) => target.regionPath.startsWith(path)) ?? home;
    const own = parts.get(place);
    if (own === undefined) parts.set(place, [target]);
    else own.push(target);
  }
  return parts;
}

/** How many targets criteria would give, by place. */
export async function preview(
  context: Context,
  actor: Actor,
  criteria: Criteria,
): Promise<z.infer<typeof previewSchema> | Refusal> {
  const home = homeOf(actor);
  if (home === undefined) return NOT_A_PLACE;
  return withScope(context.db, actor.scope, async (tx) => {
    const targets = await targetsOf(tx, criteria);
    const places = await placesOf(tx, home);
    const parts = split(targets, places.home, places.below);
    return {
      total: targets.length,
      places: [...parts]
        .map(([place, own]) => ({ ...place, targets: own.length }))
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
    };
  });
}

const NOT_A_PLACE = refuse('not-permitted', {
  verb: both('部署专项行动', 'issue campaigns'),
  grantor: both('监管部门', 'the authority'),
});

function homeOf({ scope }: Actor): string | undefined {
  return scope.kind === 'region' ? scope.path : undefined;
}

/** Issues a campaign: draws and freezes the targets, gives every place its plan and its task. Sent twice it is one. */
export async function issue(context: Context, actor: Actor, wish: Wish): Promise<string | Refusal> {
  const home = homeOf(actor);
  if (home === undefined) return NOT_A_PLACE;
  const category = CAMPAIGN_CATEGORIES.find(({ value }) => value === wish.category);
  if (category === undefined)
    return refuse(
      'field-invalid',
      { field: both('类别', 'Category'), problem: both('不在可选范围内', 'it is not among the options') },
      'category',
    );
  if (wish.to < wish.from)
    return refuse(
      'field-invalid',
      { field: both('结束日期', 'End date'), problem: both('不能早于开始日期', 'it cannot be before the start date') },
      'to',
    );
  const { targets, places } = await withScope(context.db, actor.scope, async (tx) => ({
    targets: await targetsOf(tx, wish.criteria),
    places: await placesOf(tx, home),
  }));
  return allOrNothing(context.db, async (tx) => {
    await lockOutbox(tx);
    const before = await sql<{
      id: string;
    }>`SELECT id FROM campaign WHERE request_id = ${wish.requestId ?? null}`.execute(tx);
    if (before.rows[0] !== undefined) return before.rows[0].id;
    if (targets.length === 0) return refuse('campaign-empty', {}, 'criteria');
    const id = randomUUID();
    const number = await nextNumber(tx, 'XD', Date.now());
    await sql`
        INSERT INTO campaign (id, number, name, category, fire, goal, home_path, home_name, departments, criteria, items, from_on, to_on, first_to_on,
          state, targets, issued_by, request_id, demonstration)
        VALUES (${id}, ${number}, ${wish.name}, ${wish.category}, ${category.fire}, ${wish.goal}, ${home}, ${places.home.name},
          ${[...wish.departments]}::text[], ${JSON.stringify(wish.criteria)}::jsonb, ${[...wish.items]}::uuid[], ${wish.from}, ${wish.to}, ${wish.to},
          'running', ${targets.length}, ${actor.name}, ${wish.requestId ?? null}, false)`.execute(tx);
    const parts = split(targets, places.home, places.below);
    for (const [place, own] of parts) await issuePart(tx, actor, { id, wish, place, own });
    await note(tx, id, actor.name, 'issued', `下达 ${parts.size} 个辖区，检查对象 ${targets.length} 家（已冻结）`);
    await record(tx, actor, 'campaign.issue', { kind: 'campaign', id }, 'done', {
      number,
      name: wish.name,
      targets: targets.length,
    });
    return id;
  });
}

interface PartWish {
  readonly id: string;
  readonly wish: Wish;
  readonly place: Place;
  readonly own: readonly Target[];
}

async function issuePart(tx: Tx, actor: Actor, { id, wish, place, own }: PartWish): Promise<void> {
  const planned = Math.ceil((own.length * wish.share) / 100);
  const part = randomUUID();
  const opened = kept(
    await openCase(
      tx,
      {
        kind: 'campaign-part',
        input: { title: wish.name, planned, dueOn: wish.to },
        source: 'inspection',
        belongs: {
          organisationId: null,
          organisationName: null,
          regionPath: place.path,
          sector: null,
          lon: null,
          lat: null,
          demonstration: false,
        },
        subject: { kind: 'campaign', id },
      },
      doerOf(actor),
      Date.now(),
    ),
  );
  await sql`
    INSERT INTO campaign_part (id, campaign_id, name, targets, planned, case_id, region_path)
    VALUES (${part}, ${id}, ${place.name}, ${own.length}, ${planned}, ${opened.id}, ${place.path})`.execute(tx);
  await sql`
    INSERT INTO campaign_target (campaign_id, enterprise_id, part_id, name, region_path, organisation_id, sector)
    SELECT ${id}, e.id, ${part}, e.name, e.region_path, e.id, e.sector FROM enterprise e
    WHERE e.id = ANY (${own.map((target) => target.id)}::uuid[])`.execute(tx);
  // Towns get their numbers with the county's part; the county may set them otherwise.
  await sql`
    INSERT INTO campaign_part (id, campaign_id, parent_id, name, targets, planned, region_path)
    SELECT gen_random_uuid(), ${id}, ${part}, r.name, n.targets, ceil(n.targets * ${wish.share}::float8 / 100)::int, r.path
    FROM (SELECT t.region_path, count(*)::int AS targets FROM campaign_target t WHERE t.part_id = ${part} GROUP BY 1) n
    JOIN region r ON r.path = n.region_path WHERE r.path <> ${place.path}
    ON CONFLICT (campaign_id, region_path) DO NOTHING`.execute(tx);
}

/** Adds a line to what was done to a campaign. */
export async function note(tx: Tx, campaign: string, by: string, action: string, words: string): Promise<void> {
  await sql`
    INSERT INTO campaign_entry (campaign_id, seq, by, action, text)
    SELECT ${campaign}, coalesce(max(seq), 0) + 1, ${by}, ${action}, ${words} FROM campaign_entry WHERE campaign_id = ${campaign}`.execute(
    tx,
  );
}
