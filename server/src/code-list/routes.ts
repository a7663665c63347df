import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import {
  calledAlike,
  entriesAt,
  entryChangeSchema,
  entryHistorySchema,
  positionAfter,
  type CodeList,
  type Entry,
  type EntryChange,
} from '@anlan/kernel/code-list';
import { CODE } from '@anlan/kernel/entity';
import { both, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { WIDE } from '../parameter/book.ts';
import { reachOf } from '../registry/standing.ts';
import type { Tx } from '../access/scoped.ts';
import { CODE_LISTS, entryChanges } from './book.ts';

const tags = ['选项清单 Option lists'];
const pathSchema = z
  .string()
  .regex(/^([\w-]+\.)+$/)
  .max(200);
const name = z.string().trim().min(1, '不能为空').max(60, '最长 60 字');
const GRACE_MS = 60_000;

const wishSchema = z.strictObject({
  code: z.string().regex(CODE, '小写字母、数字和短横，如 bamboo-goods'),
  regionPath: pathSchema,
  from: z.int().describe('epoch ms; a minute of grace for clocks'),
  label: name,
  labelEn: name,
  also: z.array(name).max(20).default([]),
  after: z.string().nullable().optional().describe('the entry it follows; left out = where it stands, or before 其他'),
  ended: z.boolean().default(false),
  reason: z.string().trim().min(1, '不能为空').max(500, '最长 500 字'),
});
type Wish = z.infer<typeof wishSchema>;

/** Lists that fields take their options from: what places have added, renamed and ended, and doing so. */
export const codeListRoutes: RouteModule = (app, context) => {
  const { db } = context;
  app.get(
    '/api/code-lists',
    {
      schema: {
        tags,
        summary: '各地增改的选项 · What places have changed in lists',
        response: responses(z.array(entryChangeSchema)),
      },
    },
    async (request) => {
      const reach = (await reachOf(db, actorOf(request).scope)) ?? 'cn.';
      return (await entryChanges(db)).filter((one) => near(one.regionPath, reach));
    },
  );
  app.get(
    '/api/code-lists/:list/history',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '清单的历次变更 · Every change of a list, with who and why',
        params: z.object({ list: z.string().max(80) }),
        response: responses(z.array(entryHistorySchema)),
      },
    },
    async (request) => {
      const { list } = request.params;
      if (!CODE_LISTS.has(list)) return answer(refuse('not-found'));
      const reach = (await reachOf(db, actorOf(request).scope)) ?? 'cn.';
      const { rows } = await sql<z.infer<typeof entryHistorySchema> & { from: Date; at: Date }>`
        SELECT c.list, c.code, c.region_path AS "regionPath", r.name AS "regionName", c.valid_from AS "from", c.label, c.label_en AS "labelEn",
          c.also, c.position, c.ended, c.reason, c.by, c.at
        FROM code_list_change c JOIN region r ON r.path = c.region_path WHERE c.list = ${list}
        ORDER BY c.valid_from DESC, c.at DESC`.execute(db);
      return rows
        .filter((row) => near(row.regionPath, reach))
        .map((row) => ({ ...row, from: new Date(row.from).getTime(), at: new Date(row.at).getTime() }));
    },
  );
  app.post(
    '/api/code-lists/:list/entries',
    {
      onRequest: need('parameter.write'),
      config: {
        labels: {
          code: { zh: '代码', en: 'Code' },
          label: { zh: '名称', en: 'Name' },
          labelEn: { zh: '英文名称', en: 'English name' },
          also: { zh: '别称', en: 'Other words' },
          reason: { zh: '理由', en: 'Reason' },
        },
      },
      schema: {
        tags,
        summary: '增加、改名、停用选项 · Add, rename or end an entry from an instant on, with a reason',
        params: z.object({ list: z.string().max(80) }),
        body: wishSchema,
        response: responses(z.array(entryChangeSchema), 201),
      },
    },
    async (request, reply) => {
      const list = CODE_LISTS.get(request.params.list);
      if (list === undefined) return answer(refuse('not-found'));
      answer(await say(context, actorOf(request), list, request.body));
      return reply.code(201).send(await entryChanges(db, list.key));
    },
  );
};

