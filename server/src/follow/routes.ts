import { sql } from 'kysely';
import { z } from 'zod';
import { may, type Actor } from '@anlan/kernel/access';
import { followedSchema, type Followed } from '@anlan/kernel/registry';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { standing } from '../alarm/stands.ts';
import { auditOutside, record } from '../audit/index.ts';
import { runs } from '../case/row.ts';
import { actorOf, answer, need, noContent, responses, type RouteModule } from '../http/index.ts';

const tags = ['台账 Registers'];
const one = z.object({ id: z.uuid() });
/** More than one page can watch is no attention any more. */
const MOST = 200;

/** 关注: enterprises a person keeps an eye on, on the own page and in the own messages. */
export const followRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/followed',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '我关注的企业 · Enterprises I follow, with what is open there',
        response: responses(z.array(followedSchema)),
      },
    },
    (request) => followedBy(context, actorOf(request)),
  );
  app.put(
    '/api/followed/:id',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '关注 · Follow an enterprise, and say whether to be told',
        params: one,
        body: z.strictObject({ told: z.boolean().default(true).describe('of its alarms and cases, in the messages') }),
        response: noContent,
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const refused = await follow(context, actor, request.params.id, request.body.told);
      return refused === undefined ? reply.code(204).send() : answer(refused);
    },
  );
  app.delete(
    '/api/followed/:id',
    {
      onRequest: need('registry.read'),
      schema: { tags, summary: '取消关注 · Follow it no longer', params: one, response: noContent },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      await context.db.transaction().execute(async (tx) => {
        const gone = await sql`
          DELETE FROM followed_enterprise WHERE person_id = ${actor.personId} AND enterprise_id = ${id} RETURNING enterprise_id`.execute(
          tx,
        );
        if (gone.rows.length > 0)
          await record(tx, actor, 'enterprise.unfollow', { kind: 'enterprise', id }, 'done', {});
      });
      return reply.code(204).send();
    },
  );
};

async function follow(context: Context, actor: Actor, id: string, told: boolean): Promise<Refusal | undefined> {
  const seen = await withScope(context.db, actor.scope, (tx) =>
    sql`SELECT FROM enterprise WHERE id = ${id} AND retired_at IS NULL`.execute(tx),
  );
  if (seen.rows.length === 0) {
    await auditOutside(context.db, actor, 'enterprise', id, 'enterprise.follow');
    return refuse('not-found');
  }
  return context.db.transaction().execute(async (tx) => {
    // Two clicks at once must not pass the most together: a person's own follows are counted one after another.
    await sql`SELECT FROM person WHERE id = ${actor.personId} FOR UPDATE`.execute(tx);
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM followed_enterprise WHERE person_id = ${actor.personId} AND enterprise_id <> ${id}`.execute(
      tx,
    );
    if (rows[0]!.n >= MOST) return refuse('follow-most', { most: MOST });
    await sql`
      INSERT INTO followed_enterprise (person_id, enterprise_id, told) VALUES (${actor.personId}, ${id}, ${told})
      ON CONFLICT (person_id, enterprise_id) DO UPDATE SET told = excluded.told`.execute(tx);
    await record(tx, actor, 'enterprise.follow', { kind: 'enterprise', id }, 'done', { told });
    return undefined;
  });
}

/** What a person follows and may still see; counts are of what the person may read. */
async function followedBy(context: Context, actor: Actor): Promise<Followed[]> {
  const { rows } = await sql<{ id: string; since: Date; told: boolean }>`
    SELECT enterprise_id AS id, since, told FROM followed_enterprise WHERE person_id = ${actor.personId}`.execute(
    context.db,
  );
  if (rows.length === 0) return [];
  const own = new Map(rows.map((row) => [row.id, row]));
  const found = await withScope(context.db, actor.scope, (tx) => openAt(tx, actor, [...own.keys()]));
  return found.map((row) => ({
    ...row,
    since: own.get(row.id)!.since.getTime(),
    told: own.get(row.id)!.told,
  }));
}

type Open = Omit<Followed, 'since' | 'told'>;

async function openAt(tx: Tx, actor: Actor, ids: readonly string[]): Promise<Open[]> {
  const alarms = may(actor, 'alarm.read')
    ? sql`(SELECT count(*)::int FROM alarm a WHERE a.organisation_id = e.id AND a.closed_at IS NULL AND ${standing('a')})`
    : sql`NULL::int`;
  const cases = may(actor, 'case.read')
    ? sql`(SELECT json_build_object('open', count(*), 'overdue', count(c.overdue_since) FILTER (WHERE ${runs()}))
        FROM case_file c WHERE c.organisation_id = e.id AND c.closed_at IS NULL)`
    : sql`NULL::json`;
  const { rows } = await sql<Omit<Open, 'open' | 'overdue'> & { cases: { open: number; overdue: number } | null }>`
    SELECT e.id, e.name, e.risk_level AS "riskLevel", coalesce(r.name, '') AS "regionName", ${alarms} AS alarms, ${cases} AS cases
    FROM enterprise e LEFT JOIN region r ON r.path = e.region_path
    WHERE e.id = ANY (${[...ids]}::uuid[]) AND e.retired_at IS NULL
    ORDER BY 5 DESC NULLS LAST, e.name`.execute(tx);
  return rows.map(({ cases: counted, ...row }) => ({
    ...row,
    open: counted?.open ?? null,
    overdue: counted?.overdue ?? null,
  }));
}
