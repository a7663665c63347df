import { sql } from 'kysely';
import { ANSWER_FILE, type AnswerChange, type AnswerConflict } from '@anlan/kernel/checklist';
import { merge, type Change, type Field, type Merged, type Value } from '@anlan/kernel/merge';
import type { Doer } from '@anlan/kernel/case';
import type { Tx } from '../access/scoped.ts';
import type { RunRow } from './rows.ts';

/** Scalar fields of an answer and their columns; files are fields of their own. */
const COLUMNS = { result: 'result', value: 'value', note: 'note', riskPoint: 'risk_point' } as const;

interface ChangeRow {
  id: string;
  field: string;
  value: Value;
  base: string[];
  at: Date;
  n: number;
  by: string;
  device: string | null;
}

function changeOf(run: string, row: ChangeRow): Change {
  const { id, field, value, base, n, by } = row;
  const at = { ms: row.at.getTime(), n };
  return { id, record: `check/${run}`, field, value, base, at, by, device: row.device ?? '', reason: null };
}

async function changesOf(tx: Tx, run: string, item: string): Promise<Change[]> {
  const { rows } = await sql<ChangeRow>`
    SELECT id, field, value, base, at, n, by, device FROM check_change WHERE run_id = ${run} AND item_id = ${item}`.execute(
    tx,
  );
  return rows.map((row) => changeOf(run, row));
}

/**
 * Takes changes of one answer beside those that are there, and writes what all of them make of it: the same whatever the
 * order in which devices send, nothing dropped. A change without a base replaces what stands when it arrives.
 */
export async function mergeAnswer(
  tx: Tx,
  run: RunRow,
  item: string,
  changes: readonly AnswerChange[],
  by: Pick<Doer, 'id' | 'name'>,
): Promise<void> {
  await sql`
    INSERT INTO check_answer (run_id, item_id, use, region_path, organisation_id, sector)
    VALUES (${run.id}, ${item}, ${run.use}, ${run.region_path}, ${run.organisation_id}, ${run.sector}) ON CONFLICT DO NOTHING`.execute(
    tx,
  );
  await sql`SELECT FROM check_answer WHERE run_id = ${run.id} AND item_id = ${item} FOR UPDATE`.execute(tx);
  const all = await changesOf(tx, run.id, item);
  const fresh: Change[] = [];
  for (const [n, change] of changes.entries()) {
    const { id, field, value, device } = change;
    const base = change.base ?? merge([...all, ...fresh]).fields[field]?.standing ?? [];
    const at = { ms: change.at, n };
    fresh.push({
      id,
      record: `check/${run.id}`,
      field,
      value,
      base,
      at,
      by: by.name,
      device: device ?? '',
      reason: null,
    });
  }
  const merged = merge([...all, ...fresh]);
  for (const { id, field, value, base, at, device } of fresh)
    await sql`
      INSERT INTO check_change (id, run_id, item_id, field, value, base, at, n, by, by_id, device, kept, region_path, organisation_id, sector)
      VALUES (${id}, ${run.id}, ${item}, ${field}, ${JSON.stringify(value)}::jsonb, ${[...base]}::uuid[], ${new Date(at.ms)}, ${at.n}, ${by.name}, ${by.id},
        ${device === '' ? null : device}, ${merged.fields[field]?.standing.includes(id) === true}, ${run.region_path}, ${run.organisation_id}, ${run.sector})`.execute(
      tx,
    );
  const newest = Math.max(...fresh.map(({ at }) => at.ms));
  await writeAnswer(tx, run.id, item, merged, { ...by, at: new Date(newest) });
}

/** Fields nobody changed since the answer was entered stay as they are: an answer brought in as a whole has no changes. */
async function writeAnswer(
  tx: Tx,
  run: string,
  item: string,
  { fields, conflicts }: Merged,
  by: Pick<Doer, 'id' | 'name'> & { readonly at: Date },
): Promise<void> {
  const { rows } = await sql<Record<'photos' | 'voices', string[]>>`
    SELECT photos, voices FROM check_answer WHERE run_id = ${run} AND item_id = ${item}`.execute(tx);
  const { photos = [], voices = [] } = rows[0] ?? {};
  const sets = Object.entries(COLUMNS).flatMap(([field, column]) => {
    const known = fields[field];
    return known === undefined ? [] : [sql`${sql.id(column)} = ${known.value}`];
  });
  const standing = Object.fromEntries(Object.entries(fields).map(([field, one]) => [field, one.standing]));
  await sql`
    UPDATE check_answer SET ${sql.join([
      ...sets,
      sql`photos = ${filesIn(fields, 'photo', photos)}`,
      sql`voices = ${filesIn(fields, 'voice', voices)}`,
    ])}, standing = ${JSON.stringify(standing)}::jsonb, conflicts = ${conflicts.length}, by = ${by.name}, by_id = ${by.id},
      at = greatest(at, ${by.at})
    WHERE run_id = ${run} AND item_id = ${item}`.execute(tx);
}

/** Hashes of the files of one kind: those known before and those added, without what was taken out again. */
function filesIn(
  fields: Readonly<Record<string, Field>>,
  kind: 'photo' | 'voice',
  before: readonly string[],
): string[] {
  const files = new Set(before);
  for (const [field, { value }] of Object.entries(fields)) {
    const [, own, sha256] = ANSWER_FILE.exec(field) ?? [];
    if (own !== kind || sha256 === undefined) continue;
    if (value === null) files.delete(sha256);
    else files.add(sha256);
  }
  return [...files];
}

/** Of a check's answers: every change that arrived, and the fields with two versions. */
export async function historyOf(
  tx: Tx,
  run: string,
): Promise<ReadonlyMap<string, { readonly known: string[]; readonly conflicts: AnswerConflict[] }>> {
  const { rows } = await sql<ChangeRow & { item: string }>`
    SELECT id, item_id AS item, field, value, base, at, n, by, device FROM check_change WHERE run_id = ${run}`.execute(
    tx,
  );
  const items = new Map<string, Change[]>();
  for (const row of rows) items.set(row.item, [...(items.get(row.item) ?? []), changeOf(run, row)]);
  return new Map(
    [...items].map(([item, changes]) => {
      const conflicts = merge(changes).conflicts.map(({ field, versions }) => ({
        field,
        versions: versions.map(({ id, value, by, at }) => ({
          id,
          value: value as string | number | null,
          by,
          at: at.ms,
        })),
      }));
      return [item, { known: changes.map(({ id }) => id), conflicts }];
    }),
  );
}
