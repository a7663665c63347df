import { sql } from 'kysely';
import { move, UNMOVED, type Fix, type Motion, type Passage, type Quantity, type Stray } from '@anlan/kernel/position';
import type { Database, Tx } from '../access/scoped.ts';
import type { Subject } from '../ingest/register.ts';
import { readGround, readMotions } from './ground.ts';
import { readSettings } from './settings.ts';

/** What a batch of the rules stores of movement: memories and passages as they were at its position. */
export interface Movements {
  readonly motions: ReadonlyMap<string, Motion>;
  readonly passages: readonly Crossed[];
  readonly strays: readonly Strayed[];
}

interface Strayed {
  readonly stray: Stray;
  readonly subject: Subject;
}

interface Crossed {
  readonly passage: Passage;
  readonly subject: Subject;
}

/** Follows every moving object through the journal; its memories are stored with the rules' own. */
export interface Motions {
  /** The quantities that a fix gives to be judged; a fix in doubt gives none. */
  take(subject: Subject, fix: Fix): readonly Quantity[];
  /** Where an object was last believed to be. */
  where(object: string): { readonly lon: number; readonly lat: number } | undefined;
  /** What is to be stored since the last call. */
  flush(): Movements;
  /** Reads fences, vehicles, waybills and limits anew. */
  refresh(): Promise<void>;
}

export async function openMotions(db: Database): Promise<Motions> {
  const motions = await readMotions(db);
  // What moved before this process listened was not offline: nobody was there to hear it.
  const heard = [...motions.values()].reduce((newest, { last }) => Math.max(newest, last?.at ?? 0), 0);
  const recess = { from: heard, to: Date.now() };
  let ground = await readGround(db);
  let settings = await readSettings(db, Date.now());
  let dirty = new Map<string, Motion>();
  let crossed: Crossed[] = [];
  let strayed: Strayed[] = [];
  return {
    take(subject, fix) {
      const profile = ground.profile(subject.id);
      if (profile === undefined) return [];
      const before = motions.get(subject.id) ?? UNMOVED;
      const { motion, quantities, passages, strays } = move(before, fix, profile, {
        ...ground.around,
        recess,
        settings: settings(subject.regionPath),
      });
      if (motion !== before) {
        motions.set(subject.id, motion);
        dirty.set(subject.id, motion);
      }
      for (const passage of passages) crossed.push({ passage, subject });
      for (const stray of strays) strayed.push({ stray, subject });
      return quantities;
    },
    where: (object) => motions.get(object)?.last ?? undefined,
    flush() {
      const movements = { motions: dirty, passages: crossed, strays: strayed };
      dirty = new Map();
      crossed = [];
      strayed = [];
      return movements;
    },
    async refresh() {
      ground = await readGround(db);
      settings = await readSettings(db, Date.now());
    },
  };
}

/** Stores movements; part of the transaction that stores the journal's position. Repeating it changes nothing. */
export async function writeMovements(tx: Tx, { motions, passages, strays }: Movements): Promise<void> {
  if (motions.size > 0) {
    const rows = [...motions].map(([object_id, memory]) => ({ object_id, memory }));
    await sql`
      INSERT INTO motion (object_id, memory)
      SELECT object_id, memory FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(object_id uuid, memory jsonb)
      ON CONFLICT (object_id) DO UPDATE SET memory = excluded.memory`.execute(tx);
  }
  for (const { passage, subject } of passages) await writePassage(tx, passage, subject);
  for (const { stray, subject } of strays) await writeStray(tx, stray, subject);
}

async function writePassage(tx: Tx, passage: Passage, subject: Subject): Promise<void> {
  const entered = new Date(passage.since);
  const left = passage.kind === 'left' ? new Date(passage.at) : null;
  await sql`
    INSERT INTO fence_passage (fence_id, object_id, object_kind, object_name, entered_at, left_at, region_path, organisation_id, sector)
    VALUES (${passage.fence}, ${subject.id}, ${subject.kind}, ${subject.name}, ${entered}, ${left}, ${subject.regionPath},
      ${subject.organisationId}, ${subject.sector})
    ON CONFLICT (fence_id, object_id, entered_at) DO UPDATE SET left_at = coalesce(excluded.left_at, fence_passage.left_at)`.execute(
    tx,
  );
}

async function writeStray(tx: Tx, { lon, lat, since, until }: Stray, subject: Subject): Promise<void> {
  await sql`
    INSERT INTO stray_stop (vehicle, since, until, lon, lat, plate, region_path, organisation_id, sector)
    VALUES (${subject.id}, ${new Date(since)}, ${until === null ? null : new Date(until)}, ${lon}, ${lat}, ${subject.name}, ${subject.regionPath},
      ${subject.organisationId}, ${subject.sector})
    ON CONFLICT (vehicle, since) DO UPDATE SET until = coalesce(excluded.until, stray_stop.until)`.execute(tx);
}
