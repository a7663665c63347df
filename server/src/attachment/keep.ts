import { sql } from 'kysely';
import type { Medium, SafetyReport } from '@anlan/gateways';
import type { Database, Tx } from '../access/scoped.ts';
import { EVIDENCE_KINDS } from '../alarm/evidence.ts';
import { addEntry, lockOutbox, publish } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import type { RegisteredDevice, Register } from '../ingest/register.ts';
import type { FileStore } from '../store/index.ts';

/** Keeps what terminals saw and the pictures they send, and puts these to the alarms they are of. */
export interface Attachments {
  safety(identity: string, reports: readonly SafetyReport[], receivedAt: number): Promise<void>;
  keep(identity: string, medium: Medium, receivedAt: number): Promise<void>;
  /** Pictures that came before their alarm was written find it here; call it every few seconds. */
  bind(): Promise<void>;
}

/** A monitor's event belongs to the alarm that runs at its time; clocks and delays may differ by so much. */
const SLACK = "interval '2 minutes'";
/** An event that has found no alarm in this time has none: its rule is switched off, or the vehicle out of service. */
const SEARCHED = "interval '1 hour'";
/** A photo belongs to the newest order of this age. */
const ORDERED = "interval '5 minutes'";
const BY = { account: '系统' } as const;

/** Keeps for the intake what registered terminals send; what comes of others throws, so that it is not answered as kept. */
export function openAttachments(db: Database, files: FileStore, register: Pick<Register, 'find'>): Attachments {
  const known = (identity: string): RegisteredDevice => {
    const device = register.find(identity);
    if (device === undefined) throw new Error(`${identity} is no longer registered`);
    return device;
  };
  return {
    async safety(identity, reports) {
      const device = known(identity);
      const vehicle = device.moving;
      if (vehicle === null || vehicle.kind !== 'vehicle') return;
      for (const report of reports) await keepEvent(db, device, vehicle.id, report);
    },
    async keep(identity, medium) {
      const device = known(identity);
      const bytes = Buffer.from(medium.bytes.buffer, medium.bytes.byteOffset, medium.bytes.byteLength);
      // What calls itself a picture and is none is kept, and never shown as one.
      const type = EVIDENCE_KINDS[medium.type]?.(bytes) === false ? 'application/octet-stream' : medium.type;
      const { sha256, size } = await files.put(bytes);
      await db.transaction().execute(async (tx) => {
        const id = await keepMedium(tx, device, { ...medium, type }, { sha256, size });
        if (id === undefined) return;
        const detail = { sha256, size, type, name: medium.name };
        await record(tx, BY, 'device.medium', { kind: 'device', id: device.id }, 'done', detail);
      });
      await bindAll(db);
    },
    bind: () => bindAll(db),
  };
}

/** The event, once: its sign tells a repetition. */
async function keepEvent(db: Database, device: RegisteredDevice, vehicle: string, report: SafetyReport): Promise<void> {
  const { regionPath, organisationId, sector } = device.moving ?? device.subject;
  const { sign, item, type, quantity, label, level, degree, at, lon, lat, attachments } = report;
  await sql`
    INSERT INTO safety_event (device_id, vehicle, sign, item, type, quantity, label, level, degree, at, lon, lat, attachments,
      region_path, organisation_id, sector)
    VALUES (${device.id}, ${vehicle}, ${sign}, ${item}, ${type}, ${quantity}, ${label}, ${level}, ${degree}, ${new Date(at)},
      ${lon}, ${lat}, ${attachments}, ${regionPath}, ${organisationId}, ${sector})
    ON CONFLICT (device_id, sign) DO NOTHING`.execute(db);
}

/** The medium with what it belongs to; undefined when it was kept before. */
async function keepMedium(
  tx: Tx,
  device: RegisteredDevice,
  medium: Medium,
  { sha256, size }: { readonly sha256: string; readonly size: number },
): Promise<string | undefined> {
  const { regionPath, organisationId, sector } = device.moving ?? device.subject;
  const { source, sign, ordered, name, channel, type, at, lon, lat } = medium;
  const { rows } = await sql<{ id: string }>`
    INSERT INTO terminal_medium (device_id, vehicle, source, event_id, instruction_id, name, channel, type, size, sha256, taken_at, lon, lat,
      region_path, organisation_id, sector)
    VALUES (${device.id}, ${device.moving?.id ?? null}, ${source},
      (SELECT id FROM safety_event WHERE device_id = ${device.id} AND sign = ${sign}),
      (SELECT id FROM instruction WHERE ${ordered} AND device_id = ${device.id} AND kind = 'photo' AND at > now() - ${sql.raw(ORDERED)}
        ORDER BY at DESC LIMIT 1),
      ${name}, ${channel}, ${type}, ${size}, ${sha256}, ${new Date(at)}, ${lon}, ${lat}, ${regionPath}, ${organisationId}, ${sector})
    ON CONFLICT (device_id, source) DO NOTHING RETURNING id`.execute(tx);
  return rows[0]?.id;
}

