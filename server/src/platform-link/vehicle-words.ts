import { sql } from 'kysely';
import { jt809Identity, type LinkDriver } from '@anlan/gateways';
import type { Tx } from '../access/scoped.ts';
import { colourOf, LINK_CHANNEL, type UsedLink } from './peers.ts';

/** A vehicle that a message names, in our register; undefined when it is not there. */
export async function vehicleCalled(tx: Tx, plate: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM vehicle WHERE name = ${plate} AND retired_at IS NULL ORDER BY created_at LIMIT 1`.execute(tx);
  return rows[0]?.id;
}

/** Who drives a vehicle we report, by its last card read, else as the register has it; empty where nobody is known. */
export async function driverOf(tx: Tx, link: UsedLink, plate: string): Promise<LinkDriver | undefined> {
  const { rows } = await sql<{
    name: string | null;
    licence: string | null;
    organisation: string | null;
    valid: Date | null;
  }>`
    SELECT coalesce(r.name, v.driver) AS name, r.qualification AS licence, r.issuer AS organisation, r.valid_until::timestamp AT TIME ZONE 'Asia/Shanghai' AS valid
    FROM platform_link_vehicle e JOIN vehicle v ON v.id = e.vehicle
    LEFT JOIN LATERAL (SELECT * FROM (SELECT * FROM driver_report WHERE vehicle = v.id ORDER BY at DESC LIMIT 1) last
      WHERE state = 'on') r ON true
    WHERE e.link_id = ${link.peer.id} AND e.until IS NULL AND v.name = ${plate} LIMIT 1`.execute(tx);
  const [row] = rows;
  if (row === undefined || row.name === null) return undefined;
  // The card of JT/T 808 names no identity card, and so neither do we.
  const { name, licence, organisation, valid } = row;
  return {
    name,
    idCard: '',
    licence: licence ?? '',
    organisation: organisation ?? '',
    validUntil: valid?.getTime() ?? null,
  };
}

/** The waybill under which a vehicle we report travels: the one begun last, else the one to come; undefined when there is none. */
export async function waybillOf(tx: Tx, link: UsedLink, plate: string): Promise<string | undefined> {
  const { rows } = await sql<{ text: string }>`
    SELECT concat_ws('；', '运单号 ' || w.number, '承运 ' || e.name, '货物 ' || w.cargo || coalesce('（UN ' || w.un || '）', ''),
      '类项 ' || w.goods_class, '数量 ' || w.quantity || ' t', '托运 ' || w.consignor, '收货 ' || w.consignee, '起 ' || w.origin,
      '讫 ' || w.destination) AS text
    FROM platform_link_vehicle x JOIN vehicle v ON v.id = x.vehicle JOIN waybill w ON w.vehicle = v.id JOIN enterprise e ON e.id = w.enterprise
    WHERE x.link_id = ${link.peer.id} AND x.until IS NULL AND v.name = ${plate} AND w.ended_at IS NULL
      AND w.planned_end > now() - interval '1 day'
    ORDER BY w.started_at DESC NULLS LAST, w.planned_start LIMIT 1`.execute(tx);
  return rows[0]?.text;
}

/** Keeps who drives as the lower platform told, with the vehicle's other drivers. */
export async function keepDriver(tx: Tx, link: UsedLink, plate: string, driver: LinkDriver): Promise<void> {
  if (driver.name === '') return;
  const validUntil = driver.validUntil === null ? null : new Date(driver.validUntil);
  await sql`
    INSERT INTO driver_report (device_id, vehicle, state, at, name, qualification, issuer, valid_until, received_at, region_path, organisation_id,
      sector)
    SELECT x.device_id, v.id, 'on', date_trunc('second', now()), ${driver.name}, nullif(${driver.licence}, ''), nullif(${driver.organisation}, ''),
      (${validUntil}::timestamptz AT TIME ZONE 'Asia/Shanghai')::date, now(), v.region_path, v.organisation_id, v.sector
    FROM platform_link_vehicle x JOIN vehicle v ON v.id = x.vehicle
    WHERE x.link_id = ${link.peer.id} AND x.until IS NULL AND x.device_id IS NOT NULL AND v.name = ${plate}
    ON CONFLICT (device_id, at, state) DO NOTHING`.execute(tx);
}

/** Begins to take positions of a vehicle from the upper platform, under a device of the link; nothing for one we report ourselves. */
export async function beginTaking(tx: Tx, link: UsedLink, plate: string, reason: number): Promise<void> {
  const { peer, place } = link;
  const vehicle = await vehicleCalled(tx, plate);
  if (vehicle === undefined || link.vehicles.some(({ id }) => id === vehicle)) return;
  const identity = jt809Identity(peer.accessCode, plate);
  await sql`
    INSERT INTO device (id, name, region_path, organisation_id, sector, demonstration, provenance, identity, protocol, enterprise, origin,
      vehicle, updated_by)
    SELECT gen_random_uuid(), v.name || ' 上级平台下发', v.region_path, v.organisation_id, v.sector, v.demonstration, 'exchange', ${identity},
      'jt809', v.enterprise, 'live', v.id, '上级平台'
    FROM vehicle v WHERE v.id = ${vehicle} AND NOT EXISTS (SELECT FROM device d WHERE d.identity = ${identity} AND d.retired_at IS NULL)`.execute(
    tx,
  );
  await sql`
    INSERT INTO platform_link_exchange (link_id, vehicle, device_id, reason, since, region_path, organisation_id, sector)
    SELECT ${peer.id}, ${vehicle}, d.id, ${reason}, now(), ${place.regionPath}, ${place.organisationId}, ${place.sector}
    FROM device d WHERE d.identity = ${identity} AND d.retired_at IS NULL
    ON CONFLICT (link_id, vehicle) DO UPDATE SET until = NULL, since = now(), asked_at = now(), reason = excluded.reason,
      device_id = excluded.device_id`.execute(tx);
  await sql`SELECT pg_notify('registry', 'device')`.execute(tx);
}

/** No more positions of the vehicle come from the upper platform: its device goes with them. */
export async function endTaking(tx: Tx, link: UsedLink, plate: string): Promise<void> {
  await sql`
    WITH ended AS (
      UPDATE platform_link_exchange x SET until = now() FROM vehicle v
      WHERE v.id = x.vehicle AND v.name = ${plate} AND x.link_id = ${link.peer.id} AND x.until IS NULL RETURNING x.device_id)
    UPDATE device SET retired_at = now(), version = version + 1 WHERE id IN (SELECT device_id FROM ended) AND retired_at IS NULL`.execute(
    tx,
  );
  await sql`SELECT pg_notify('registry', 'device')`.execute(tx);
}

/** The lower platform takes the vehicle's positions: from now on they are given. */
export async function beginGiving(tx: Tx, link: UsedLink, plate: string): Promise<void> {
  await sql`
    UPDATE platform_link_exchange x SET since = now() FROM vehicle v
    WHERE v.id = x.vehicle AND v.name = ${plate} AND x.link_id = ${link.peer.id} AND x.since IS NULL AND x.until IS NULL`.execute(
    tx,
  );
  await sql`SELECT pg_notify(${LINK_CHANNEL}, '')`.execute(tx);
}

/** What is told of a vehicle beside its positions (0x9204): `NAME:=value` joined by `;`, as public implementations write it. */
export async function staticText(tx: Tx, vehicle: string): Promise<string> {
  const { rows } = await sql<{ plate: string; colour: string | null; owner: string | null }>`
    SELECT v.name AS plate, v.plate_colour AS colour, e.name AS owner
    FROM vehicle v LEFT JOIN enterprise e ON e.id = v.enterprise WHERE v.id = ${vehicle}`.execute(tx);
  const { plate, colour, owner } = rows[0]!;
  // The owner's member is spelt so in the standard.
  const members = { VIN: plate, VEHICLE_COLOR: String(colourOf(colour)), OWERS_NAME: owner };
  return Object.entries(members)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}:=${value.replaceAll(';', '；')}`]))
    .join(';');
}
