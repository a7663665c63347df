import { sql } from 'kysely';
import { demonstrationSecret } from '@anlan/gateways/media';
import type { KnownDevice } from '@anlan/kernel/telemetry';
import type { Database } from '../access/scoped.ts';
import { credentialOf, generationsAt, secretName, type Credential, type CredentialRow } from '../ingest/credential.ts';
import type { SecretKeys } from '../ingest/secrets.ts';

/** A registered GB/T 28181 device, as the media process needs it. */
interface CameraDevice extends KnownDevice {
  readonly demonstration: boolean;
  readonly credential: Credential;
}

/** GB/T 28181 devices of the register by identity, read again when it changes. */
export interface CameraDevices {
  find(identity: string): KnownDevice | undefined;
  /** The secrets of a device by its code: derived like every device's, so that none is stored; the newest first. */
  secretsOf(code: string, now: number): readonly string[];
  refresh(): Promise<void>;
}

interface Row extends CredentialRow {
  readonly id: string;
  readonly identity: string;
  readonly demonstration: boolean;
  readonly keys: string[] | null;
}

export async function openCameraDevices(db: Database, keys: SecretKeys): Promise<CameraDevices> {
  let devices = new Map<string, CameraDevice>();

  async function refresh(): Promise<void> {
    const { rows } = await sql<Row>`
      SELECT d.id, d.identity, d.demonstration, c.generation, c.previous_until,
        (SELECT array_agg(p.key) FROM public.point p WHERE p.device_id = d.id AND p.retired_at IS NULL) AS keys
      FROM device d LEFT JOIN device_credential c ON c.identity = d.identity WHERE d.protocol = 'gb28181' AND d.retired_at IS NULL`.execute(
      db,
    );
    devices = new Map(
      rows.map(({ id, identity, demonstration, keys: points, ...row }) => {
        const credential = credentialOf(row);
        const known = new Map((points ?? []).map((key) => [key, { unit: '' }]));
        return [identity, { id, identity, demonstration, credential, secretHash: null, points: known }];
      }),
    );
  }

  await refresh();
  return {
    find: (identity) => devices.get(identity),
    secretsOf(code, now) {
      const device = devices.get(`gb28181:${code}`);
      if (device === undefined) return [];
      const key = device.demonstration ? keys.demonstration : keys.device;
      return generationsAt(device.credential, now).map((generation) =>
        demonstrationSecret(key, secretName(device.identity, generation)),
      );
    },
    refresh,
  };
}
