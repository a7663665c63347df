import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { columnName, tableName, type Entity } from '@anlan/kernel/entity';
import {
  CHAIN,
  keysOf,
  nameKeyOf,
  NEAR_METRES,
  placesOf,
  readName,
  suspect,
  type Belonging,
  type Named,
  type Places,
  type Suspicion,
} from '@anlan/kernel/registry';
import type { Database, Tx } from '../access/scoped.ts';
import { commonPath } from './region-move.ts';
import { ENTITIES } from './table.ts';

/** Records compared in one transaction. */
const AT_ONCE = 200;
/** So many that share a key other than the name are looked at. */
const LOOKED_AT = 500;
const EVERY_MS = 2000;
/** What nobody waits for takes this share of the time at most: alarms come first. */
const SHARE = 0.2;

interface PlacesNow {
  readonly names: readonly string[];
  readonly places: Places;
  readonly fingerprint: string;
}

/** Names of the regions that enterprises put before theirs, and what tells one set of names from another. */
async function placesNow(db: Tx): Promise<PlacesNow> {
  const { rows } = await sql<{ name: string; path: string }>`
    SELECT name, path FROM region WHERE kind IN ('province', 'municipality', 'city', 'county', 'zone', 'town') ORDER BY name, path`.execute(
    db,
  );
  const names = [...new Set(rows.map(({ name }) => name))];
  const fingerprint = createHash('sha256').update(names.join('\n')).digest('hex');
  return { names, places: placesOf(rows), fingerprint };
}

/** With other names of regions the records wait whose own names are normalised otherwise by them. */
async function noticePlaces(tx: Tx, { names, places, fingerprint }: PlacesNow): Promise<void> {
  const { rows } = await sql<{ fingerprint: string; names: string[] | null }>`
    SELECT fingerprint, names FROM record_place_words`.execute(tx);
  const [known] = rows;
  if (known?.fingerprint === fingerprint) return;
  await sql`DELETE FROM record_place_words`.execute(tx);
  await sql`INSERT INTO record_place_words (fingerprint, names) VALUES (${fingerprint}, ${[...names]}::text[])`.execute(
    tx,
  );
  const before = known?.names == null ? undefined : placesOf(known.names.map((name) => ({ name, path: '' })));
  const changed = (name: string): boolean =>
    before === undefined || readName(name, before).core !== readName(name, places).core;
  for (const entity of ENTITIES.values()) await letWait(tx, entity, changed);
}

/** Records read at once to see which names read otherwise. */
const PAGE = 5000;

async function letWait(tx: Tx, entity: Entity, changed: (name: string) => boolean): Promise<void> {
  const table = sql.table(tableName(entity));
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await sql<{ id: string; name: string }>`
      SELECT id, name FROM ${table} WHERE retired_at IS NULL AND id > ${last}::uuid ORDER BY id LIMIT ${PAGE}`.execute(
      tx,
    );
    const ids = rows.flatMap(({ id, name }) => (changed(name) ? [id] : []));
    if (ids.length > 0)
      await sql`
        INSERT INTO record_waiting (entity, id)
        SELECT ${entity.key}, i.id FROM unnest(${ids}::uuid[]) AS i (id)
        WHERE NOT EXISTS (SELECT FROM record_waiting w WHERE w.entity = ${entity.key} AND w.id = i.id)`.execute(tx);
    if (rows.length < PAGE) return;
    last = rows.at(-1)!.id;
  }
}

/**
 * Compares records that wait with all others of their register, the newest first, until none waits or `most` milliseconds
 * are over; one process at a time, or two new records could miss each other. Gives how many it compared.
 */
export async function compareWaiting(db: Database, most: number): Promise<number> {
  const from = Date.now();
  let compared = 0;
  for (;;) {
    const done = await db.transaction().execute(compareSome);
    compared += done;
    if (done === 0 || Date.now() - from >= most) return compared;
  }
}

