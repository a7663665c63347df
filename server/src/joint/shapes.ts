import { z } from 'zod';
import { jointActionSchema } from '@anlan/kernel/joint';
import { component } from '../http/index.ts';

export const tags = ['联防联控 Joint prevention'];
export const one = z.object({ id: z.uuid() });
export const made = z.object({ id: z.string() });
export const done = z.object({ done: z.literal(true) });
export const because = z.string().trim().min(1, '请写明理由').max(300);
export const actionView = component('JointAction', jointActionSchema);