/** Of the asker's own place, of one above it or of one below. */
const near = (path: string, reach: string): boolean => path.startsWith(reach) || reach.startsWith(path);

/** One change of an entry, checked and written; the outbox's lock lets one decide after the other. */
async function say(context: Context, actor: Actor, list: CodeList, wish: Wish): Promise<Refusal | undefined> {
  const reach = await reachOf(context.db, actor.scope);
  if (reach !== undefined && !wish.regionPath.startsWith(reach)) return refuse('not-found');
  if (wish.from < Date.now() - GRACE_MS) return refuse('list-past', {}, 'from');
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const changes = await entryChanges(tx, list.key);
    const barred = await notTheirs(tx, list, changes, wish);
    if (barred !== undefined) return barred;
    const entries = entriesAt(list, changes, wish.regionPath, wish.from);
    const known = entries.find(({ value }) => value === wish.code);
    const first = known === undefined && !changes.some(({ code }) => code === wish.code);
    if (first && wish.ended) return refuse('not-found');
    const alike = wish.ended ? undefined : calledAlike(entries, wish);
    if (alike !== undefined)
      return refuse(
        'already-exists',
        {
          field: both('名称', 'Name'),
          value: both(`${wish.label}（${alike.label}）`, `${wish.labelEn} (${alike.labelEn})`),
        },
        'label',
      );
    return write(tx, actor, list, wish, placed(entries, known, wish));
  });
}

function placed(entries: readonly Entry[], known: Entry | undefined, { after }: Wish): number {
  if (known !== undefined && after === undefined) return known.position;
  return positionAfter(
    entries.filter((entry) => entry !== known),
    after ?? null,
  );
}

/**
 * Why a place may not say anything of an entry: it is another place's, or one of the declared ones, which cities and
 * wider places fit to their area, the widest that did for all below it.
 */
async function notTheirs(
  tx: Tx,
  list: CodeList,
  changes: readonly EntryChange[],
  { code, regionPath }: Wish,
): Promise<Refusal | undefined> {
  const { rows } = await sql<{ wide: boolean }>`
    SELECT ${WIDE} AS wide FROM region r WHERE r.path = ${regionPath} AND r.valid_to IS NULL`.execute(tx);
  if (rows[0] === undefined) return refuse('not-found');
  const said = changes.filter((one) => one.code === code);
  const declared = list.first.some(({ value }) => value === code);
  const above = said.find((one) => regionPath !== one.regionPath && regionPath.startsWith(one.regionPath));
  if (above !== undefined || (declared && !rows[0].wide)) return refuse('list-entry-above', {}, 'code');
  const elsewhere = declared ? undefined : said.find((one) => one.regionPath !== regionPath);
  return elsewhere === undefined
    ? undefined
    : refuse('already-exists', { field: both('代码', 'Code'), value: code }, 'code');
}

async function write(
  tx: Tx,
  actor: Actor,
  list: CodeList,
  { code, regionPath, from, label, labelEn, also, ended, reason }: Wish,
  position: number,
): Promise<Refusal | undefined> {
  const { rows } = await sql`
    INSERT INTO code_list_change (list, code, region_path, valid_from, label, label_en, also, position, ended, reason, by)
    VALUES (${list.key}, ${code}, ${regionPath}, ${new Date(from)}, ${label}, ${labelEn}, ${also}, ${position}, ${ended}, ${reason}, ${actor.name})
    ON CONFLICT (list, code, region_path, valid_from) DO NOTHING RETURNING id`.execute(tx);
  if (rows.length === 0)
    return refuse('already-exists', { field: both('代码', 'Code'), value: new Date(from).toISOString() }, 'from');
  const detail = { code, regionPath, from, label, labelEn, also, ended, reason };
  await record(tx, actor, 'parameter.write', { kind: 'code-list', id: list.key }, 'done', detail);
  return undefined;
}
