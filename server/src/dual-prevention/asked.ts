import type { Actor } from '@anlan/kernel/access';
import { refuse } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { auditOutside } from '../audit/index.ts';
import { answer } from '../http/index.ts';

export const tags = ['双重预防 Dual prevention'];

export async function lost(context: Context, actor: Actor, table: string, id: string): Promise<never> {
  await auditOutside(context.db, actor, table, id, 'case.read');
  return answer(refuse('not-found'));
}
