import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { refuse } from '@anlan/kernel/refusal';
import { dayOf } from '@anlan/domain/calendar';
import { standardDefaultsSchema, standardTargetsSchema } from '@anlan/systems/technology';
import { withScope } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { runDefaults } from './defaults.ts';
import { targetsOf } from './rates.ts';
import { authority } from './authority.ts';
import { one, placeOf } from '../prevention/inputs.ts';

const tags = ['标准化 Standardisation'];

export const targetRoutes: RouteModule = (app, context) => {
  const read = async (actor: Actor) => {
    const place = await placeOf(context, actor);
    return { rows: await withScope(context.db, actor.scope, (tx) => targetsOf(tx, place, dayOf(Date.now()))) };
  };
  app.post(
    '/api/standardisation/targets',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '设定达标期限 · Set until when a trade has to hold a grade',
        body: z.strictObject({
          trade: z.string().min(1).max(60),
          kind: z.enum(['enterprise', 'post', 'specialty', 'site']).default('enterprise'),
          grade: z.enum(['one', 'two', 'three']).default('three'),
          share: z.number().gt(0).max(100).default(100),
          dueOn: z.iso.date(),
          basis: z.string().trim().min(1).max(200),
        }),
        response: responses(standardTargetsSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      authority(actor, { zh: '设定达标期限', en: 'set target dates' });
      const place = await placeOf(context, actor);
      const { trade, kind, grade, share, dueOn, basis } = request.body;
      await context.db.transaction().execute(async (tx) => {
        const id = randomUUID();
        await sql`
          INSERT INTO standardisation_target (id, region_path, trade, kind, grade, share, due_on, basis, set_at, set_by, demonstration)
          VALUES (${id}, ${place}, ${trade}, ${kind}, ${grade}, ${share}, ${dueOn}::date, ${basis}, now(), ${actor.name}, ${context.demonstration})`.execute(
          tx,
        );
        await record(tx, actor, 'standardisation.target', { kind: 'standardisation-target', id }, 'done', request.body);
      });
      return reply.code(201).send(await read(actor));
    },
  );
  app.post(
    '/api/standardisation/targets/:id/withdraw',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '撤回达标期限 · Withdraw a target',
        params: one,
        body: z.strictObject({ reason: z.string().trim().min(1).max(300) }),
        response: responses(standardTargetsSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      authority(actor, { zh: '撤回达标期限', en: 'withdraw targets' });
      const place = await placeOf(context, actor);
      const { id } = request.params;
      const done = await context.db.transaction().execute(async (tx) => {
        const { rows } = await sql`
          UPDATE standardisation_target SET withdrawn_at = now() WHERE id = ${id} AND withdrawn_at IS NULL AND starts_with(region_path, ${place}) RETURNING id`.execute(
          tx,
        );
        if (rows.length > 0)
          await record(
            tx,
            actor,
            'standardisation.withdraw',
            { kind: 'standardisation-target', id },
            'done',
            request.body,
          );
        return rows.length > 0;
      });
      return done ? read(actor) : answer(refuse('not-found'));
    },
  );
  app.post(
    '/api/standardisation/defaults',
    {
      onRequest: need('case.supervise'),
      schema: {
        tags,
        summary: '核对逾期未达标 · Propose suspensions for who is past the target date, release who reached it',
        response: responses(standardDefaultsSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      authority(actor, { zh: '建议暂扣许可证', en: 'propose suspensions' });
      const place = await placeOf(context, actor);
      const done = await context.db.transaction().execute(async (tx) => {
        await lockOutbox(tx);
        const result = await runDefaults(tx, place, Date.now());
        await record(tx, actor, 'standardisation.defaults', { kind: 'region', id: place }, 'done', result);
        return result;
      });
      return reply.code(201).send(done);
    },
  );
  app.get(
    '/api/inspection-weights',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '检查权重 · Enterprises that are to be inspected more often, and why',
        querystring: z.strictObject({ enterprise: z.uuid().optional() }),
        response: responses(
          z.object({
            rows: z.array(
              z.object({
                enterprise: z.string(),
                name: z.string(),
                reason: z.string(),
                label: z.string(),
                factor: z.number(),
                since: z.number(),
                caseId: z.string().nullable(),
              }),
            ),
          }),
        ),
      },
    },
    async (request) => {
      const { enterprise } = request.query;
      const { rows } = await withScope(context.db, actorOf(request).scope, (tx) =>
        sql<{
          enterprise: string;
          name: string;
          reason: string;
          label: string;
          factor: number;
          since: Date;
          caseId: string | null;
        }>`
          SELECT w.enterprise, e.name, w.reason, w.label, w.factor, w.since, w.case_id AS "caseId"
          FROM inspection_weight w JOIN enterprise e ON e.id = w.enterprise LEFT JOIN case_file c ON c.id = w.case_id
          WHERE w.until IS NULL AND c.closed_at IS NULL AND ${enterprise === undefined ? sql`true` : sql`w.enterprise = ${enterprise}`}
          ORDER BY w.factor DESC, w.since LIMIT 500`.execute(tx),
      );
      return { rows: rows.map((row) => ({ ...row, since: row.since.getTime() })) };
    },
  );
};
