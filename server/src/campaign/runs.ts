import { sql } from 'kysely';
import { uuidOf } from '@anlan/data';
import { dayOf, endOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { campaignItemsSchema, runsInput, runsMadeSchema } from '@anlan/kernel/campaign';
import { generate } from '@anlan/kernel/checklist';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { z } from 'zod';
import type { Context } from '../access/context.ts';
import { allOrNothing, kept } from '../access/all-or-nothing.ts';
import { withScope, type Database, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { createRun, presentVersion } from '../checklist/index.ts';
import { masterAt } from '../checklist/lists.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';

const AT_ONCE = 200;
const USE = 'enforcement';
/** Findings follow the finished checks at this pace. */
const PACE_MS = 3000;

interface Target {
  readonly id: string;
  readonly sector: string | null;
}

/** Items chosen for a campaign, narrowed to those the trade's list holds; the whole list where none of them belongs to it. */
function chooser(master: Awaited<ReturnType<typeof masterAt>>, version: number, chosen: readonly string[]) {
  const known = new Map<string, readonly string[] | undefined>();
  return (sector: string | null): readonly string[] | undefined => {
    if (chosen.length === 0) return undefined;
    const key = sector ?? '';
    if (!known.has(key)) {
      const own = new Set(generate(master, { use: USE, sector, tier: null }, version).map(({ id }) => id));
      const fits = chosen.filter((id) => own.has(id));
      known.set(key, fits.length === 0 ? undefined : fits);
    }
    return known.get(key);
  };
}

/** Makes the checks of targets, each once; those of a place in batches. */
async function makeRuns(
  context: Context,
  actor: Actor,
  id: string,
  wish: z.infer<typeof runsInput>,
): Promise<z.infer<typeof runsMadeSchema> | Refusal> {
  const { db } = context;
  const seen = await withScope(db, actor.scope, (tx) => waiting(tx, id, wish));
  if (seen === undefined) {
    await auditOutside(db, actor, 'campaign', id, 'campaign.run');
    return refuse('not-found');
  }
  const { campaign, targets } = seen;
  if (campaign.state !== 'running')
    return refuse('campaign-state', { state: both('结束', 'ended'), action: both('生成检查单', 'made into checks') });
  const next = targets.slice(0, AT_ONCE);
  const now = Date.now();
  return allOrNothing(db, async (tx) => {
    await lockOutbox(tx);
    const version = await presentVersion(tx);
    const itemsOf = chooser(await masterAt(tx, version), version, campaign.items);
    let last: string | null = null;
    for (const target of next) {
      const items = itemsOf(target.sector);
      const run = kept(
        await createRun(tx, {
          id: uuidOf('campaign-run', `${id}/${target.id}`),
          use: 'campaign',
          organisationId: target.id,
          title: campaign.name,
          period: dayOf(now),
          ...(items === undefined ? {} : { items }),
          source: { kind: 'campaign', id },
          opensAt: now,
          dueAt: Math.max(endOf(campaign.to), now + 1),
        }),
      );
      last = run.id;
    }
    await record(tx, actor, 'campaign.runs', { kind: 'campaign', id }, 'done', { made: next.length });
    return { made: next.length, left: targets.length - next.length, run: wish.targets.length === 1 ? last : null };
  });
}

interface Waiting {
  readonly campaign: { readonly name: string; readonly state: string; readonly to: string; readonly items: string[] };
  readonly targets: readonly Target[];
}

/** Targets that the wish names, as the scope shows them; of a place only those without a check. */
async function waiting(tx: Tx, id: string, wish: z.infer<typeof runsInput>): Promise<Waiting | undefined> {
  const { rows } = await sql<
    Waiting['campaign']
  >`SELECT name, state, to_on AS "to", items FROM campaign WHERE id = ${id}`.execute(tx);
  const [campaign] = rows;
  if (campaign === undefined) return undefined;
  const named = wish.targets.length > 0;
  const targets = await sql<Target>`
    SELECT t.enterprise_id AS id, t.sector FROM campaign_target t
    WHERE t.campaign_id = ${id} AND (NOT ${named} OR t.enterprise_id = ANY (${[...wish.targets]}::uuid[]))
      AND (${wish.region ?? ''} = '' OR starts_with(t.region_path, ${wish.region ?? ''}))
      AND (${named} OR NOT EXISTS (SELECT FROM check_run k WHERE k.source_kind = 'campaign' AND k.source_id = ${id} AND k.organisation_id = t.enterprise_id))
    ORDER BY t.region_path, t.enterprise_id`.execute(tx);
  return { campaign, targets: targets.rows };
}

/**
 * Every bad answer of a finished check of a campaign becomes a finding of it, with the hidden danger it led to; a danger
 * that came later is added. `since` (epoch ms) bounds how far back it looks. Gives back how many are new.
 */
export async function gatherFindings(db: Database, since: number): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const lock = await sql<{ got: boolean }>`SELECT pg_try_advisory_xact_lock(7268) AS got`.execute(tx);
    if (lock.rows[0]?.got !== true) return 0;
    const { rows } = await sql`
      INSERT INTO campaign_finding (id, campaign_id, part_id, enterprise_id, place, run_id, answer_key, what, found_at, found_by, case_id, region_path, organisation_id, sector)
      SELECT gen_random_uuid(), t.campaign_id, t.part_id, t.enterprise_id, t.name, k.id, a.item_id::text, left(coalesce(a.note, v.title), 300), k.done_at,
        coalesce(k.done_by, '—'), a.case_id, t.region_path, t.enterprise_id, t.sector
      FROM check_run k JOIN campaign_target t ON t.campaign_id = k.source_id AND t.enterprise_id = k.organisation_id
      JOIN check_answer a ON a.run_id = k.id AND a.result = 'bad'
      JOIN check_list_item l ON l.list_id = k.list_id AND l.item_id = a.item_id
      JOIN check_item_version v ON v.item_id = l.item_id AND v.from_version = l.from_version
      WHERE k.source_kind = 'campaign' AND k.done_at > ${new Date(since)}
      ON CONFLICT (run_id, answer_key) DO UPDATE SET case_id = excluded.case_id
        WHERE campaign_finding.case_id IS NULL AND excluded.case_id IS NOT NULL
      RETURNING (xmax = 0) AS fresh`.execute(tx);
    return rows.filter((row) => (row as { fresh: boolean }).fresh).length;
  });
}

