import { z } from 'zod';

/** One line of a person's day (今天的日程): a shift, a hand-over, a case a time was set for, or a line of one's own. */
export const agendaLineSchema = z.object({
  key: z.string(),
  kind: z.enum(['shift', 'hand-over', 'case', 'own']),
  minute: z.int().describe('from midnight in Asia/Shanghai'),
  title: z.string(),
  titleEn: z.string().nullable().describe('what the platform says itself; null = in people’s own words'),
  note: z.string(),
  noteEn: z.string().nullable(),
  href: z.string().nullable(),
  done: z.boolean(),
  /** The line a person set and may change; null = it follows from roster and desk. */
  lineId: z.string().nullable(),
  caseId: z.string().nullable(),
});
export type AgendaLine = z.infer<typeof agendaLineSchema>;

export const agendaSchema = z.object({ day: z.string(), lines: z.array(agendaLineSchema) });
export type Agenda = z.infer<typeof agendaSchema>;
