import { sql } from 'kysely';
import { z } from 'zod';
import { creditRecordSchema, type CreditRecord } from '@anlan/kernel/case';
import { SYSTEMS } from '@anlan/systems';
import { withScope } from '../access/scoped.ts';
import { actorOf, need, responses, type RouteModule, seen } from '../http/index.ts';

const SHOWN = 100;
const PARAMETERS = new Map(
  SYSTEMS.flatMap(({ parameters = [] }) => parameters).map((parameter) => [parameter.key, parameter]),
);

interface Row {
  at: Date;
  points: number;
  because: string;
  parameter: string;
  id: string;
  number: string;
  kind: string;
  title: string;
}

/** The credit record that anchors at an enterprise: what was taken off, when, by which rule and for which case. */
export const creditRoutes: RouteModule = (app, context) => {
  const { db } = context;
  app.get(
    '/api/enterprises/:id/credit',
    {
      onRequest: need('case.read'),
      preHandler: seen(context, 'enterprise', 'case.read'),
      schema: {
        tags: ['事项 Cases'],
        summary: '企业诚信记录 · Credit record of an enterprise',
        params: z.object({ id: z.uuid() }),
        response: responses(creditRecordSchema),
      },
    },
    (request) =>
      withScope(db, actorOf(request).scope, async (tx): Promise<CreditRecord> => {
        const { id } = request.params;
        const totals = await sql<{ n: number; points: number; recent: number; recentPoints: number }>`
          SELECT count(*)::int AS n, coalesce(sum(points), 0) AS points,
            count(*) FILTER (WHERE recently)::int AS recent, coalesce(sum(points) FILTER (WHERE recently), 0) AS "recentPoints"
          FROM (SELECT points, at > now() - interval '12 months' AS recently FROM credit_event WHERE organisation_id = ${id}) e`.execute(
          tx,
        );
        const { rows } = await sql<Row>`
          SELECT e.at, e.points, e.because, e.parameter, c.id, c.number, c.kind, c.title
          FROM credit_event e JOIN case_file c ON c.id = e.case_id WHERE e.organisation_id = ${id}
          ORDER BY e.at DESC, e.id LIMIT ${SHOWN}`.execute(tx);
        const { n, points, recent, recentPoints } = totals.rows[0]!;
        return {
          year: { events: recent, points: recentPoints },
          total: { events: n, points },
          events: rows.map(({ at, points: off, because, parameter, ...source }) => {
            const { label = parameter, labelEn = parameter } = PARAMETERS.get(parameter) ?? {};
            return { at: at.getTime(), points: off, because, label, labelEn, case: source };
          }),
        };
      }),
  );
};
