import { sql } from 'kysely';
import { demonstrationSecret } from '@anlan/gateways/media';
import type { KnownDevice } from '@anlan/kernel/telemetry';
import type { Database } from '../access/scoped.ts';
import type { SecretKeys } from '../ingest/secrets.ts';

/** A registered GB/T 28181 device, as the media process needs it. */
interface CameraDevice extends KnownDevice {
  readonly demonstration: boolean;
}

/** GB/T 28181 devices of the register by identity, read again when it changes. */
export interface CameraDevices {
  find(identity: string): KnownDevice | undefined;
  /** The secret of a device by its code: derived like every device's, so that none is stored. */
  secretOf(code: string): string | undefined;
  refresh(): Promise<void>;
}

export async function openCameraDevices(db: Database, keys: SecretKeys): Promise<CameraDevices> {
  let devices = new Map<string, CameraDevice>();

  async function refresh(): Promise<void> {
    const { rows } = await sql<{ id: string; identity: string; demonstration: boolean; keys: string[] | null }>`
      SELECT d.id, d.identity, d.demonstration, (SELECT array_agg(p.key) FROM public.point p WHERE p.device_id = d.id) AS keys
      FROM device d WHERE d.protocol = 'gb28181' AND d.retired_at IS NULL`.execute(db);
    devices = new Map(
      rows.map(({ id, identity, demonstration, keys: points }) => {
        const known = new Map((points ?? []).map((key) => [key, { unit: '' }]));
        return [identity, { id, identity, demonstration, secretHash: null, points: known }];
      }),
    );
  }

  await refresh();
  return {
    find: (identity) => devices.get(identity),
    secretOf(code) {
      const identity = `gb28181:${code}`;
      const device = devices.get(identity);
      return device && demonstrationSecret(device.demonstration ? keys.demonstration : keys.device, identity);
    },
    refresh,
  };
}
