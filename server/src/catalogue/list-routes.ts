import { LENGTHS } from '@anlan/kernel/entity';
import {
  conditionSchema,
  effectSchema,
  gradeProposalSchema,
  keptItemSchema,
  match,
  suggestionSchema,
  undecided,
} from '@anlan/kernel/catalogue';
import { sql } from 'kysely';
import { z } from 'zod';
import { dayOf } from '@anlan/domain/calendar';
import { refuse } from '@anlan/kernel/refusal';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, component, need, noContent, responses, type RouteModule } from '../http/index.ts';
import { tieToCases } from './hooks.ts';
import { proposalFor } from './proposal.ts';
import { endItem, saveItem } from './list-write.ts';
import { CATALOGUES, ITEM_COLUMNS, itemsFor, type KeptItem } from './lists.ts';
import { suggest } from './suggest.ts';

const tags = ['目录 Catalogues'];
const kind = z.object({ kind: z.string().max(60) });
/** A condition holds conditions: the description needs a name for it. */
const condition = component('CatalogueCondition', conditionSchema);
const itemInput = z.strictObject({
  code: z.string().trim().min(1).max(40),
  title: z.string().trim().min(1).max(120),
  text: z.string().trim().max(1000).nullable().default(null),
  when: condition,
  effect: effectSchema,
  clauses: z.array(z.string().trim().min(1).max(120)).max(10).default([]),
  from: z.iso.date(),
  until: z.iso.date().nullable().default(null),
});
const factValues = z.record(z.string().max(60), z.union([z.string().max(2000), z.number(), z.boolean()]));