const HOUR = 3_600_000;

/** Checks of a campaign's targets, and what becomes of their answers. */
export const runRoutes: RouteModule = (app, context) => {
  const { db } = context;
  app.get(
    '/api/campaigns/items',
    {
      onRequest: need('campaign.write'),
      schema: {
        tags: ['专项行动 Campaigns'],
        summary: '可选检查项 · Items of the master for some trades',
        querystring: z.strictObject({ sectors: z.string().max(1000).default('') }),
        response: responses(campaignItemsSchema),
      },
    },
    async (request) => {
      const sectors = request.query.sectors.split(',').filter((sector) => sector !== '');
      const version = await presentVersion(db);
      if (version === 0) return [];
      const items = await masterAt(db, version);
      const wanted = sectors.length === 0 ? [null] : sectors;
      const fits = new Set(
        wanted.flatMap((sector) => generate(items, { use: USE, sector, tier: null }, version).map(({ id }) => id)),
      );
      return items
        .filter(({ id }) => fits.has(id))
        .map(({ id, code, title, sectors: of }) => ({ id, code, title, sectors: [...of] }));
    },
  );
  app.post(
    '/api/campaigns/:id/runs',
    {
      onRequest: need('case.verify'),
      schema: {
        tags: ['专项行动 Campaigns'],
        summary: '生成检查单 · Make the checks of targets',
        params: z.object({ id: z.uuid() }),
        body: runsInput,
        response: responses(runsMadeSchema, 201),
      },
    },
    async (request, reply) =>
      reply.code(201).send(answer(await makeRuns(context, actorOf(request), request.params.id, request.body))),
  );
  let since = 0;
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= gatherFindings(db, since)
      .then(() => {
        since = Date.now() - HOUR;
      })
      .catch((error: unknown) =>
        context.log.warn({ error: (error as Error).message }, 'findings of campaigns not gathered'),
      )
      .finally(() => {
        running = undefined;
      });
  }, PACE_MS);
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await running;
  });
};
