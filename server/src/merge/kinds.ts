import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor, Verb } from '@anlan/kernel/access';
import { INSPECTION_FIELDS, type Change, type Merged } from '@anlan/kernel/merge';
import { refuse, type Refusal, both, asIs, named } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';

/** A change as a device sends it: who made it is who is signed in. */
export type Sent = Omit<Change, 'by' | 'record'>;

interface Place {
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
  readonly closed: boolean;
}

/** A kind of record that is edited field by field by several people at once. */
export interface RecordKind {
  readonly table: string;
  readonly verb: Verb;
  /** Takes the record's row for this transaction; it exists. */
  lock(tx: Tx, id: string): Promise<Place>;
  check(tx: Tx, id: string, changes: readonly Sent[], actor: Actor): Promise<Refusal | undefined>;
  apply(tx: Tx, id: string, merged: Merged, actor: Actor): Promise<void>;
}

/** A file of a record is a field of its own, `photo:<hash>`, so that two people's photos are never in conflict. */
const FILE = /^(photo|voice|signature):([0-9a-f]{64})$/;
/** What a file's field says: when by the phone's clock, where, how exactly, whose signature; null = taken out again. */
const fileValue = z.string().max(1000).nullable();

const inspection: RecordKind = {
  table: 'inspection_record',
  verb: 'case.report',
  async lock(tx, id) {
    const { rows } = await sql<Place>`
      SELECT region_path AS "regionPath", organisation_id AS "organisationId", sector, closed_at IS NOT NULL AS closed
      FROM inspection_record WHERE id = ${id} FOR UPDATE`.execute(tx);
    return rows[0] as Place;
  },
  async check(tx, _id, changes, actor) {
    const strange = changes.find(({ field, value }) => {
      if (FILE.test(field)) return !fileValue.safeParse(value).success;
      return INSPECTION_FIELDS[field]?.schema.safeParse(value).success !== true;
    });
    if (strange !== undefined) {
      const declared = INSPECTION_FIELDS[strange.field];
      const field = declared === undefined ? asIs(strange.field) : named(declared);
      return refuse('field-invalid', { field, problem: both('不符合要求', 'it is not accepted') }, strange.field);
    }
    return missingFile(tx, changes, actor);
  },
  async apply(tx, id, { fields, conflicts }) {
    const values = Object.fromEntries(Object.entries(fields).map(([key, { value }]) => [key, value]));
    await sql`
      UPDATE inspection_record SET fields = ${JSON.stringify(values)}::jsonb, conflicts = ${conflicts.length}, changed_at = now()
      WHERE id = ${id}`.execute(tx);
  },
};

/** Only what the sender brought in can be attached: knowing a hash is no right to a file. */
async function missingFile(tx: Tx, changes: readonly Sent[], actor: Actor): Promise<Refusal | undefined> {
  const wanted = [...new Set(changes.flatMap(({ field }) => FILE.exec(field)?.[2] ?? []))];
  if (wanted.length === 0) return undefined;
  const { rows } = await sql<{ sha256: string }>`
    SELECT sha256 FROM upload WHERE person_id = ${actor.personId} AND sha256 = ANY (${wanted})
    UNION SELECT split_part(field, ':', 2) FROM field_change WHERE split_part(field, ':', 2) = ANY (${wanted})`.execute(
    tx,
  );
  const there = new Set(rows.map(({ sha256 }) => sha256));
  const missing = wanted.find((one) => !there.has(one));
  return missing === undefined ? undefined : refuse('file-missing', { file: missing.slice(0, 12) }, 'files');
}

/** Kinds of records that `/api/changes` takes; a new one is a row. */
export const RECORD_KINDS: Readonly<Record<string, RecordKind>> = { inspection };
