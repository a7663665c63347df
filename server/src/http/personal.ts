import { z } from 'zod';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { may } from '@anlan/kernel/access';
import { mask, PERSONAL } from '@anlan/kernel/entity';
import type { Context } from '../access/context.ts';
import { isFirstLook } from '../audit/first-look.ts';
import { record } from '../audit/record.ts';
import { lacksVerb } from './actor.ts';
import { Refused } from './problem.ts';

/** Asks for personal data in clear, where the role may have it: `x-anlan-reveal: 1`. */
export const REVEAL_HEADER = 'x-anlan-reveal';

/** What becomes of each personal value of an answer. */
type Change = (value: string) => string;
/** A copy of a value of one shape with its personal members changed. */
type Walk = (value: unknown, change: Change) => unknown;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How personal members of a shape are reached; undefined where it has none. Shapes that hold themselves are cut. */
function walkOf(schema: z.core.$ZodType, above: ReadonlySet<z.core.$ZodType> = new Set()): Walk | undefined {
  if (above.has(schema)) return undefined;
  const within = new Set([...above, schema]);
  if (z.globalRegistry.get(schema as z.ZodType)?.[PERSONAL] === true)
    return (value, change) => (typeof value === 'string' && value !== '' ? change(value) : value);
  if (schema instanceof z.ZodObject) {
    const members = Object.entries(schema.shape as Record<string, z.core.$ZodType>).flatMap(([key, member]) => {
      const walk = walkOf(member, within);
      return walk === undefined ? [] : [[key, walk] as const];
    });
    if (members.length === 0) return undefined;
    return (value, change) =>
      isObject(value)
        ? {
            ...value,
            ...Object.fromEntries(
              members.flatMap(([key, walk]) => (key in value ? [[key, walk(value[key], change)]] : [])),
            ),
          }
        : value;
  }
  if (schema instanceof z.ZodArray) {
    const walk = walkOf(schema.element, within);
    return walk && ((value, change) => (Array.isArray(value) ? value.map((one) => walk(one, change)) : value));
  }
  if (schema instanceof z.ZodRecord) {
    const walk = walkOf(schema.valueType, within);
    return (
      walk &&
      ((value, change) =>
        isObject(value)
          ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, walk(one, change)]))
          : value)
    );
  }
  if (schema instanceof z.ZodUnion) {
    const walks = schema.options.flatMap((option) => walkOf(option, within) ?? []);
    return walks.length === 0
      ? undefined
      : (value, change) => walks.reduce((found, walk) => walk(found, change), value);
  }
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodReadonly)
    return walkOf(schema.unwrap(), within);
  return undefined;
}

const walks = new WeakMap<object, Walk | 'none'>();

function knownWalk(schema: z.ZodType): Walk | undefined {
  const known = walks.get(schema) ?? walkOf(schema) ?? 'none';
  walks.set(schema, known);
  return known === 'none' ? undefined : known;
}

/** Why somebody sees personal data in clear; undefined = they do not. Asked for without the right, it is refused. */
function reasonOf(request: FastifyRequest): 'own' | 'incident' | 'asked' | undefined {
  const actor = request.visit?.actor;
  if (actor === undefined) return undefined;
  if (actor.scope.kind === 'organisation') return 'own';
  if (request.incident && may(actor, 'alarm.handle')) return 'incident';
  if (request.headers[REVEAL_HEADER] !== '1') return undefined;
  if (!may(actor, 'registry.write')) throw new Refused(lacksVerb('registry.write'));
  return 'asked';
}

/**
 * The one door through which personal members of an answer leave: masked, unless they are the asker's own enterprise's,
 * the asker handles an alarm about them, or the asker may have them and asks. What is shown in clear is one line of the
 * audit for an answer, however long.
 */
export async function guardPersonal(
  { db }: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const declared = (request.routeOptions.schema?.response as Record<string, unknown> | undefined)?.[reply.statusCode];
  const walk = declared instanceof z.ZodType ? knownWalk(declared) : undefined;
  if (walk === undefined) return payload;
  const why = reasonOf(request);
  if (why === undefined) return walk(payload, mask);
  let shown = 0;
  walk(payload, (value) => ((shown += 1), value));
  if (shown > 0 && request.visit !== null && isFirstLook(request.visit.actor.personId, `${why} ${request.url}`)) {
    const route = `${request.method} ${request.routeOptions.url ?? ''}`;
    const what = { route, params: request.params, query: request.query, values: shown, why };
    await record(db, request.visit.actor, 'personal.reveal', null, 'done', what);
  }
  return payload;
}
