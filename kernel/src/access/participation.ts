import { z } from 'zod';

/** In what capacity somebody takes part in a record that is not in their scope. */
export const CAPACITIES = {
  expert: { label: '专家', labelEn: 'Expert' },
  insurer: { label: '保险机构', labelEn: 'Insurer' },
  'rescue-team': { label: '救援队', labelEn: 'Rescue team' },
  'commissioned-town': { label: '受托乡镇', labelEn: 'Commissioned town' },
  'joint-inspection': { label: '联合检查', labelEn: 'Joint inspection' },
} as const;
export const CAPACITY_KEYS = Object.keys(CAPACITIES) as [keyof typeof CAPACITIES, ...(keyof typeof CAPACITIES)[]];

/** One record opened to one person, from when to when and why; `endedAt` where it was closed again. */
export const participationSchema = z.object({
  id: z.string(),
  entity: z.string(),
  record: z.string(),
  label: z.string().nullable(),
  href: z.string(),
  person: z.string(),
  capacity: z.enum(CAPACITY_KEYS),
  reason: z.string(),
  from: z.number(),
  to: z.number().nullable(),
  by: z.string().nullable().describe('who opened it'),
  endedAt: z.number().nullable(),
});
export type Participation = z.infer<typeof participationSchema>;
