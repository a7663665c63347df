import { sql } from 'kysely';
import type { Verb } from '@anlan/kernel/access';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/outside.ts';
import { actorOf } from './actor.ts';
import { refuseNow } from './problem.ts';

/**
 * Hook of a route that lists something of one row (`:id`): who may not see the row is answered as if it did not exist,
 * and the attempt is audited. An empty list would say that there is nothing, of a credit record that it is clean. Use as
 * `preHandler`: the address has been checked by then.
 */
export function seen({ db }: Context, table: string, verb: Verb): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const actor = actorOf(request);
    const { id } = request.params as { readonly id: string };
    const { rows } = await withScope(db, actor.scope, (tx) =>
      sql`SELECT FROM ${sql.table(table)} WHERE id = ${id}`.execute(tx),
    );
    if (rows.length > 0) return;
    await auditOutside(db, actor, table, id, verb);
    refuseNow('not-found');
  };
}
