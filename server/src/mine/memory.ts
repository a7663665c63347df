import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { MineMemory, ReceivedFile } from '@anlan/gateways';
import type { Database, Tx } from '../access/scoped.ts';

/** What a file counts for when another one of its mine is judged. */
const APPLIED = sql`verdict IN ('apply', 'partial')`;
/** A file is the same again within this time; older ones have left the mine's own folder. */
const REMEMBERED = '30 days';

/** Remembers the mines' files in the system of record: what came, the newest list of each kind, proposed definitions. */
export function openMineMemory(db: Database): MineMemory {
  return {
    async newest(identity, type) {
      const { rows } = await sql<{ at: Date | null }>`
        SELECT max(f.file_time) AS at FROM mine_file f JOIN device d ON d.id = f.device_id
        WHERE d.identity = ${identity} AND d.retired_at IS NULL AND f.type = ${type} AND ${APPLIED}`.execute(db);
      return rows[0]?.at?.getTime();
    },
    async seen(identity, sha256) {
      const { rows } = await sql`
        SELECT FROM mine_file f JOIN device d ON d.id = f.device_id
        WHERE d.identity = ${identity} AND d.retired_at IS NULL AND f.sha256 = ${sha256}
          AND f.verdict IN ('apply', 'partial', 'stale') AND f.received_at > now() - ${REMEMBERED}::interval LIMIT 1`.execute(
        db,
      );
      return rows.length > 0;
    },
    keep: (file) => db.transaction().execute((tx) => keep(tx, file)),
  };
}

interface Owner {
  readonly id: string;
  readonly region_path: string;
  readonly organisation_id: string | null;
  readonly sector: string | null;
}

async function keep(tx: Tx, file: ReceivedFile): Promise<void> {
  const { rows } = await sql<Owner>`
    SELECT id, region_path, organisation_id, sector FROM device WHERE identity = ${file.identity} AND retired_at IS NULL`.execute(
    tx,
  );
  const [owner] = rows;
  if (owner === undefined) return;
  const id = randomUUID();
  const scope = sql`${owner.region_path}, ${owner.organisation_id}, ${owner.sector}`;
  const fileTime = file.fileTime === null ? null : new Date(file.fileTime);
  await sql`
    INSERT INTO mine_file (id, device_id, name, type, way, file_time, received_at, verdict, records, skipped, detail, sha256, region_path, organisation_id, sector)
    VALUES (${id}, ${owner.id}, ${file.name.slice(0, 200)}, ${file.type}, ${file.way}, ${fileTime}, ${new Date(file.receivedAt)}, ${file.verdict},
      ${file.records}, ${file.skipped}, ${clean(file.detail)}, ${file.sha256}, ${scope})`.execute(tx);
  const { content } = file;
  if (content === null || (file.verdict !== 'apply' && file.verdict !== 'partial')) return;
  const records = clean(JSON.stringify(content.records));
  await sql`
    INSERT INTO mine_snapshot (device_id, type, file_time, header, records, region_path, organisation_id, sector)
    VALUES (${owner.id}, ${file.type}, ${fileTime}, ${clean(JSON.stringify(content.header))}::jsonb, ${records}::jsonb, ${scope})
    ON CONFLICT (device_id, type) DO UPDATE SET file_time = excluded.file_time, header = excluded.header, records = excluded.records`.execute(
    tx,
  );
  if (file.type === 'CDDY') await propose(tx, owner, id, fileTime, records);
}

/** The same definition again proposes nothing; a new one takes the place of one nobody has decided on. */
async function propose(tx: Tx, owner: Owner, file: string, fileTime: Date | null, records: string): Promise<void> {
  const same = await sql`
    SELECT FROM (SELECT records FROM mine_definition WHERE device_id = ${owner.id} AND state <> 'replaced'
      ORDER BY file_time DESC LIMIT 1) last WHERE records = ${records}::jsonb`.execute(tx);
  if (same.rows.length > 0) return;
  await sql`UPDATE mine_definition SET state = 'replaced' WHERE device_id = ${owner.id} AND state = 'proposed'`.execute(
    tx,
  );
  await sql`
    INSERT INTO mine_definition (id, device_id, file_id, file_time, records, state, region_path, organisation_id, sector)
    VALUES (${randomUUID()}, ${owner.id}, ${file}, ${fileTime}, ${records}::jsonb, 'proposed', ${owner.region_path}, ${owner.organisation_id}, ${owner.sector})`.execute(
    tx,
  );
}

/** PostgreSQL keeps no NUL in a text, nor escaped in JSON. */
function clean(text: string): string {
  return text.replaceAll('\0', '').replaceAll(String.raw`\u0000`, '');
}
