import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { groupInEnglish, sourceInEnglish } from '@anlan/kernel/citation';
import type { CodeLists } from '@anlan/kernel/code-list';
import { may, scopeRange, type Actor, type Verb } from '@anlan/kernel/access';
import {
  addsUp,
  alongPath,
  inForce,
  sameValue,
  parameterViewSchema,
  settingViewSchema,
  valueSchema,
  type Parameter,
  type ParameterValue,
  type ParameterView,
  type Setting,
} from '@anlan/kernel/parameter';
import { refuse, type Refusal, named, problemWords } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import { codeLists } from '../code-list/book.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { reachOf } from '../registry/standing.ts';
import { PARAMETERS, settingsFor, WIDE } from './book.ts';

const tags = ['参数 Parameters'];
const pathSchema = z
  .string()
  .regex(/^([\w-]+\.)+$/)
  .max(200);
const change = z.strictObject({
  regionPath: pathSchema,
  /** Epoch ms; a minute's grace for clocks. */
  from: z.int(),
  value: z.union([z.number(), z.boolean(), z.array(z.string()), z.null()]),
  reason: z.string().trim().min(1).max(500),
});
const GRACE_MS = 60_000;

/** Every limit, deadline and list: as it holds for a place, who set it, and what it was before. */
export const parameterRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/parameters',
    {
      onRequest: readsParameters,
      schema: {
        tags,
        summary: '参数与现行值 · Parameters as they hold for a place',
        querystring: z.strictObject({ region: pathSchema.optional(), at: z.coerce.number().int().optional() }),
        response: responses(z.array(parameterViewSchema)),
      },
    },
    async (request) => {
      const own = await placeOf(context, actorOf(request));
      const place = request.query.region ?? own;
      // One's own values, those above that they come from, and those below that one answers for.
      if (!place.startsWith(own) && !own.startsWith(place)) return answer(refuse('not-found'));
      const rows = await listFor(context, place, request.query.at ?? Date.now());
      return may(actorOf(request), 'registry.read')
        ? rows
        : rows.filter(({ verb }) => may(actorOf(request), verb as Verb));
    },
  );
  app.get(
    '/api/parameters/:key/settings',
    {
      onRequest: readsParameters,
      schema: {
        tags,
        summary: '参数的历次设定 · Every value that was or will be set',
        params: z.object({ key: z.string().max(80) }),
        response: responses(z.array(settingViewSchema)),
      },
    },
    async (request) => {
      const { key } = request.params;
      const verb = PARAMETERS.get(key)?.parameter.verb;
      const reads = may(actorOf(request), 'registry.read') || (verb !== undefined && may(actorOf(request), verb));
      if (!PARAMETERS.has(key) || !reads) return answer(refuse('not-found'));
      const own = await placeOf(context, actorOf(request));
      const { rows } = await sql<{ from: Date; at: Date }>`
        SELECT s.region_path AS "regionPath", r.name AS "regionName", s.valid_from AS "from", s.value, s.reason, s.by, s.at
        FROM parameter_setting s JOIN region r ON r.path = s.region_path
        WHERE s.key = ${key} AND (starts_with(s.region_path, ${own}) OR starts_with(${own}, s.region_path)) ORDER BY s.valid_from DESC, s.region_path LIMIT 500`.execute(
        context.db,
      );
      return z
        .array(settingViewSchema)
        .parse(rows.map((row) => ({ ...row, from: row.from.getTime(), at: row.at.getTime() })));
    },
  );
  app.post(
    '/api/parameters/:key/settings',
    {
      onRequest: async (request) => {
        const { key } = request.params as { readonly key: string };
        await need(PARAMETERS.get(key)?.parameter.verb ?? 'parameter.write')(request);
      },
      config: { labels: { reason: { zh: '理由', en: 'Reason' }, value: { zh: '新值', en: 'Value' } } },
      schema: {
        tags,
        summary: '设定参数 · Set a value from an instant on, with a reason',
        params: z.object({ key: z.string().max(80) }),
        body: change,
        response: responses(parameterViewSchema, 201),
      },
    },
    async (request, reply) => {
      const { key } = request.params;
      const actor = actorOf(request);
      answer(await set(context, actor, key, request.body));
      const [view] = await listFor(context, request.body.regionPath, Math.max(Date.now(), request.body.from), key);
      return reply.code(201).send(view as ParameterView);
    },
  );
};

