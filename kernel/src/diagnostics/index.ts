import { z } from 'zod';
import { traceSchema } from '../trace/index.ts';

/** What took long in a process: texts of statements with `$1` for values, patterns of routes; never anybody's data. */
export const slowSchema = z.object({
  what: z.string(),
  count: z.int(),
  total: z.number().describe('ms together'),
  worst: z.number().describe('ms'),
  worstAt: z.number(),
  cause: z.string().nullable().describe('trace id of the slowest'),
});
export type SlowView = z.infer<typeof slowSchema>;

/** What a process says of itself every ten seconds. Bytes, milliseconds, shares 0…1 of one core. */
export const pulseFiguresSchema = z.object({
  version: z.string(),
  node: z.string(),
  resident: z.number(),
  heap: z.number(),
  alive: z
    .number()
    .nullable()
    .default(null)
    .describe('heap and buffers left by the last full collection; null before the first'),
  native: z.number().nullable().default(null).describe('resident beside JavaScript’s heap and buffers'),
  cpu: z.number(),
  loopDelay: z.number().describe('99th percentile since the last pulse, ms'),
  clockJumps: z.int().describe('times the wall clock ran away from the monotonic one'),
  lastJump: z.object({ at: z.number(), ms: z.number() }).nullable(),
  disk: z.object({ free: z.number(), total: z.number() }).nullable(),
  journalBytes: z.number().nullable(),
  dropped: z.int().describe('trace steps not kept'),
  sockets: z.int().nullable(),
  outbox: z.number().nullable().describe('cursor of the last event read'),
  requests: z.array(slowSchema),
  statements: z.array(slowSchema),
});
export type PulseFigures = z.infer<typeof pulseFiguresSchema>;

export const processSchema = pulseFiguresSchema.omit({ requests: true, statements: true }).extend({
  host: z.string(),
  role: z.string(),
  pid: z.int(),
  startedAt: z.number(),
  at: z.number().describe('of its last pulse'),
  gone: z.boolean(),
  restarts: z.int().describe('times processes of this role were started anew under the same supervisor'),
});
export type ProcessView = z.infer<typeof processSchema>;

const lag = z.object({ name: z.string(), position: z.number(), behind: z.number(), trouble: z.string().nullable() });

/** One look at the whole platform for whoever keeps it running. */
export const diagnosticsSchema = z.object({
  at: z.number(),
  startedAt: z.number(),
  version: z.string(),
  processes: z.array(processSchema),
  intake: z.object({
    up: z.boolean(),
    accepted: z.number(),
    last: z.number().describe('number of the last durable entry'),
    backlog: z.number().describe('bytes waiting for the disk'),
    trouble: z.string().nullable(),
    pressure: z.number().describe('share of what may wait before devices are told to; 1 = they are'),
    followers: z.array(lag),
    listeners: z.array(
      z.object({
        name: z.string(),
        port: z.int(),
        sessions: z.int(),
        accepted: z.number(),
        refused: z.array(z.object({ reason: z.string(), label: z.string(), count: z.number() })),
      }),
    ),
  }),
  postgres: z
    .object({
      version: z.string(),
      startedAt: z.number(),
      bytes: z.number(),
      connections: z.int(),
      mostConnections: z.int(),
      longestMs: z.number().describe('of the longest transaction under way'),
      clockOffsetMs: z.number().describe('its clock less ours'),
      tables: z.array(z.object({ name: z.string(), bytes: z.number(), rows: z.number() })),
    })
    .nullable(),
  clickhouse: z
    .object({
      version: z.string(),
      uptime: z.number().describe('seconds'),
      memory: z.number().describe('bytes it knows to be in use'),
      tables: z.array(z.object({ name: z.string(), bytes: z.number(), rows: z.number(), parts: z.number() })),
    })
    .nullable(),
  outbox: z.object({ last: z.number(), followers: z.array(lag) }),
  timers: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      labelEn: z.string(),
      due: z.int().describe('what is due and not yet done'),
      oldestMs: z.number().nullable(),
    }),
  ),
  requests: z.array(slowSchema),
  statements: z.array(slowSchema),
  skewed: z.int().describe('messages refused in the last hour because a device’s clock is wrong'),
});
export type Diagnostics = z.infer<typeof diagnosticsSchema>;

/** Recent traces, newest first. */
export const tracesSchema = z.array(traceSchema);
