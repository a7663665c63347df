import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { envelopeText, type Envelope, type ENVELOPE_VERDICTS } from '@anlan/kernel/merge';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';

export type Verdict = (typeof ENVELOPE_VERDICTS)[number];

export const deviceKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
});

/** A P-256 public key from SPKI in base64; undefined where it is none. */
function keyOf(publicKey: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Registers a device's public key for a person; its id is the hash of the key. Known keys stay as they are. */
export async function registerKey(
  db: Database,
  actor: Actor,
  { publicKey, name }: { publicKey: string; name: string },
): Promise<string | Refusal> {
  if (keyOf(publicKey) === undefined)
    return refuse(
      'field-invalid',
      { field: both('设备公钥', 'Public key of the device'), problem: both('须为 P-256', 'P-256 is expected') },
      'publicKey',
    );
  const id = createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      INSERT INTO device_key (id, person_id, name, public_key) VALUES (${id}, ${actor.personId}, ${name}, ${publicKey})
      ON CONFLICT DO NOTHING RETURNING 1`.execute(tx);
    if (rows.length > 0)
      await record(tx, actor, 'device-key.register', { kind: 'person', id: actor.personId }, 'done', { key: id, name });
    const known = await sql`SELECT FROM device_key WHERE id = ${id} AND person_id = ${actor.personId}`.execute(tx);
    return known.rows.length > 0 ? id : refuse('not-found');
  });
}

/** Keys of a person, newest first, revoked ones included: what they signed stays readable. */
export async function keysOf(db: Database, personId: string): Promise<z.infer<typeof deviceKeySchema>[]> {
  const { rows } = await sql<{ id: string; name: string; created: Date; used: Date | null; revoked: Date | null }>`
    SELECT id, name, created_at AS created, last_used_at AS used, revoked_at AS revoked FROM device_key
    WHERE person_id = ${personId} ORDER BY created_at DESC LIMIT 100`.execute(db);
  return rows.map(({ id, name, created, used, revoked }) => ({
    id,
    name,
    createdAt: created.getTime(),
    lastUsedAt: used?.getTime() ?? null,
    revokedAt: revoked?.getTime() ?? null,
  }));
}

/** From now on what this key signs is set aside for a person. */
export async function revokeKey(db: Database, actor: Actor, id: string): Promise<Refusal | undefined> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      UPDATE device_key SET revoked_at = now(), revoked_by = ${actor.personId}
      WHERE id = ${id} AND person_id = ${actor.personId} AND revoked_at IS NULL RETURNING 1`.execute(tx);
    if (rows.length === 0) return refuse('not-found');
    await record(tx, actor, 'device-key.revoke', { kind: 'person', id: actor.personId }, 'done', { key: id });
    return undefined;
  });
}

/** What the signature of an envelope is worth: by a live key of this very person over exactly this content. */
export async function verdictOf(tx: Tx | Database, personId: string, envelope: Envelope): Promise<Verdict> {
  const { key, signature } = envelope;
  if (key === null || signature === null) return 'unsigned';
  const { rows } = await sql<{ public_key: string; revoked: boolean }>`
    SELECT public_key, revoked_at IS NOT NULL AS revoked FROM device_key WHERE id = ${key} AND person_id = ${personId}`.execute(
    tx,
  );
  const [known] = rows;
  if (known === undefined) return 'unknown-key';
  const publicKey = keyOf(known.public_key) as KeyObject;
  const good = verify(
    'sha256',
    Buffer.from(envelopeText(envelope)),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64'),
  );
  if (!good) return 'wrong-signature';
  if (known.revoked) return 'revoked-key';
  await sql`UPDATE device_key SET last_used_at = now() WHERE id = ${key}`.execute(tx);
  return 'signed';
}