/** Whoever reads registers reads parameters; who keeps some of them reads those. */
const readsParameters: ReturnType<typeof need> = async (request) => {
  const keeps = KEEPERS.some((verb) => may(actorOf(request), verb));
  if (!keeps) await need('registry.read')(request);
};
const KEEPERS = [...new Set([...PARAMETERS.values()].flatMap(({ parameter }) => parameter.verb ?? []))];

/** Why a value may not be set below a stricter one, with the one that holds; undefined = it may. */
async function laxer(
  context: Context,
  parameter: Parameter,
  { regionPath, from, value }: z.infer<typeof change>,
): Promise<Refusal | undefined> {
  if (parameter.stricter === undefined || value === null) return undefined;
  const { rows } = await sql<{
    wide: boolean;
  }>`SELECT ${WIDE} AS wide FROM region r WHERE r.path = ${regionPath}`.execute(context.db);
  const wish: Setting = { key: parameter.key, regionPath, from, value, wide: rows[0]?.wide === true };
  const settings = [...(await settingsFor(context.db, regionPath)), wish];
  const held = inForce(parameter, settings, regionPath, from).value;
  if (sameValue(held, value)) return undefined;
  const shown = Array.isArray(held) ? held.join('、') : String(held);
  return refuse('parameter-laxer', { field: named(parameter), value: shown }, 'value');
}

/** The place whose values somebody sees first: their own jurisdiction, or the country. */
async function placeOf(context: Context, { scope }: Actor): Promise<string> {
  return (await reachOf(context.db, scope)) ?? 'cn.';
}

async function set(
  context: Context,
  actor: Actor,
  key: string,
  { regionPath, from, value, reason }: z.infer<typeof change>,
): Promise<Refusal | undefined> {
  const parameter = PARAMETERS.get(key)?.parameter;
  if (parameter === undefined) return refuse('not-found');
  const reach = await reachOf(context.db, actor.scope);
  if (reach !== undefined && !regionPath.startsWith(reach)) return refuse('not-found');
  if (from < Date.now() - GRACE_MS) return refuse('parameter-past', {}, 'from');
  if (value !== null) {
    const lists = await codeLists(context.db);
    const held = inForce(parameter, await settingsFor(context.db, regionPath), regionPath, from).value;
    const read = valueSchema(chosenIn(parameter, lists, regionPath, from, held)).safeParse(value);
    if (!read.success) {
      const problem = problemWords(read.error.issues[0]!.message);
      return refuse('field-invalid', { field: named(parameter), problem }, 'value');
    }
  }
  const lax = await laxer(context, parameter, { regionPath, from, value, reason });
  if (lax !== undefined) return lax;
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql`
      INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
      SELECT ${randomUUID()}, ${key}, path, ${new Date(from)}, ${value === null ? null : JSON.stringify(value)}::jsonb, ${reason}, ${actor.name}
      FROM region WHERE path = ${regionPath}
      ON CONFLICT (key, region_path, valid_from) DO NOTHING RETURNING id`.execute(tx);
    if (rows.length === 0)
      return refuse('already-exists', { field: named(parameter), value: new Date(from).toISOString() });
    // Rungs of what is late already may come earlier now: the timer looks at them again when the value begins to hold.
    const range = scopeRange(regionPath);
    await sql`
      UPDATE case_file SET escalate_at = least(escalate_at, ${new Date(from)})
      WHERE escalate_at IS NOT NULL AND overdue_since IS NOT NULL AND region_path >= ${range.from} AND region_path < ${range.to}`.execute(
      tx,
    );
    // So may deadlines that rest on a year not announced before; others move later by a day that is off after all.
    if (key.startsWith('calendar.'))
      await sql`
        UPDATE case_file SET escalate_at = least(escalate_at, ${new Date(from)})
        WHERE (due_provisional OR due_from IS NOT NULL AND due_at > ${new Date(from)}) AND closed_at IS NULL AND region_path >= ${range.from} AND region_path < ${range.to}`.execute(
        tx,
      );
    if (key.startsWith('alarm.')) await sql`SELECT pg_notify('registry', 'parameter')`.execute(tx);
    const detail = { regionPath, from, value, reason };
    await record(tx, actor, 'parameter.write', { kind: 'parameter', id: key }, 'done', detail);
    return undefined;
  });
}

