import { randomUUID } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { sql } from 'kysely';
import type { z } from 'zod';
import { dayOf, type Day } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { limitsAmong, type Entity } from '@anlan/kernel/entity';
import {
  findLayout,
  importRunSchema,
  isNoRecord,
  membersOf,
  type Grid,
  type ImportRow,
  type ImportRun,
  type Layout,
} from '@anlan/kernel/registry';
import { isRefusal, toProblem, type Refusal, both, named, refuse, type Words } from '@anlan/kernel/refusal';
import type { Context } from '../../access/context.ts';
import { withScope, type Database } from '../../access/scoped.ts';
import { record } from '../../audit/index.ts';
import { Refused } from '../../http/index.ts';
import { changeOrAnnounce } from '../announcements.ts';
import { insertRecords, uniqueViolation, type Input } from '../insert.ts';
import { asOwn, reachOf } from '../standing.ts';
import { evaluate, MISSING_SHOWN, type Evaluated } from './evaluate.ts';
import { readWorkbook } from './workbook.ts';

/** What an import has come to, as a refusal names it. */
export const IMPORT_STATES: Readonly<Record<ImportRun['state'], Words>> = {
  reading: both('读取中', 'being read'),
  ready: both('待确认', 'ready'),
  applying: both('写入中', 'being written'),
  applied: both('已完成', 'applied'),
  cancelled: both('已取消', 'cancelled'),
  failed: both('失败', 'failed'),
};

const summarySchema = importRunSchema.shape.summary;

/** What a run remembers besides its columns. */
interface Kept {
  readonly layout: Layout | null;
  readonly sheets: ImportRun['sheets'];
  readonly missing: ImportRun['missing'];
}

interface RunRow {
  readonly id: string;
  readonly entity: string;
  readonly by: string;
  readonly at: Date;
  readonly file_name: string;
  readonly sha256: string;
  readonly state: ImportRun['state'];
  readonly done: number;
  readonly total: number;
  readonly layout: Kept | null;
  readonly summary: z.input<typeof summarySchema>;
  readonly problem: string | null;
}

/** Runs this process is working on, or about to; any other run that says so was cut off by a restart. */
const held = new Map<string, number>();

/** Keeps a run from looking cut off while its state is changed and the work on it begins or goes on. */
async function whileHeld<T>(id: string, task: () => Promise<T>): Promise<T> {
  held.set(id, (held.get(id) ?? 0) + 1);
  try {
    return await task();
  } finally {
    const left = held.get(id)! - 1;
    if (left > 0) held.set(id, left);
    else held.delete(id);
  }
}

