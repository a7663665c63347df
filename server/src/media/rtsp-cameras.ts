import { sql } from 'kysely';
import { z } from 'zod';
import type { RtspCamera } from '@anlan/gateways/media';
import type { Database } from '../access/scoped.ts';
import { openSecretBox } from '../identity/secret-box.ts';

const secretSchema = z.object({ user: z.string(), password: z.string() });

/** Reads a camera's address from the register, and its sealed user name and password; who may watch it was decided before. */
export function rtspCameras(db: Database, home: string): (id: string) => Promise<RtspCamera | undefined> {
  return async (id) => {
    const { rows } = await sql<{ address: string | null; sealed: string | null }>`
      SELECT c.address, s.sealed FROM camera c LEFT JOIN camera_secret s ON s.camera_id = c.id
      WHERE c.id = ${id} AND c.protocol = 'rtsp' AND c.retired_at IS NULL`.execute(db);
    const [row] = rows;
    if (row?.address == null) return undefined;
    if (row.sealed === null) return { url: row.address };
    const credentials = secretSchema.parse(JSON.parse((await openSecretBox(home)).open(row.sealed)));
    return { url: row.address, credentials };
  };
}
