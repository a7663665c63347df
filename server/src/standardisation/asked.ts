import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { shift } from '@anlan/domain/calendar';
import type { Context } from '../access/context.ts';
import { refuseNow } from '../http/index.ts';
import { valuesFor } from '../parameter/book.ts';

export const tags = ['标准化 Standardisation'];

export const day = z.iso.date().optional().describe('as of the end of this day; today where not given');

export function authority(actor: Actor, verb: { zh: string; en: string }): void {
  if (actor.scope.kind === 'region' || actor.scope.kind === 'all') return;
  refuseNow('not-permitted', { verb: verb.zh, grantor: '监管部门' }, { verb: verb.en, grantor: 'the authority' });
}

export async function warnDay(context: Context, place: string, on: string): Promise<string> {
  return shift(on, (await valuesFor(context.db, place, Date.now())).number('standardisation.warn'));
}