/** A person's own run; undefined = there is none, or it is somebody else's. */
export async function readRun(
  db: Database,
  personId: string,
  id: string,
): Promise<(ImportRun & { sha256: string }) | undefined> {
  // What was worked on before the row was read may have ended since, and then the row says what was.
  const before = held.has(id);
  const { rows } = await sql<RunRow>`SELECT * FROM import_run WHERE id = ${id} AND person_id = ${personId}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const cut = (row.state === 'reading' || row.state === 'applying') && !before && !held.has(row.id);
  return {
    id: row.id,
    entity: row.entity,
    by: row.by,
    at: row.at.getTime(),
    fileName: row.file_name,
    sha256: row.sha256,
    state: cut ? 'failed' : row.state,
    done: row.done,
    total: row.total,
    layout: (row.layout?.layout ?? null) as ImportRun['layout'],
    sheets: row.layout?.sheets ?? [],
    // Runs of before know of no limits and no notices.
    summary: summarySchema.parse(row.summary),
    missing: row.layout?.missing ?? [],
    problem: cut ? '服务重启打断了这次导入，没有写入任何数据，请重新上传' : row.problem,
  };
}

/** Lines of a run, invalid first, then what is to be looked at, in the order of the sheet; `told` = all of those. */
export async function readRunRows(
  db: Database,
  id: string,
  state: ImportRow['state'] | 'told' | undefined,
  limit: number,
  offset: number,
): Promise<ImportRow[]> {
  const { rows } = await sql<ImportRow>`
    SELECT n, line, state, name, record, errors, notices, changes FROM import_row WHERE run = ${id}
    ${state === undefined ? sql`` : state === 'told' ? sql`AND (state = 'invalid' OR notices <> '[]')` : sql`AND state = ${state}`}
    ORDER BY array_position(ARRAY['invalid','changed','new','unchanged'], state), notices = '[]', n LIMIT ${limit} OFFSET ${offset}`.execute(
    db,
  );
  return rows;
}

/** Keeps an uploaded workbook and begins to read it. Refuses what is no workbook, or has no heading this register knows. */
export async function beginRun(
  context: Context,
  actor: Actor,
  entity: Entity,
  fileName: string,
  bytes: Buffer,
): Promise<string | Refusal> {
  const grids = await readWorkbook(bytes);
  if (isRefusal(grids)) return grids;
  const layouts = grids.map((grid) => findLayout(entity, grid));
  const kept: Kept = {
    layout: null,
    sheets: grids.map((grid, index) => ({
      name: grid.name,
      rows: grid.rows.length,
      fits: layouts[index] !== undefined,
    })),
    missing: [],
  };
  const best = bestSheet(grids, layouts);
  if (best === undefined) {
    const some = membersOf(entity)
      .slice(0, 4)
      .map(({ label }) => label)
      .join('、');
    return refuse('import-unreadable', {
      problem: both(`没有找到表头：前 20 行里应有“${some}”这样的列名`, 'no heading was found in the first 20 rows'),
    });
  }
  const { sha256, size } = await context.files.put(bytes);
  const id = randomUUID();
  await sql`
    INSERT INTO import_run (id, entity, person_id, by, file_name, sha256, size, state, layout)
    VALUES (${id}, ${entity.key}, ${actor.personId}, ${actor.name}, ${fileName}, ${sha256}, ${size}, 'reading', ${JSON.stringify({ ...kept, layout: best.layout })}::jsonb)`.execute(
    context.db,
  );
  work(context, id, () => readInto(context, actor, entity, id, best.grid, best.layout));
  return id;
}

/** The sheet with most known columns, of several the one with most records. */
function bestSheet(
  grids: readonly Grid[],
  layouts: readonly (Layout | undefined)[],
): { grid: Grid; layout: Layout } | undefined {
  const fits = grids.flatMap((grid, index) => {
    const layout = layouts[index];
    return layout === undefined
      ? []
      : [
          {
            grid,
            layout,
            known: layout.columns.filter(({ member }) => member !== null).length,
            size: grid.rows.slice(layout.headerRow + layout.headerRows).filter((row) => !isNoRecord(layout, row))
              .length,
          },
        ];
  });
  return fits.toSorted((a, b) => b.known - a.known || b.size - a.size)[0];
}

/** Reads the run again with another sheet or other columns. */
export async function relayout(
  context: Context,
  actor: Actor,
  entity: Entity,
  run: ImportRun & { sha256: string },
  wish: { sheet?: string | undefined; members?: Readonly<Record<string, string | null>> | undefined },
): Promise<true | Refusal> {
  const bytes = await context.files.read(run.sha256);
  const grids = bytes === undefined ? [] : await readWorkbook(bytes);
  if (isRefusal(grids)) return grids;
  const grid = grids.find(({ name }) => name === (wish.sheet ?? run.layout?.sheet));
  const found =
    grid === undefined ? undefined : wish.sheet === undefined ? (run.layout ?? undefined) : findLayout(entity, grid);
  if (grid === undefined || found === undefined)
    return refuse('import-unreadable', { problem: both('这张工作表里没有表头', 'this sheet has no heading') });
  const members = wish.members ?? {};
  const layout: Layout = {
    ...found,
    columns: found.columns.map((column) => ({
      ...column,
      member: String(column.column) in members ? (members[String(column.column)] ?? null) : column.member,
    })),
  };
  await whileHeld(run.id, async () => {
    await sql`
      UPDATE import_run SET state = 'reading', done = 0, summary = NULL, problem = NULL,
        layout = jsonb_set(layout, '{layout}', ${JSON.stringify(layout)}::jsonb) WHERE id = ${run.id}`.execute(
      context.db,
    );
    work(context, run.id, () => readInto(context, actor, entity, run.id, grid, layout));
  });
  return true;
}

/** Works on a run behind the request; what goes wrong is written to the run, in words where it was expected. */
function work(context: Context, id: string, task: () => Promise<void>): void {
  void whileHeld(id, () => task().catch((error: unknown) => endBadly(context, id, error))).catch((error: unknown) =>
    context.log.error({ err: error }, `import ${id}: its end was not kept`),
  );
}

async function endBadly(context: Context, id: string, error: unknown): Promise<void> {
  const known = error instanceof Stopped;
  if (!known) context.log.error({ err: error }, `import ${id} failed`);
  const problem = known ? error.message : '平台内部错误，没有写入任何数据';
  const state = known && error.cancelled ? 'cancelled' : 'failed';
  await sql`UPDATE import_run SET state = ${state}, problem = ${problem}, ended_at = now() WHERE id = ${id}`.execute(
    context.db,
  );
}

/** Ends a run in the middle: the transaction it is thrown through keeps nothing. */
class Stopped extends Error {
  readonly cancelled: boolean;
  constructor(message: string, cancelled = false) {
    super(message);
    this.cancelled = cancelled;
  }
}

/** Notes how far a run is, lets others have their turn, and stops where somebody cancelled it. */
async function advance(db: Database, id: string, done: number): Promise<void> {
  const { rows } = await sql<{
    state: string;
  }>`UPDATE import_run SET done = ${done} WHERE id = ${id} RETURNING state`.execute(db);
  if (rows[0]?.state === 'cancelled') throw new Stopped('已取消，没有写入任何数据', true);
  await breathe();
}

async function readInto(
  context: Context,
  actor: Actor,
  entity: Entity,
  id: string,
  grid: Grid,
  layout: Layout,
): Promise<void> {
  const { db } = context;
  await sql`UPDATE import_run SET total = ${grid.rows.length} WHERE id = ${id}`.execute(db);
  const own = asOwn(entity, actor, {});
  const reach = await reachOf(db, actor.scope);
  const input = {
    entity,
    layout,
    grid,
    reach,
    own: isRefusal(own) ? {} : own,
    progress: async (done: number) => (await advance(db, id, done), false),
  };
  const evaluation = await withScope(db, actor.scope, (tx) => evaluate(tx, input));
  if (evaluation === 'cancelled') return;
  // An organisation registers no enterprises: its ledger may only change what is its own.
  const rows = isRefusal(own)
    ? evaluation.rows.map((row) => (row.state === 'new' ? refusedRow(row, own) : row))
    : evaluation.rows;
  const count = (state: string) => rows.filter((row) => row.state === state).length;
  const summary = {
    new: count('new'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    invalid: count('invalid'),
    skipped: evaluation.skipped,
    missing: evaluation.missing.length,
    notices: rows.filter(({ notices }) => notices.length > 0).length,
    limits: [
      ...new Set(
        rows
          .filter(({ state }) => state === 'changed')
          .flatMap(({ changes }) =>
            limitsAmong(
              entity,
              changes.map(({ field }) => field),
            ),
          ),
      ),
    ],
  };
  await db.transaction().execute(async (tx) => {
    await sql`DELETE FROM import_row WHERE run = ${id}`.execute(tx);
    for (let from = 0; from < rows.length; from += 2000) {
      const part = rows.slice(from, from + 2000).map((row) => ({ ...row, run: id }));
      await sql`
        INSERT INTO import_row (run, n, line, state, name, record, version, input, errors, notices, changes)
        SELECT run, n, line, state, name, record, version, input, errors, notices, changes
        FROM jsonb_populate_recordset(NULL::import_row, ${JSON.stringify(part)}::jsonb)`.execute(tx);
    }
    const { rows: left } = await sql<{ state: string }>`
      UPDATE import_run SET state = 'ready', done = total, summary = ${JSON.stringify(summary)}::jsonb,
        layout = jsonb_set(layout, '{missing}', ${JSON.stringify(evaluation.missing.slice(0, MISSING_SHOWN))}::jsonb)
      WHERE id = ${id} AND state = 'reading' RETURNING state`.execute(tx);
    if (left.length === 0) throw new Stopped('已取消，没有写入任何数据', true);
  });
}

function refusedRow(row: Evaluated, refusal: Refusal): Evaluated {
  const problem = toProblem(refusal, 'zh').zh;
  return {
    ...row,
    state: 'invalid',
    errors: [...row.errors, { member: 'name', label: '登记', column: null, problem, given: row.name }],
  };
}

export interface Applying {
  readonly what: 'all' | 'valid';
  readonly reason?: string | undefined;
  /** The day from which the changed limits hold; left out they hold at once. New records have theirs from the start. */
  readonly from?: Day | undefined;
}

/** Writes what a ready run found: all of it, or its valid lines. One transaction; cancelled or failed it leaves nothing. */
export async function applyRun(
  context: Context,
  actor: Actor,
  entity: Entity,
  run: ImportRun,
  { what, reason = '', from }: Applying,
): Promise<true | Refusal> {
  if (what === 'all' && (run.summary?.invalid ?? 0) > 0)
    return refuse('import-errors', { count: run.summary!.invalid });
  const limit = run.summary?.limits[0];
  if (limit !== undefined && reason === '')
    return refuse('limit-reason', { field: named(entity.fields[limit]!) }, 'reason');
  if (from !== undefined && limit === undefined) return refuse('announce-no-limit', {}, 'from');
  if (from !== undefined && from <= dayOf(Date.now())) return refuse('announce-past', {}, 'from');
  return whileHeld(run.id, async () => {
    const { rows } = await sql`
      UPDATE import_run SET state = 'applying', done = 0, total = ${(run.summary?.new ?? 0) + (run.summary?.changed ?? 0)}
      WHERE id = ${run.id} AND state = 'ready' RETURNING id`.execute(context.db);
    if (rows.length === 0) return refuse('import-state', { state: IMPORT_STATES[run.state] });
    work(context, run.id, () => writeRun(context, actor, entity, run, { reason, from }));
    return true;
  });
}

type Waiting = Pick<Evaluated, 'n' | 'line' | 'state' | 'name' | 'record' | 'version' | 'input'>;
const CHUNK = 200;

async function writeRun(
  context: Context,
  actor: Actor,
  entity: Entity,
  run: ImportRun,
  { reason, from: day }: { readonly reason: string; readonly from: Day | undefined },
): Promise<void> {
  const { db } = context;
  const within = await reachOf(db, actor.scope);
  const source = `import:${run.id}`;
  const { rows } = await sql<Waiting>`
    SELECT n, line, state, name, record, version, input FROM import_row WHERE run = ${run.id} AND state IN ('new', 'changed') ORDER BY n`.execute(
    db,
  );
  const origin = {
    provenance: 'import',
    demonstration: context.demonstration,
    by: actor.name,
    source,
    ...(within === undefined ? {} : { within }),
  };
  const made = new Map<number, string>();
  await withScope(db, actor.scope, async (tx) => {
    for (let from = 0; from < rows.length; from += CHUNK) {
      await advance(db, run.id, from);
      const part = rows.slice(from, from + CHUNK);
      const fresh = part
        .filter(({ state }) => state === 'new')
        .map((row) => ({ row, input: { ...row.input, id: randomUUID() } as Input & { id: string } }));
      if (fresh.length > 0) {
        const entered = new Set(
          await insertRecords(
            tx,
            entity,
            fresh.map(({ input }) => input),
            origin,
          ),
        );
        const refused = fresh.find(({ input }) => !entered.has(input.id));
        if (refused !== undefined)
          throw new Stopped(`第 ${refused.row.line} 行“${refused.row.name}”刚被别人登记，没有写入任何数据，请重新上传`);
        for (const { row, input } of fresh) made.set(row.n, input.id);
      }
      for (const row of part.filter(({ state }) => state === 'changed')) {
        const later = limitsAmong(entity, Object.keys(row.input)).length > 0 ? day : undefined;
        const wish = { version: row.version!, changes: row.input, reason, from: later };
        const changed = await changeOrAnnounce(tx, entity, row.record!, wish, {
          by: actor.name,
          source,
          within,
          reason,
        }).catch((error: unknown) => {
          const taken = error instanceof Refused ? error.refusal : uniqueViolation(error, entity, row.input);
          if (taken === undefined) throw error;
          return taken;
        });
        if (changed === undefined || isRefusal(changed)) {
          const why = changed === undefined ? '已不在范围内' : toProblem(changed, 'zh').zh;
          throw new Stopped(`第 ${row.line} 行“${row.name}”：${why}；没有写入任何数据，请重新上传`);
        }
      }
    }
    await record(tx, actor, 'registry.import', { kind: entity.key, id: run.id }, 'done', {
      file: run.fileName,
      ...(reason === '' ? {} : { reason }),
      ...(day === undefined ? {} : { from: day }),
      ...run.summary,
    });
  });
  await db.transaction().execute(async (tx) => {
    await sql`
      UPDATE import_row r SET record = m.id FROM jsonb_to_recordset(${JSON.stringify([...made].map(([n, id]) => ({ n, id })))}::jsonb) AS m(n int, id uuid)
      WHERE r.run = ${run.id} AND r.n = m.n`.execute(tx);
    await sql`UPDATE import_run SET state = 'applied', done = total, ended_at = now() WHERE id = ${run.id}`.execute(tx);
  });
}

/** Stops a run that is reading, ready or being applied; what it was writing is rolled back. */
export async function cancelRun(db: Database, id: string): Promise<boolean> {
  const { rows } = await sql`
    UPDATE import_run SET state = 'cancelled', ended_at = now() WHERE id = ${id} AND state IN ('reading', 'ready', 'applying') RETURNING id`.execute(
    db,
  );
  return rows.length > 0;
}
