import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import { joined, sharesOf, type Group, type MajorRisk, type Share } from '@anlan/kernel/joint';
import type { Database, Tx } from '../access/scoped.ts';
import { valuesFor, type Values } from '../parameter/book.ts';
import { bordersNear } from './borders.ts';

interface Risk extends MajorRisk {
  readonly kind: 'risk-point' | 'hazard-source' | 'hidden-danger';
  readonly name: string;
  readonly what: string;
  readonly firm: string | null;
  readonly firmName: string | null;
  readonly regionName: string;
  readonly countyPath: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly grade: string | null;
}

/** What the sharing depends on, cheap to read; what is written in a long transaction is seen by the counts of the last hour. */
async function fingerprintOf(tx: Tx, day: string): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    SELECT concat_ws(' ', ${day}::text,
      (SELECT concat_ws(':', count(*), max(updated_at), sum(version) FILTER (WHERE updated_at > now() - interval '1 hour')) FROM risk_point WHERE level = 'red' AND retired_at IS NULL),
      (SELECT concat_ws(':', count(*), max(updated_at), sum(version) FILTER (WHERE updated_at > now() - interval '1 hour')) FROM hazard_source WHERE retired_at IS NULL),
      (SELECT max(id) FROM hazard_grade),
      (SELECT concat_ws(':', count(*), max(c.opened_at)) FROM case_hidden_danger d JOIN case_file c ON c.id = d.case_id
        WHERE d.grade = 'major' AND c.closed_at IS NULL),
      (SELECT concat_ws(':', count(*), max(changed_at)) FROM joint_member),
      (SELECT concat_ws(':', count(*), count(ended_on)) FROM joint_group),
      (SELECT max(at) FROM parameter_setting WHERE key LIKE 'joint.%' AND valid_from <= now())) AS mark`.execute(tx);
  return rows[0]?.mark ?? '';
}

/**
 * Brings what neighbours see in line with the registers: new major risks appear, those that ended, moved away or left a
 * group disappear, and the trail of the source keeps from when to when. Runs as the owner, one process at a time; says
 * whether anything was looked at.
 */
export async function shareRisks(db: Database, now: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const lock = await sql<{ got: boolean }>`SELECT pg_try_advisory_xact_lock(7265) AS got`.execute(tx);
    if (lock.rows[0]?.got !== true) return false;
    const day = dayOf(now);
    const mark = await fingerprintOf(tx, day);
    const before = await sql<{ fingerprint: string }>`SELECT fingerprint FROM joint_watermark`.execute(tx);
    if (before.rows[0]?.fingerprint === mark) return false;
    const book = bookOf(tx, now);
    const risks = await majorRisks(tx, book);
    const groups = await liveGroups(tx, day);
    await apply(tx, await planned(risks, groups, book), new Map(risks.map((risk) => [risk.id, risk])));
    await sql`
      INSERT INTO joint_watermark (fingerprint) VALUES (${mark})
      ON CONFLICT (one) DO UPDATE SET fingerprint = excluded.fingerprint, computed_at = now()`.execute(tx);
    return true;
  });
}

async function majorRisks(tx: Tx, book: Book): Promise<Risk[]> {
  const { rows } = await sql<Risk>`
    SELECT x.kind, x.id, x.name, x.what, x.firm, e.name AS "firmName", x.region_path AS "regionPath", concat(CASE WHEN c.path <> r.path THEN c.name END, r.name) AS "regionName",
      coalesce(c.path, x.region_path) AS "countyPath", x.firm AS "organisationId", x.sector, coalesce(x.lon, e.lon) AS lon, coalesce(x.lat, e.lat) AS lat, x.grade
    FROM (
      SELECT 'risk-point' AS kind, id, name, coalesce(accident, 'other') AS what, enterprise AS firm, region_path, sector, lon, lat, NULL AS grade
      FROM risk_point WHERE level = 'red' AND retired_at IS NULL
      UNION ALL
      SELECT 'hazard-source', s.id, s.name, g.grade, s.enterprise, s.region_path, s.sector, s.lon, s.lat, g.grade
      FROM hazard_source s CROSS JOIN LATERAL (SELECT coalesce(
        (SELECT h.grade FROM hazard_grade h WHERE h.source_id = s.id ORDER BY h.id DESC LIMIT 1), s.registered_grade) AS grade) g
      WHERE s.retired_at IS NULL
      UNION ALL
      SELECT 'hidden-danger', c.id, c.title, coalesce(d.class, 'place'), c.organisation_id, c.region_path, c.sector, c.lon, c.lat, NULL
      FROM case_hidden_danger d JOIN case_file c ON c.id = d.case_id WHERE d.grade = 'major' AND c.closed_at IS NULL) x
    JOIN region r ON r.path = x.region_path
    LEFT JOIN LATERAL (SELECT k.path, k.name FROM region k WHERE k.kind IN ('county', 'zone') AND starts_with(x.region_path, k.path)
      ORDER BY length(k.path) DESC LIMIT 1) c ON true LEFT JOIN enterprise e ON e.id = x.firm
    ORDER BY x.id`.execute(tx);
  const kept: Risk[] = [];
  for (const risk of rows) {
    if (risk.grade === null && risk.kind === 'hazard-source') continue;
    if (risk.grade !== null) {
      const values = await book(risk.countyPath);
      if (!values.list('joint.hazard-levels').includes(risk.grade)) continue;
    }
    kept.push(risk);
  }
  return kept;
}

type Book = (county: string) => Promise<Values>;

/** Values of counties, each read once in a pass. */
function bookOf(tx: Tx, now: number): Book {
  const known = new Map<string, Values>();
  return async (county) => {
    const values = known.get(county) ?? (await valuesFor(tx, county, now));
    known.set(county, values);
    return values;
  };
}

async function liveGroups(tx: Tx, day: string): Promise<Group[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    trade: string | null;
    regionPath: string;
    organisationId: string | null;
    from: string;
    to: string | null;
  }>`
    SELECT g.id, g.name, g.trade, m.region_path AS "regionPath", m.organisation_id AS "organisationId", m.from_on AS "from", m.to_on AS "to"
    FROM joint_group g JOIN joint_member m ON m.group_id = g.id
    WHERE g.from_on <= ${day} AND (g.ended_on IS NULL OR g.ended_on > ${day}) ORDER BY g.id, m.id`.execute(tx);
  const groups = new Map<string, Group & { members: Group['members'][number][] }>();
  for (const { id, name, trade, regionPath, organisationId, from, to } of rows) {
    if (!joined({ from, to }, day)) continue;
    const group = groups.get(id) ?? { id, name, trade, members: [] };
    group.members.push({ regionPath, organisationId });
    groups.set(id, group);
  }
  return [...groups.values()];
}

async function planned(risks: readonly Risk[], groups: readonly Group[], book: Book): Promise<Share[]> {
  const shares: Share[] = [];
  for (const risk of risks) {
    const reach = (await book(risk.countyPath)).number('joint.border-km') * 1000;
    const borders = risk.lon === null || risk.lat === null ? [] : bordersNear(risk.lon, risk.lat, reach);
    shares.push(...sharesOf(risk, borders, reach, groups));
  }
  return shares;
}

interface Stored {
  readonly id: string;
  readonly source_id: string;
  readonly region_path: string;
  readonly organisation_id: string | null;
  readonly via: string;
  readonly group_id: string | null;
  readonly distance: number | null;
  readonly name: string;
  readonly what: string;
}

const NOWHERE = '';
const keyOf = (source: string, path: string, organisation: string | null): string =>
  `${source} ${path} ${organisation ?? NOWHERE}`;

function same(stored: Stored, share: Share, risk: Risk): boolean {
  const metres = share.metres === null ? null : Math.round(share.metres);
  return (
    stored.via === share.via &&
    stored.group_id === share.groupId &&
    stored.distance === metres &&
    stored.name === risk.name &&
    stored.what === risk.what
  );
}

async function apply(tx: Tx, shares: readonly Share[], risks: ReadonlyMap<string, Risk>): Promise<void> {
  const { rows } = await sql<Stored>`
    SELECT id, source_id, region_path, organisation_id, via, group_id, distance, name, what FROM shared_risk`.execute(
    tx,
  );
  const stored = new Map(rows.map((row) => [keyOf(row.source_id, row.region_path, row.organisation_id), row]));
  const fresh: Share[] = [];
  for (const share of shares) {
    const key = keyOf(share.risk, share.regionPath, share.organisationId);
    const before = stored.get(key);
    if (before !== undefined && same(before, share, risks.get(share.risk)!)) stored.delete(key);
    else fresh.push(share);
  }
  const gone = [...stored.values()].map(({ id }) => id);
  await sql`DELETE FROM shared_risk WHERE id = ANY (${gone}::uuid[])`.execute(tx);
  await sql`UPDATE shared_risk_trail SET to_at = now() WHERE share_id = ANY (${gone}::uuid[]) AND to_at IS NULL`.execute(
    tx,
  );
  for (let from = 0; from < fresh.length; from += 1000) await insert(tx, fresh.slice(from, from + 1000), risks);
}

async function insert(tx: Tx, shares: readonly Share[], risks: ReadonlyMap<string, Risk>): Promise<void> {
  const input = shares.map((share) => {
    const risk = risks.get(share.risk)!;
    return {
      id: randomUUID(),
      source_kind: risk.kind,
      source_id: risk.id,
      name: risk.name,
      what: risk.what,
      firm: risk.firm,
      firm_name: risk.firmName,
      source_path: risk.regionPath,
      source_region: risk.regionName,
      lon: risk.lon,
      lat: risk.lat,
      via: share.via,
      group_id: share.groupId,
      group_name: share.groupName,
      distance: share.metres === null ? null : Math.round(share.metres),
      region_path: share.regionPath,
      organisation_id: share.organisationId,
      sector: risk.sector,
    };
  });
  const rows = JSON.stringify(input);
  const columns = sql.join(Object.keys(input[0]!).map((column) => sql.id(column)));
  await sql`
    INSERT INTO shared_risk (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::shared_risk, ${rows}::jsonb)`.execute(
    tx,
  );
  await sql`
    INSERT INTO shared_risk_trail (share_id, source_kind, source_id, name, to_path, to_organisation, to_name, via, group_name, distance, region_path, organisation_id, sector)
    SELECT s.id, s.source_kind, s.source_id, s.name, s.region_path, s.organisation_id, coalesce(o.name, r.name), s.via, s.group_name, s.distance,
      s.source_path, s.firm, s.sector
    FROM jsonb_populate_recordset(NULL::shared_risk, ${rows}::jsonb) s JOIN region r ON r.path = s.region_path
    LEFT JOIN enterprise o ON o.id = s.organisation_id`.execute(tx);
}