interface Unbound {
  id: string;
  alarm_id: string;
  label: string;
  name: string;
  type: string;
  size: number;
  sha256: string;
}

/** The rule that watches what was seen; alarms of other rules about the vehicle are none of the event's. */
const RULE_OF = {
  'driver-fatigue': 'driver-fatigue-seen',
  'driver-behaviour': 'driver-distracted',
  'collision-risk': 'collision-risk',
} as const;

/** Events of the last hour without an alarm, each with the alarm it is of, where there is one by now. */
const FOUND = sql`
  SELECT s.id AS event, a.id AS alarm FROM safety_event s
  CROSS JOIN LATERAL (
    SELECT a.id FROM alarm a
    WHERE a.subject_id = s.vehicle AND a.rule = ${JSON.stringify(RULE_OF)}::jsonb ->> s.quantity
      AND a.since <= s.at + ${sql.raw(SLACK)} AND coalesce(a.recovered_at, 'infinity') >= s.at - ${sql.raw(SLACK)}
    ORDER BY abs(extract(epoch FROM a.since - s.at)) LIMIT 1
  ) a
  WHERE s.alarm_id IS NULL AND s.quantity IS NOT NULL AND s.received_at > now() - ${sql.raw(SEARCHED)}`;

/** Pictures whose alarm is known and in whose trail they do not stand yet. */
const UNBOUND = sql`
  (SELECT m.id, e.alarm_id, e.label || '附件' AS label, m.name, m.type, m.size, m.sha256
  FROM terminal_medium m JOIN safety_event e ON e.id = m.event_id
  WHERE m.alarm_id IS NULL AND e.alarm_id IS NOT NULL ORDER BY m.received_at LIMIT 100)
  UNION ALL
  -- A photo somebody asked for goes to the alarm that ran when it was taken, too.
  (SELECT m.id, a.id, '值班要的照片', m.name, m.type, m.size, m.sha256
  FROM (SELECT * FROM terminal_medium
    WHERE instruction_id IS NOT NULL AND alarm_id IS NULL AND received_at > now() - ${sql.raw(SLACK)}) m
  CROSS JOIN LATERAL (SELECT id FROM alarm WHERE subject_id = m.vehicle AND closed_at IS NULL AND rule = ANY(${Object.values(RULE_OF)}::text[])
    ORDER BY raised_at DESC LIMIT 1) a
  LIMIT 100)`;

/**
 * Finds the alarm of every event, then writes its pictures into the alarm's trail, each once. The lock all events wait for
 * is taken only when something is to be written: an event may stay without an alarm for ever.
 */
async function bindAll(db: Database): Promise<void> {
  const { rows } = await sql<{ due: boolean }>`
    SELECT EXISTS (${FOUND}) OR EXISTS (SELECT FROM (${UNBOUND}) pictures) AS due`.execute(db);
  if (rows[0]?.due !== true) return;
  await db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    await sql`UPDATE safety_event e SET alarm_id = found.alarm FROM (${FOUND}) found WHERE e.id = found.event`.execute(
      tx,
    );
    const unbound = await sql<Unbound>`${UNBOUND}`.execute(tx);
    for (const medium of unbound.rows) await bindMedium(tx, medium);
  });
}

async function bindMedium(tx: Tx, { id, alarm_id, label, name, type, size, sha256 }: Unbound): Promise<void> {
  await sql`UPDATE terminal_medium SET alarm_id = ${alarm_id} WHERE id = ${id}`.execute(tx);
  const text = `${label} ${name} · ${Math.ceil(size / 1024)} KB · ${sha256.slice(0, 12)}`;
  await addEntry(tx, alarm_id, new Date(), '车载终端', 'evidence', text, { sha256, type });
  await publish(tx, alarm_id, 'evidence');
}
