import { sql } from 'kysely';
import { z } from 'zod';
import {
  CONFORMABLE,
  COVERED,
  type Conformable,
  type ExplainedFrame,
  explainFrames,
  explainLine,
  pastedBytes,
} from '@anlan/gateways';
import { refuse, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import type { SeenFrame } from '../ingest/frames.ts';

const tags = ['设备接入 Devices'];
const fieldSchema = z.object({
  depth: z.int(),
  name: z.string(),
  label: z.string(),
  value: z.string(),
  meaning: z.string(),
  clause: z.string(),
  hex: z.string(),
});
const verdictSchema = z.object({
  rule: z.string(),
  clause: z.string(),
  state: z.enum(['kept', 'broken', 'note']),
  detail: z.string(),
});
const frameSchema = z.object({
  title: z.string(),
  accepted: z.boolean(),
  fields: z.array(fieldSchema),
  verdicts: z.array(verdictSchema),
});
const deviceSchema = z.object({
  protocol: z.string(),
  supported: z.boolean(),
  frames: z.array(
    z.object({ at: z.number(), direction: z.enum(['in', 'out']), text: z.string(), explained: z.array(frameSchema) }),
  ),
  rules: z
    .array(verdictSchema.extend({ frames: z.int().describe('frames of the device that break it') }))
    .describe('rules that frames of the device break, worst first'),
});
const MOST_FRAMES = 50;

/** Frames explained field by field, and devices tested by what they last sent. */
export const conformanceRoutes: RouteModule = (app, context) => {
  app.post(
    '/api/conformance/:protocol',
    {
      onRequest: need('device.read'),
      schema: {
        tags,
        summary: '协议符合性 · Frames field by field',
        params: z.object({ protocol: z.enum(CONFORMABLE) }),
        body: z.strictObject({
          text: z.string().min(1).max(65_536).describe('hexadecimal, or text of text protocols'),
        }),
        response: responses(z.array(frameSchema)),
      },
    },
    async (request) => {
      const { protocol } = request.params;
      const bytes = pastedBytes(protocol, request.body.text);
      if (bytes === undefined)
        return answer(
          refuse(
            'field-invalid',
            { field: both('报文', 'Message'), problem: both('应为十六进制', 'hexadecimal is expected') },
            'text',
          ),
        );
      return explainFrames(protocol, bytes).slice(0, MOST_FRAMES).map(plain);
    },
  );
  app.get(
    '/api/devices/:id/conformance',
    {
      onRequest: need('device.read'),
      schema: {
        tags,
        summary: '设备符合性 · The last frames of a device and the rules they break',
        params: z.object({ id: z.uuid() }),
        response: responses(deviceSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const { rows } = await withScope(context.db, actor.scope, (tx) =>
        sql<{ identity: string; protocol: string }>`SELECT identity, protocol FROM device WHERE id = ${id}`.execute(tx),
      );
      const [device] = rows;
      if (device === undefined) {
        await auditOutside(context.db, actor, 'device', id, 'device.read');
        return answer(refuse('not-found'));
      }
      const lines = await Promise.all(
        linesOf(device).map(async (line) => ({ ...line, seen: await seenOf(context, line) })),
      );
      return tested(device.protocol, lines);
    },
  );
};

/** What a device says by one protocol, and which process hears it. */
interface DeviceLine {
  readonly protocol: Conformable;
  readonly identity: string;
  readonly heardBy: 'intake' | 'media';
}

/** A terminal that reports its place may send pictures besides; cameras and pictures are heard by the process of the streams. */
function linesOf({ identity, protocol }: { identity: string; protocol: string }): DeviceLine[] {
  if (!isConformable(protocol)) return [];
  const own: DeviceLine = { protocol, identity, heardBy: protocol === 'gb28181' ? 'media' : 'intake' };
  if (protocol !== 'jt808') return [own];
  return [own, { protocol: 'jt1078', identity: identity.replace('jt808:', 'jt1078:'), heardBy: 'media' }];
}

async function seenOf(context: Context, { identity, heardBy }: DeviceLine): Promise<readonly SeenFrame[]> {
  const asked = { identity };
  const seen =
    heardBy === 'media'
      ? await context.media.ask<SeenFrame[]>('frames', asked)
      : await context.mirror.ask<SeenFrame[]>('frames', asked);
  return seen ?? [];
}

interface HeardLine extends DeviceLine {
  readonly seen: readonly SeenFrame[];
}

function framesOf({ protocol, seen }: HeardLine): z.infer<typeof deviceSchema>['frames'] {
  const pieces = seen.map(({ hex, ...piece }) => ({ ...piece, bytes: Buffer.from(hex, 'hex') }));
  return explainLine(protocol, pieces).map(({ at, direction, bytes, explained }) => {
    return { at, direction, text: shown(protocol, bytes, explained), explained: [plain(explained)] };
  });
}

function tested(protocol: string, lines: readonly HeardLine[]): z.infer<typeof deviceSchema> {
  if (lines.length === 0) return { protocol, supported: false, frames: [], rules: [] };
  const frames = lines.flatMap(framesOf).sort((a, b) => a.at - b.at);
  const rules = new Map<string, z.infer<typeof deviceSchema>['rules'][number]>();
  for (const frame of frames.filter(({ direction }) => direction === 'in')) {
    for (const verdict of frame.explained.flatMap(({ verdicts }) => verdicts)) {
      if (verdict.state === 'kept') continue;
      const known = rules.get(verdict.rule);
      rules.set(verdict.rule, { ...verdict, frames: (known?.frames ?? 0) + 1 });
    }
  }
  const order = { broken: 0, note: 1, kept: 2 };
  return {
    protocol,
    supported: true,
    frames: frames.toReversed(),
    rules: [...rules.values()].sort((a, b) => order[a.state] - order[b.state] || b.frames - a.frames),
  };
}

function plain({ title, accepted, fields, verdicts }: ExplainedFrame): z.infer<typeof frameSchema> {
  return { title, accepted, fields: [...fields], verdicts: [...verdicts] };
}

const isConformable = (protocol: string): protocol is Conformable => CONFORMABLE.includes(protocol as Conformable);

const TEXTS: ReadonlySet<string> = new Set(['hj212', 'ais', 'cap', 'coal', 'gb28181']);
const PASSWORD = /PW=[^;]*/g;
/** What a device signs on with could be tried against many passwords. */
const CREDENTIALS = /^((?:Proxy-)?Authorization:).*$/gim;

/** How a frame is shown: of text protocols as text, their passwords covered; a binary one with a covered field by its title. */
function shown(protocol: Conformable, frame: Uint8Array, { title, fields }: ExplainedFrame): string {
  const bytes = Buffer.from(frame);
  if (TEXTS.has(protocol))
    return bytes.toString('utf8').trimEnd().replace(PASSWORD, 'PW=••••••').replace(CREDENTIALS, '$1 ••••••');
  return fields.some(({ value }) => value === COVERED) ? title : bytes.toString('hex');
}
