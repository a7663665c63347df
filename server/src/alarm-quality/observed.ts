import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { QualitySpan } from '@anlan/kernel/alarm-quality';
import type { Database, Tx } from '../access/scoped.ts';
import type { Latest } from '../ingest/latest.ts';
import { points } from '../ingest/points.ts';
import type { RegisteredDevice, Subject } from '../ingest/register.ts';
import { askedFor, type Asked, type Placed } from './read.ts';

/** Since when (epoch ms) something of a place and an organisation has been heard. */
export interface Observation {
  readonly organisation: string | null;
  readonly regionPath: string;
  readonly at: number;
}

type Owned = Pick<Subject, 'regionPath' | 'organisationId' | 'sector'>;

/** Notes once of every place and organisation when its first device was heard. */
export interface Observing {
  look(device: RegisteredDevice, latest: Latest): void;
  /** Stores what was found since the last call. */
  keep(): Promise<void>;
}

/** Over the system of record; what cannot be stored is found and tried again by the next round. */
export function openObserving(db: Database, log: Logger): Observing {
  const seen = new WeakSet<RegisteredDevice>();
  const known = new Set<string>();
  let found = new Map<string, Owned & { readonly at: number }>();
  return {
    look(device, latest) {
      if (seen.has(device)) return;
      const at = heardAt(device, latest);
      if (at === 0) return;
      seen.add(device);
      for (const owned of [device.subject, device.moving]) {
        if (owned === null) continue;
        const { regionPath, organisationId, sector } = owned;
        const key = `${regionPath} ${organisationId} ${sector}`;
        if (known.has(key) || (found.get(key)?.at ?? Number.POSITIVE_INFINITY) <= at) continue;
        found.set(key, { regionPath, organisationId, sector, at });
      }
    },
    async keep() {
      if (found.size === 0) return;
      const storing = found;
      found = new Map();
      try {
        await store(db, [...storing.values()]);
        for (const key of storing.keys()) known.add(key);
      } catch (error) {
        found = new Map([...found, ...storing]);
        log.warn({ error: (error as Error).message }, 'since when it is observed could not be stored');
      }
    },
  };
}

async function store(db: Database, rows: readonly (Owned & { readonly at: number })[]): Promise<void> {
  const given = JSON.stringify(rows.map(({ at, ...owned }) => ({ ...owned, at: new Date(at) })));
  await sql`
    INSERT INTO observed_since (region_path, organisation_id, sector, at)
    SELECT "regionPath", "organisationId", sector, at
    FROM jsonb_to_recordset(${given}::jsonb) AS x("regionPath" text, "organisationId" uuid, sector text, at timestamptz)
    ON CONFLICT DO NOTHING`.execute(db);
}

/** When a device was last heard, by itself, in a batch of many or by its position; 0 = never. */
function heardAt(device: RegisteredDevice, { heard, readings, fixes }: Latest): number {
  const own = heard.get(device.id) ?? 0;
  const moved = device.moving === null ? 0 : (fixes.get(device.moving.id)?.receivedAt ?? 0);
  let at = Math.max(own, moved);
  for (const { id } of device.points.values()) at = Math.max(at, readings.receivedAt(points.of(id)));
  return at;
}

/** What the transaction may see of it; a rule is observed as long as its place. */
export async function readObserved(tx: Tx, asked: Asked): Promise<Observation[]> {
  const { rows } = await sql<Observation>`
    SELECT a.organisation_id AS organisation, a.region_path AS "regionPath", extract(epoch FROM min(a.at))::float8 * 1000 AS at
    FROM observed_since a WHERE ${askedFor({ ...asked, rule: undefined })} GROUP BY 1, 2`.execute(tx);
  return rows;
}

/**
 * Since when it is observed, epoch ms: what rang was heard, whatever was noted. `alarms` are in order of time. Infinity = never.
 */
export function observedSince(
  observations: readonly Observation[],
  alarms: readonly Pick<Placed, 'at' | 'retrospective'>[],
): number {
  const first = alarms.find(({ retrospective }) => !retrospective)?.at ?? Number.POSITIVE_INFINITY;
  return observations.reduce((least, { at }) => Math.min(least, at), first);
}

/** What of a span was observed by `now`; of no length where nothing was. */
export function observedOf({ from, to }: QualitySpan, since: number, now: number): QualitySpan {
  const end = Math.max(from, Math.min(to, now));
  return { from: Math.min(Math.max(from, since), end), to: end };
}
