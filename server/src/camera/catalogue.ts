import { sql } from 'kysely';
import type { Database } from '../access/scoped.ts';

/** An entry of a device's catalogue, as far as it is kept by columns; the rest stays with it. */
export interface CatalogueItem {
  readonly DeviceID?: string;
  readonly ParentID?: string;
  readonly Name?: string;
  readonly Status?: string;
}

const CODE = /^\d{20}$/;

/** Keeps what a device answered of what is connected to it, in place of what it answered before. */
export async function keepCatalogue(
  db: Database,
  code: string,
  items: readonly CatalogueItem[],
  at: number,
): Promise<void> {
  const rows = items
    .filter(({ DeviceID }) => CODE.test(DeviceID ?? ''))
    .map((item) => ({
      code: item.DeviceID,
      parent: item.ParentID ?? null,
      name: item.Name ?? item.DeviceID,
      status: item.Status ?? null,
      item,
    }));
  await db.transaction().execute(async (tx) => {
    const found = await sql<{ id: string }>`
      SELECT id FROM device WHERE identity = ${`gb28181:${code}`} AND retired_at IS NULL FOR UPDATE`.execute(tx);
    const id = found.rows[0]?.id;
    if (id === undefined) return;
    await sql`DELETE FROM camera_catalogue WHERE device_id = ${id}`.execute(tx);
    await sql`
      INSERT INTO camera_catalogue (device_id, code, parent, name, status, item, heard_at, region_path, organisation_id, sector)
      SELECT DISTINCT ON (r.code) d.id, r.code, r.parent, r.name, r.status, r.item, ${new Date(at)}, d.region_path, d.organisation_id, d.sector
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r (code text, parent text, name text, status text, item jsonb), device d
      WHERE d.id = ${id}`.execute(tx);
  });
}