/** The parameter with the entries that its list offers in a place; ended ones only where they are held. */
function chosenIn(parameter: Parameter, lists: CodeLists, place: string, at: number, held: ParameterValue): Parameter {
  if (parameter.kind !== 'list' || parameter.optionsFrom === undefined) return parameter;
  const field = { kind: 'choice', label: '', labelEn: '', options: [], optionsFrom: parameter.optionsFrom } as const;
  const kept = Array.isArray(held) ? held : [];
  const options = lists.options(field, place, at).filter(({ ended, value }) => ended !== true || kept.includes(value));
  return { ...parameter, options };
}

async function listFor(context: Context, place: string, at: number, only?: string): Promise<ParameterView[]> {
  const settings = await settingsFor(context.db, place);
  const names = await regionNames(context, settings);
  const lists = await codeLists(context.db);
  return [...PARAMETERS.values()]
    .filter(({ parameter }) => only === undefined || parameter.key === only)
    .map(({ parameter, system }) => {
      const { value } = inForce(parameter, settings, place, at);
      return viewOf(chosenIn(parameter, lists, place, at, value), system, settings, names, place, at);
    });
}

async function regionNames(context: Context, settings: readonly Setting[]): Promise<ReadonlyMap<string, string>> {
  const paths = [...new Set(settings.map((setting) => setting.regionPath))];
  const { rows } = await sql<{ path: string; name: string }>`
    SELECT path, name FROM region WHERE path = ANY (${paths})`.execute(context.db);
  return new Map(rows.map((row) => [row.path, row.name]));
}

function viewOf(
  parameter: Parameter,
  system: string | null,
  settings: readonly Setting[],
  names: ReadonlyMap<string, string>,
  place: string,
  at: number,
): ParameterView {
  const { value, regionPath, from } = inForce(parameter, settings, place, at);
  const bounds = parameter.kind === 'number' ? parameter : { unit: null, min: null, max: null };
  const copy = (of: ParameterView['value'] | readonly string[]) =>
    Array.isArray(of) ? [...of] : (of as number | boolean);
  return {
    key: parameter.key,
    label: parameter.label,
    labelEn: parameter.labelEn,
    group: parameter.group,
    groupEn: groupInEnglish(parameter.group) ?? parameter.group,
    kind: parameter.kind,
    unit: bounds.unit,
    min: bounds.min,
    max: bounds.max,
    source: parameter.source,
    sourceEn: sourceInEnglish(parameter.source) ?? parameter.source,
    help: parameter.help ?? null,
    helpEn: parameter.helpEn ?? null,
    system,
    verb: parameter.verb ?? 'parameter.write',
    options:
      parameter.kind === 'list' && parameter.options !== undefined
        ? parameter.options.map((option) => ({ value: option.value, label: option.label, labelEn: option.labelEn }))
        : null,
    optionsFrom: (parameter.kind === 'list' ? parameter.optionsFrom : undefined) ?? null,
    first: copy(parameter.value),
    value: copy(value),
    inherits: addsUp(parameter) ? 'union' : 'nearest',
    own: addsUp(parameter) ? ownList(parameter.key, settings, place, at) : null,
    setBy:
      regionPath === null ? null : { regionPath, regionName: names.get(regionPath) ?? regionPath, from: from ?? 0 },
    coming: settings.filter((setting) => setting.key === parameter.key && setting.from > at).length,
  };
}

/** What the place itself has added to a list that adds up along the path. */
function ownList(key: string, settings: readonly Setting[], place: string, at: number): string[] {
  const own = alongPath(key, settings, place, at).find(({ regionPath }) => regionPath === place);
  return Array.isArray(own?.value) ? [...own.value] : [];
}
