import { LENGTHS } from '@anlan/kernel/entity';
import { sql } from 'kysely';
import { z } from 'zod';
import { refuse } from '@anlan/kernel/refusal';
import { chosenTanksSchema, filledSetupSchema } from '@anlan/kernel/workbench';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { initialsOf } from '../registry/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { tags } from './near.ts';
import { propertiesOf, setupsOfTanks, type TankRow } from './tank-setup.ts';

/** Tanks to choose from, and one filled in from the register and its live readings. */
export const tankRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/workbench/tanks',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '选储罐 · Tanks by name, enterprise or substance',
        querystring: z.object({
          search: z.string().trim().max(LENGTHS.search).default(''),
          size: z.coerce.number().int().min(1).max(100).default(30),
        }),
        response: responses(chosenTanksSchema),
      },
    },
    async (request) => {
      const { search, size } = request.query;
      const letters = /^[a-z]+$/i.test(search) ? search.toLowerCase() : initialsOf(search);
      const { rows } = await withScope(context.db, actorOf(request).scope, (tx) =>
        sql<TankRow>`
          SELECT t.id, t.name, t.substance, t.cas, t.volume, t.lon, t.lat, coalesce(e.name, '—') AS enterprise
          FROM tank t LEFT JOIN enterprise e ON e.id = t.enterprise
          WHERE t.retired_at IS NULL AND (${search} = '' OR position(${search} IN t.name || ' ' || t.substance || ' ' || coalesce(e.name, '') || ' ' || coalesce(t.cas, '')) > 0
            OR (${letters} <> '' AND t.initials LIKE ${`${letters}%`}))
          ORDER BY t.name, t.id LIMIT ${size}`.execute(tx),
      );
      return rows.map(({ volume: _, ...row }) => ({ ...row, known: propertiesOf(row) !== undefined }));
    },
  );
  app.get(
    '/api/workbench/tanks/:id',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '由储罐填写 · A setup filled in from a tank and its readings',
        params: z.object({ id: z.uuid() }),
        response: responses(filledSetupSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const [found] = await setupsOfTanks(context, actor.scope, sql`t.id = ${request.params.id}`);
      if (found !== undefined) return { setup: found.setup, name: found.name, missing: found.missing };
      await auditOutside(context.db, actor, 'tank', request.params.id, 'registry.read');
      return answer(refuse('not-found'));
    },
  );
};
