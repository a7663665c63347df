import { sql } from 'kysely';
import { z } from 'zod';
import type { Command } from '@anlan/gateways';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal, both, asIs, listed, named, type Words } from '@anlan/kernel/refusal';
import { parameterFault, TERMINAL_PARAMETERS } from '@anlan/kernel/terminal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { actorOf, answer, need, responses, type RouteModule, seen } from '../http/index.ts';
import { type Instruction, sendInstruction, visible } from './instruct.ts';

const tags = ['设备接入 Devices'];
const one = z.object({ id: z.uuid() });
const parameterSchema = z.object({ id: z.int(), value: z.union([z.number(), z.string()]) });
const instructionSchema = z.object({
  id: z.string(),
  at: z.number(),
  by: z.string(),
  kind: z.string(),
  text: z.string().nullable(),
  state: z.enum(['sent', 'acknowledged', 'refused', 'timed-out']),
  answeredAt: z.number().nullable(),
});
const answeredSchema = instructionSchema.extend({
  parameters: z.array(parameterSchema).optional().describe('what the device has set, where it was asked'),
});
const instructionInput = z.strictObject({
  kind: z.enum(['query', 'text', 'clock', 'post-check', 'photo', 'parameters', 'set-parameters', 'driver']),
  text: z.string().trim().min(1).max(200).optional(),
  urgent: z.boolean().optional().describe('a text that is shown as an emergency'),
  data: z.enum(['realtime', 'minute', 'hour', 'day']).optional().describe('which values a query asks for'),
  from: z.int().optional().describe('epoch ms'),
  to: z.int().optional(),
  minutes: z.int().min(1).max(60).optional().describe('time to answer a post check'),
  channel: z.int().min(1).max(127).optional().describe('camera of a photo'),
  ids: z.array(z.int().min(0)).min(1).max(64).optional().describe('parameters to read; left out = all'),
  parameters: z
    .array(z.strictObject({ id: z.int(), value: z.union([z.number(), z.string().trim().max(120)]) }))
    .min(1)
    .max(32)
    .optional()
    .describe('parameters to set'),
  confirmed: z.boolean().optional().describe('somebody has looked twice at a parameter that may cut the terminal off'),
});
type Input = z.infer<typeof instructionInput>;

const POST_CHECK_MINUTES = 10;
/** The camera that looks at the driver, usually the first. */
const DRIVER_CAMERA = 1;
/** What an instruction lacks is the usual. */
const USUAL: Readonly<Record<string, object>> = {
  'post-check': { minutes: POST_CHECK_MINUTES },
  photo: { channel: DRIVER_CAMERA, count: 1 },
};

/** What an instruction is kept as beside its kind. */
const NOTES: Readonly<Partial<Record<Input['kind'], (input: Input) => string | null>>> = {
  query: ({ data }) => data ?? null,
  photo: ({ channel }) => `#${channel ?? DRIVER_CAMERA}`,
  'post-check': ({ minutes }) => `${minutes ?? POST_CHECK_MINUTES} min`,
  text: ({ text, urgent }) => `${urgent === true ? '【紧急】' : ''}${text ?? ''}`,
  parameters: ({ ids }) => ids?.map(nameOf).join('、') ?? null,
  'set-parameters': ({ parameters = [] }) =>
    parameters.map(({ id, value }) => `${nameOf(id)}=${value}${TERMINAL_PARAMETERS.get(id)?.unit ?? ''}`).join('；'),
};

const nameOf = (id: number): string => wordsOf(id).zh;

function wordsOf(id: number): Words {
  const known = TERMINAL_PARAMETERS.get(id);
  return known === undefined ? asIs(`0x${id.toString(16).toUpperCase().padStart(4, '0')}`) : named(known);
}

/** What devices are told, and what became of it. */
export const instructionRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/devices/:id/instructions',
    {
      onRequest: need('device.read'),
      preHandler: seen(context, 'device', 'device.read'),
      schema: {
        tags,
        summary: '指令记录 · Instructions',
        params: one,
        response: responses(z.array(instructionSchema)),
      },
    },
    (request) => instructions(context, actorOf(request), request.params.id),
  );
  app.post(
    '/api/devices/:id/instruction',
    {
      onRequest: need('device.command'),
      schema: {
        tags,
        summary: '远程调度 · Send an instruction',
        params: one,
        body: instructionInput,
        response: responses(answeredSchema, 201),
      },
    },
    async (request, reply) =>
      reply.code(201).send(answer(await instruct(context, actorOf(request), request.params.id, request.body))),
  );
};

async function instructions(context: Context, actor: Actor, id: string): Promise<Instruction[]> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Omit<Instruction, 'at' | 'answeredAt'> & { at: Date; answered_at: Date | null }>`
      SELECT id, at, by, kind, text, state, answered_at FROM instruction WHERE device_id = ${id} ORDER BY at DESC LIMIT 50`.execute(
      tx,
    ),
  );
  return rows.map(({ answered_at, ...row }) => ({
    ...row,
    at: row.at.getTime(),
    answeredAt: answered_at?.getTime() ?? null,
  }));
}

/** Why an instruction may not be sent as it stands. */
function fault(input: Input): Refusal | undefined {
  if (input.kind === 'text' && input.text === undefined)
    return refuse('field-required', { field: both('指令内容', 'Text of the command') }, 'text');
  if (input.kind !== 'set-parameters') return undefined;
  if (input.parameters === undefined)
    return refuse('field-required', { field: both('终端参数', 'Terminal parameters') }, 'parameters');
  for (const { id, value } of input.parameters) {
    const wrong = parameterFault(id, value);
    if (wrong === 'unknown') return refuse('terminal-parameter-unknown', { parameter: wordsOf(id) }, 'parameters');
    const known = TERMINAL_PARAMETERS.get(id);
    const facts = { parameter: wordsOf(id), low: known?.min ?? 0, high: known?.max ?? 0 };
    if (wrong !== undefined) return refuse('terminal-parameter-value', facts, 'parameters');
  }
  const grave = input.parameters.filter(({ id }) => TERMINAL_PARAMETERS.get(id)?.grave === true);
  if (grave.length === 0 || input.confirmed === true) return undefined;
  return refuse('terminal-parameter-grave', { parameters: listed(grave.map(({ id }) => wordsOf(id))) }, 'confirmed');
}

async function instruct(
  context: Context,
  actor: Actor,
  id: string,
  input: Input,
): Promise<z.infer<typeof answeredSchema> | Refusal> {
  const device = await visible(context, actor, id);
  if (device === undefined) return refuse('not-found');
  const wrong = fault(input);
  if (wrong !== undefined) return wrong;
  const { confirmed: _, ...asked } = input;
  const command = { ...USUAL[input.kind], ...asked } as Command;
  const { row, result } = await sendInstruction(context, actor, device, command, NOTES[input.kind]?.(input) ?? null);
  if (result.result === 'offline') return refuse('device-offline');
  return { ...row, ...(result.parameters && { parameters: [...result.parameters] }) };
}
