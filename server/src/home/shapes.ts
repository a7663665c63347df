import { z } from 'zod';
import { LEVELS } from '@anlan/kernel/entity';

/** One thing that waits for somebody. */
const itemSchema = z.object({
  kind: z.enum(['alarm', 'record', 'device', 'case']),
  id: z.string(),
  level: z.enum(LEVELS).nullable(),
  title: z.string(),
  value: z.string().nullable(),
  sub: z.string(),
  why: z.string(),
  dueAt: z.number().nullable(),
  due: z.string(),
  verb: z.object({ label: z.string(), href: z.string(), primary: z.boolean() }),
  en: z
    .object({ title: z.string(), why: z.string(), due: z.string(), verb: z.string(), sub: z.string().optional() })
    .optional()
    .describe('the same in English; names of people and firms stay as they are'),
});
export type Item = z.infer<typeof itemSchema>;
export const homeSchema = z.object({
  now: z.array(itemSchema),
  today: z.array(itemSchema),
  week: z.array(itemSchema),
  counts: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      value: z.number(),
      of: z.number().nullable(),
      before: z.number().nullish().describe('the same figure at this hour of yesterday, where it is known'),
      note: z.string(),
      href: z.string(),
      en: z.object({ label: z.string(), note: z.string() }).optional(),
    }),
  ),
  levels: z.object({ red: z.int(), orange: z.int(), yellow: z.int(), blue: z.int() }),
  since: z.array(
    z.object({
      at: z.number(),
      text: z.string().describe('subject and what happened, in Chinese'),
      href: z.string(),
      subject: z.string(),
      rule: z.string(),
      kind: z.string().describe('raised, recovered, acknowledged, …'),
      said: z.string().describe('what happened, as the trail has it'),
    }),
  ),
  lastVisit: z.number().nullable(),
});
export type Home = z.infer<typeof homeSchema>;

export type Count = Home['counts'][number];
/** What one word of the platform adds to the page. */
export type Part = Omit<Home, 'lastVisit'>;
