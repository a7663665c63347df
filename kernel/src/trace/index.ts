import { z } from 'zod';

/** Steps from a frame or a request to what people were shown, in the order in which they may follow. */
export const STEPS = {
  frame: ['收到并落盘', 'Received and durable'],
  sweep: ['平台定时判断', 'Platform’s own look'],
  request: ['请求', 'Request'],
  judge: ['规则判断', 'Judged by the rules'],
  history: ['写入历史库', 'Stored in history'],
  transaction: ['事务', 'Transaction'],
  store: ['写入报警', 'Alarm stored'],
  outbox: ['事件读出', 'Event read'],
  push: ['推送到浏览器', 'Pushed to browsers'],
  browser: ['浏览器回执', 'Receipt of a browser'],
  notice: ['决定告知谁', 'Decided who is told'],
  channel: ['通道送出', 'Sent by a channel'],
} as const;
export type Step = keyof typeof STEPS;

/** What a trace begins with; everything else has one of these above it. */
export const ROOTS: readonly Step[] = ['frame', 'sweep', 'request'];

const facts = z.record(z.string(), z.union([z.string(), z.number()]));

/** One step of a trace. Times epoch ms, with fractions. */
export const spanSchema = z.object({
  name: z.enum(Object.keys(STEPS) as [Step, ...Step[]]),
  key: z.string().describe('tells apart several of one name: the event, the socket, the message'),
  process: z.string(),
  began: z.number(),
  ended: z.number(),
  facts,
  trouble: z.string().nullable(),
});
export type TraceSpan = z.infer<typeof spanSchema>;

/** All known steps of one cause: 32 hexadecimal digits, the trace id of W3C Trace Context and OpenTelemetry. */
export const traceSchema = z.object({ cause: z.string(), spans: z.array(spanSchema) });
export type Trace = z.infer<typeof traceSchema>;

/** When a sample that led to an alarm began to hold, was measured, came in, was durable, judged and written; epoch ms. */
export const stagesSchema = z.object({
  since: z.number(),
  at: z.number(),
  received: z.number(),
  durable: z.number(),
  judged: z.number(),
  written: z.number(),
});
export type Stages = z.infer<typeof stagesSchema>;