async function compareSome(tx: Tx): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('record_pair'))`.execute(tx);
  const now = await placesNow(tx);
  const { places } = now;
  await noticePlaces(tx, now);
  const { rows } = await sql<{ entity: string; id: string }>`
    DELETE FROM record_waiting WHERE seq IN (SELECT seq FROM record_waiting ORDER BY seq DESC LIMIT ${AT_ONCE}) RETURNING entity, id`.execute(
    tx,
  );
  for (const key of new Set(rows.map(({ entity }) => entity))) {
    const entity = ENTITIES.get(key);
    const ids = new Set(rows.flatMap((row) => (row.entity === key ? [row.id] : [])));
    if (entity !== undefined) await compare(tx, entity, [...ids], places);
  }
  return rows.length;
}

/** Live records of the ids, with their names normalised. */
async function readHeld(tx: Tx, entity: Entity, ids: readonly string[], places: Places): Promise<Map<string, Named>> {
  const firm = isFirm(entity);
  const code = firm ? sql`credit_code` : sql`NULL`;
  const owner = entity.ownerField === undefined ? sql`NULL` : sql`organisation_id`;
  const apart = sql.join(apartOf(entity).map((column) => sql`${sql.ref(column)}::text`));
  const { rows } = await sql<Omit<Named, 'core' | 'thing'> & Belonging>`
    SELECT id, name, ${code} AS "creditCode", lon, lat, region_path AS "regionPath", ${owner} AS owner, ARRAY[${apart}]::text[] AS apart
    FROM ${sql.table(tableName(entity))} WHERE id = ANY (${[...ids]}::uuid[]) AND retired_at IS NULL`.execute(tx);
  return new Map(
    rows.map(({ owner: whose, apart: values, ...row }) => [
      row.id,
      {
        ...row,
        ...readName(row.name, places),
        thing: firm ? undefined : { owner: whose, apart: values },
      },
    ]),
  );
}

const isFirm = (entity: Entity): boolean => entity.fields['creditCode'] !== undefined;

/** Columns of a thing's own numbers and of what it refers to besides its owner, as its table's trigger watches them. */
export function apartOf(entity: Entity): string[] {
  if (isFirm(entity)) return [];
  return Object.entries(entity.fields).flatMap(([key, { kind }]) =>
    key !== entity.ownerField && (kind === 'reference' || entity.unique?.includes(key) === true)
      ? [columnName(key)]
      : [],
  );
}

async function compare(tx: Tx, entity: Entity, ids: readonly string[], places: Places): Promise<void> {
  const held = await readHeld(tx, entity, ids, places);
  await keepKeys(tx, entity, ids, [...held.values()]);
  const { alike, chains } = await sharing(tx, entity, held);
  const others = await readHeld(tx, entity, [...new Set(alike.map(({ other }) => other))], places);
  const pairs = new Map<string, Suspicion & { regionPath: string }>();
  for (const { id, other } of alike) {
    const [a, b] = [held.get(id), others.get(other)];
    const pair = a === undefined || b === undefined ? undefined : suspect(a, b, chains.has(nameKeyOf(a)));
    if (pair === undefined) continue;
    pairs.set(`${pair.one} ${pair.other}`, { ...pair, regionPath: commonPath(a!.regionPath, b!.regionPath) });
  }
  await keepPairs(tx, entity, ids, [...pairs.values()]);
  for (const chain of chains) await forgetChain(tx, entity, chain);
}

const keyed = (entity: Entity, keys: readonly string[]): string[] => keys.map((key) => `${entity.key} ${key}`);

async function keepKeys(tx: Tx, entity: Entity, ids: readonly string[], held: readonly Named[]): Promise<void> {
  await sql`DELETE FROM record_keys WHERE entity = ${entity.key} AND id = ANY (${[...ids]}::uuid[])`.execute(tx);
  const rows = held.map((record) => ({ id: record.id, keys: keyed(entity, keysOf(record).kept) }));
  await sql`
    INSERT INTO record_keys (entity, id, keys)
    SELECT ${entity.key}, r.id, anlan_hashes(r.keys) FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, keys text[])`.execute(
    tx,
  );
}

interface Sharing {
  readonly alike: readonly { readonly id: string; readonly other: string }[];
  /** Keys of names that more records share than `CHAIN`: those alike by name alone are not among `alike`. */
  readonly chains: ReadonlySet<string>;
}

/** Records that share a key with one of these. */
async function sharing(tx: Tx, entity: Entity, held: ReadonlyMap<string, Named>): Promise<Sharing> {
  const wanted = [...held.values()].flatMap((record) => {
    const { name, code, near } = keysOf(record).sought;
    return [
      { id: record.id, by: 'name', most: CHAIN + 1, keys: keyed(entity, name) },
      { id: record.id, by: 'code', most: LOOKED_AT, keys: keyed(entity, code) },
      { id: record.id, by: 'near', most: LOOKED_AT, keys: keyed(entity, near) },
    ].filter(({ keys }) => keys.length > 0);
  });
  // The planner, who knows nothing of keys so rare, would rather read them all. They name their register themselves.
  await sql`SET LOCAL enable_seqscan = off`.execute(tx);
  const { rows } = await sql<{ id: string; by: string; others: string[] }>`
    SELECT w.id, w.by, ARRAY(
      SELECT k.id FROM record_keys k WHERE k.keys && anlan_hashes(w.keys) AND k.id <> w.id LIMIT w.most) AS others
    FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS w (id uuid, by text, most integer, keys text[])`.execute(
    tx,
  );
  const isChain = (row: (typeof rows)[number]): boolean => row.by === 'name' && row.others.length > CHAIN;
  return {
    alike: rows.flatMap((row) => (isChain(row) ? [] : row.others.map((other) => ({ id: row.id, other })))),
    chains: new Set(rows.flatMap((row) => (isChain(row) ? [nameKeyOf(held.get(row.id)!)] : []))),
  };
}

/** A name that has become a chain's: what was told because of it alone, of records that are not near, is told no longer. */
async function forgetChain(tx: Tx, entity: Entity, key: string): Promise<void> {
  await sql`
    DELETE FROM record_pair p WHERE p.entity = ${entity.key} AND p.reasons = '{name}' AND coalesce(p.metres > ${NEAR_METRES}, true)
      AND p.one = ANY (ARRAY(SELECT k.id FROM record_keys k WHERE k.keys && anlan_hashes(${keyed(entity, [key])}::text[])))`.execute(
    tx,
  );
}

async function keepPairs(
  tx: Tx,
  entity: Entity,
  ids: readonly string[],
  pairs: readonly (Suspicion & { readonly regionPath: string })[],
): Promise<void> {
  for (const side of ['one', 'other'])
    await sql`DELETE FROM record_pair WHERE entity = ${entity.key} AND ${sql.ref(side)} = ANY (${[...ids]}::uuid[])`.execute(
      tx,
    );
  await sql`
    INSERT INTO record_pair (entity, one, other, reasons, likeness, metres, rank, region_path)
    SELECT ${entity.key}, p.one, p.other, p.reasons, p.likeness, p.metres, p.rank, p."regionPath"
    FROM jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb)
      AS p (one uuid, other uuid, reasons text[], likeness float8, metres float8, rank integer, "regionPath" text)
    WHERE NOT EXISTS (SELECT FROM record_distinct d WHERE d.entity = ${entity.key} AND d.one = p.one AND d.other = p.other)`.execute(
    tx,
  );
}

/** Compares what waits, in the background and at a share of the time. */
export function startComparing(db: Database, log: Logger): { stop(): Promise<void> } {
  let stopped = false;
  let pause: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const again = (wait: number): void => {
    if (stopped) return;
    pause = setTimeout(() => {
      running = look();
    }, wait);
  };
  const look = async (): Promise<void> => {
    const from = Date.now();
    try {
      const compared = await compareWaiting(db, 0);
      const took = Date.now() - from;
      again(compared === 0 ? EVERY_MS : took * (1 / SHARE - 1));
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'records not compared');
      again(EVERY_MS);
    }
  };
  again(EVERY_MS);
  return {
    async stop() {
      stopped = true;
      clearTimeout(pause);
      await running;
    },
  };
}
