import { z } from 'zod';
import { alarmViewSchema } from '../alarm/index.ts';
import { caseViewSchema } from '../case/index.ts';

/** The causal id, where the server wants to know when it arrived: the browser answers with `seen`. */
const trace = z.string().optional();

/**
 * What the server pushes on `/api/live`. `event` messages come from the outbox in cursor order and are resumed
 * after a reconnect with `?cursor=`; `moved`, `read` and `course` carry the newest state only and are not resumed.
 */
export const pushSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello'), cursor: z.number(), at: z.number() }),
  z.object({
    kind: z.literal('event'),
    cursor: z.number(),
    topic: z.literal('alarm'),
    happening: z.string(),
    alarm: alarmViewSchema,
    trace,
  }),
  z.object({ kind: z.literal('case'), cursor: z.number(), happening: z.string(), case: caseViewSchema, trace }),
  z.object({
    kind: z.literal('moved'),
    /** Columns of equal length; speed km/h, heading °. */
    id: z.array(z.string()),
    time: z.array(z.number()),
    lon: z.array(z.number()),
    lat: z.array(z.number()),
    speed: z.array(z.number().nullable()),
    heading: z.array(z.number().nullable()),
  }),
  z.object({
    kind: z.literal('read'),
    id: z.array(z.string()),
    at: z.array(z.number()),
    value: z.array(z.number()),
    quality: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('course'),
    /** How running alarms go on: their newest judged values and their worst, in their units, and when measured. */
    id: z.array(z.string()),
    at: z.array(z.number()),
    value: z.array(z.number()),
    peak: z.array(z.number().nullable()),
  }),
  z.object({ kind: z.literal('health'), store: z.string(), state: z.string() }),
]);
export type Push = z.infer<typeof pushSchema>;

/** What the browser may send: which points it wants readings of, and that an event has arrived at its own time `at`. */
export const wishSchema = z.object({
  watch: z.array(z.string()).max(200).optional(),
  seen: z.object({ cursor: z.number(), at: z.number() }).optional(),
});
export type Wish = z.infer<typeof wishSchema>;
