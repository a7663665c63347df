import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import type { Context } from '../access/context.ts';
import { reachOf } from '../registry/standing.ts';

/** What the routes of risks and hidden dangers are asked with: a place, a page of rows, one record. */
export const region = z
  .string()
  .regex(/^([\w-]+\.)+$/)
  .max(200)
  .optional();
export const paging = {
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
};
export const rowsOf = ({ page, size }: { page: number; size: number }) => ({ limit: size, offset: (page - 1) * size });
export const one = z.object({ id: z.uuid() });

/** The place whose figures somebody sees first. */
export async function placeOf(context: Context, { scope }: Actor, asked?: string): Promise<string> {
  return asked ?? (await reachOf(context.db, scope)) ?? 'cn.';
}