/** Dated lists: items in force, keeping them, trying facts against them, and what the standards propose. */
export const catalogueRoutes: RouteModule = (app, context) => {
  tieToCases();
  const { db } = context;
  app.get(
    '/api/catalogues/:kind/items',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '目录条目 · Items of the lists of a kind in scope',
        params: kind,
        querystring: z.strictObject({
          organisation: z.uuid().optional().describe("an enterprise's own list"),
          day: z.iso.date().optional(),
          all: z.enum(['1']).optional().describe('also what has ended or will begin'),
          search: z.string().trim().max(LENGTHS.search).optional(),
        }),
        response: responses(z.array(keptItemSchema)),
      },
    },
    async (request) => {
      if (!CATALOGUES.has(request.params.kind)) return answer(refuse('not-found'));
      const { organisation = null, day = dayOf(Date.now()), all, search = '' } = request.query;
      const text = search.toLowerCase();
      return withScope(db, actorOf(request).scope, async (tx) => {
        const { rows } = await sql<KeptItem>`
          SELECT ${ITEM_COLUMNS} FROM catalogue_item i JOIN catalogue c ON c.id = i.catalogue
          WHERE c.kind = ${request.params.kind} AND c.organisation_id IS NOT DISTINCT FROM ${organisation}::uuid
            AND (${all === '1'} OR i.valid_from <= ${day} AND (i.valid_until IS NULL OR i.valid_until > ${day}))
            AND (${text} = '' OR position(${text} IN lower(concat_ws(' ', i.code, i.title, i.text, c.name))) > 0)
          ORDER BY c.region_path DESC, c.name, i.place, i.code, i.valid_from DESC LIMIT 2000`.execute(tx);
        return rows.map((row) => ({ ...row, clauses: [...row.clauses] }));
      });
    },
  );
  app.post(
    '/api/catalogues/:kind/items',
    {
      onRequest: need('catalogue.write'),
      schema: {
        tags,
        summary: '保存条目 · Enter an item; the same code ends the one before',
        params: kind,
        body: itemInput,
        response: responses(z.object({ id: z.string(), list: z.string() }), 201),
      },
    },
    async (request, reply) => {
      const saved = answer(await saveItem(context, actorOf(request), request.params.kind, request.body));
      return reply.code(201).send(saved);
    },
  );
  app.post(
    '/api/catalogues/items/:id/end',
    {
      onRequest: need('catalogue.write'),
      schema: {
        tags,
        summary: '停用条目 · End an item',
        params: z.object({ id: z.uuid() }),
        body: z.strictObject({ until: z.iso.date() }),
        response: noContent,
      },
    },
    async (request, reply) => {
      answer(await endItem(context, actorOf(request), request.params.id, request.body.until));
      return reply.code(204).send();
    },
  );
  app.post(
    '/api/catalogues/:kind/match',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '试算 · Which items the facts meet, and which only lack facts',
        params: kind,
        body: z.strictObject({
          organisation: z.uuid().nullable().default(null),
          facts: factValues,
          day: z.iso.date().optional(),
        }),
        response: responses(
          z.object({
            matches: z.array(z.object({ item: keptItemSchema, because: z.array(z.string()) })),
            undecided: z.array(z.object({ code: z.string(), title: z.string(), lacking: z.array(z.string()) })),
          }),
        ),
      },
    },
    async (request) => {
      if (!CATALOGUES.has(request.params.kind)) return answer(refuse('not-found'));
      const { organisation, facts, day = dayOf(Date.now()) } = request.body;
      const { scope } = actorOf(request);
      const items = await withScope(db, scope, (tx) =>
        itemsFor(
          tx,
          request.params.kind,
          { regionPath: scope.kind === 'region' ? scope.path : 'cn.', organisationId: organisation },
          day,
        ),
      );
      return {
        matches: match(items, facts, day).map(({ item, because }) => ({
          item: { ...item, clauses: [...item.clauses] },
          because: [...because],
        })),
        undecided: undecided(items, facts, day)
          .slice(0, 20)
          .map(({ item, lacking }) => ({ code: item.code, title: item.title, lacking: [...lacking] })),
      };
    },
  );
  app.get(
    '/api/catalogues/major-danger/suggestions',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '重大隐患判定提示 · Criteria that resemble what is being typed',
        querystring: z.strictObject({
          text: z.string().trim().min(1).max(200),
          enterprise: z.uuid().optional(),
          sector: z.string().max(60).optional(),
        }),
        response: responses(z.array(suggestionSchema)),
      },
    },
    async (request) => {
      const { text, enterprise, sector } = request.query;
      const { scope } = actorOf(request);
      const own = enterprise ?? (scope.kind === 'organisation' ? scope.organisationId : undefined);
      const place = await withScope(db, scope, async (tx) => {
        const { rows } = await sql<{ regionPath: string; sector: string | null }>`
          SELECT region_path AS "regionPath", sector FROM enterprise WHERE id = ${own ?? null}::uuid`.execute(tx);
        return rows[0];
      });
      const regionPath = place?.regionPath ?? (scope.kind === 'region' ? scope.path : 'cn.');
      return suggest(db, { text, sector: sector ?? place?.sector ?? null, regionPath, day: dayOf(Date.now()) });
    },
  );
  app.get(
    '/api/cases/:id/proposal',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '定级建议 · What the standards propose for a hidden danger',
        params: z.object({ id: z.uuid() }),
        response: responses(gradeProposalSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const danger = await withScope(db, actor.scope, async (tx) => {
        const { rows } = await sql<Record<string, unknown>>`
          SELECT c.organisation_id AS "organisationId", c.region_path AS "regionPath", c.sector, c.source,
            jsonb_build_object('title', d.title, 'description', d.description, 'place', d.place, 'class', d.class, 'riskPoint', d.risk_point,
              'exposed', d.exposed, 'excess', d.excess, 'criterion', d.criterion) AS detail
          FROM case_file c JOIN case_hidden_danger d ON d.case_id = c.id WHERE c.id = ${id}`.execute(tx);
        return rows[0] as unknown as Parameters<typeof proposalFor>[1] | undefined;
      });
      if (danger === undefined) {
        await auditOutside(db, actor, 'case_file', id, 'case.read');
        return answer(refuse('not-found'));
      }
      const proposal = await proposalFor(db, danger, Date.now());
      if (proposal === undefined) return { proposal: null };
      const { matches, ...rest } = proposal;
      return {
        proposal: {
          ...rest,
          matches: matches.map(({ item, because }) => ({
            code: item.code,
            title: item.title,
            list: item.list,
            because: [...because],
            clauses: [...item.clauses],
          })),
        },
      };
    },
  );
};
