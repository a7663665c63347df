import type { Actor } from '@anlan/kernel/access';
import { refuse } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { auditOutside } from '../audit/index.ts';
import { answer } from '../http/index.ts';

/** The same answer for a row that does not exist and one outside the scope; the latter is audited. */
export async function notFound(context: Context, actor: Actor, table: string, id: string): Promise<never> {
  await auditOutside(context.db, actor, table, id, 'case.read');
  return answer(refuse('not-found'));
}
