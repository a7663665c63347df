import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { loadWaterways, packs } from '@anlan/data';
import { bearing, distance, distanceToPath, type LonLat } from '@anlan/domain/geo';
import { STANDARD_DISTANCES, type StandardFacility } from '@anlan/domain/safety-distance';
import { type Siting, type SitingLine, TARGET_CLASSES } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { nextNumber } from '../number/next.ts';
import { valuesFor } from '../parameter/book.ts';

export interface Question extends LonLat {
  readonly name: string;
  readonly facility: StandardFacility;
  /** Metres where a report or design gives another distance than the standard's. */
  readonly required?: number | undefined;
}

interface Near {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly class: string;
  readonly people: number | null;
  readonly lon: number;
  readonly lat: number;
}

const SHOWN = 12;

/** What lies around a proposed place and whether the distances are kept; under the transaction's scope, not yet kept. */
export async function examine(
  tx: Tx,
  question: Question,
  place: string,
  now: number,
): Promise<{ required: number; lines: SitingLine[]; verdict: Siting['verdict'] }> {
  const values = await valuesFor(tx, place, now);
  const standard = STANDARD_DISTANCES[question.facility];
  const required = question.required ?? standard.metres;
  const around = Math.max(required, values.number('siting.around'));
  const targets = await near(tx, 'protected_object', question, around, sql`x.kind`, sql`x.class`, sql`x.people`);
  const hazards = await near(
    tx,
    'hazard_source',
    question,
    values.number('siting.neighbour'),
    sql`x.registered_grade`,
    sql`'hazard'`,
    sql`x.population`,
  );
  const sources = await near(tx, 'risk_source', question, around, sql`x.kind`, sql`x.level`, sql`x.people`);
  const ponds = await near(
    tx,
    'tailings_pond',
    question,
    around * 2,
    sql`x.grade`,
    sql`'pond'`,
    sql`x.downstream_people`,
  );
  const lines = [
    ...TARGET_CLASSES.map(({ value, label, labelEn }) =>
      targetLine(value, label, labelEn, targets, question, required),
    ),
    hazardLine(hazards, question, values.number('siting.neighbour')),
    waterLine(question, values.number('siting.water')),
    groundLine(sources, ponds, question),
    hiddenLine(sources, question, required),
  ];
  const verdict = lines.some((one) => one.verdict === 'short')
    ? 'short'
    : lines.some((one) => one.verdict === 'notice')
      ? 'notice'
      : 'met';
  return { required, lines, verdict };
}

async function near(
  tx: Tx,
  table: string,
  { lon, lat }: LonLat,
  metres: number,
  kind: ReturnType<typeof sql>,
  group: ReturnType<typeof sql>,
  people: ReturnType<typeof sql>,
): Promise<Near[]> {
  const dLat = metres / 111_000;
  const dLon = dLat / Math.max(0.1, Math.cos((lat * Math.PI) / 180));
  const { rows } = await sql<Near>`
    SELECT x.id, x.name, ${kind} AS kind, ${group} AS class, ${people} AS people, x.lon, x.lat FROM ${sql.table(table)} x
    WHERE x.retired_at IS NULL AND x.lat BETWEEN ${lat - dLat} AND ${lat + dLat} AND x.lon BETWEEN ${lon - dLon} AND ${lon + dLon}
    LIMIT 5000`.execute(tx);
  return rows.filter((row) => distance({ lon, lat }, row) <= metres);
}

function foundOf(rows: readonly Near[], from: LonLat, required: number | null) {
  return rows
    .map((row) => ({
      id: row.id,
      kind: row.kind,
      name: row.name,
      metres: Math.round(distance(from, row)),
      bearing: Math.round(bearing(from, row)),
      people: row.people,
      inside: required !== null && distance(from, row) < required,
    }))
    .toSorted((a, b) => a.metres - b.metres);
}

function targetLine(
  value: string,
  label: string,
  labelEn: string,
  targets: readonly Near[],
  from: LonLat,
  required: number,
): SitingLine {
  const all = foundOf(
    targets.filter((target) => target.class === value),
    from,
    required,
  );
  const inside = all.filter((one) => one.inside);
  return {
    key: `target.${value}`,
    label: `防护目标：${label}`,
    labelEn: `Protected: ${labelEn}`,
    required,
    verdict: inside.length > 0 ? 'short' : 'met',
    note:
      inside.length > 0
        ? `${inside.length} 处在 ${required} m 以内`
        : all.length > 0
          ? '间距满足'
          : '范围内没有登记的目标',
    noteEn:
      inside.length > 0
        ? `${inside.length} within ${required} m`
        : all.length > 0
          ? 'the distance is kept'
          : 'none registered around',
    nearest: all[0]?.metres ?? null,
    found: all.slice(0, SHOWN),
  };
}

function hazardLine(hazards: readonly Near[], from: LonLat, around: number): SitingLine {
  const all = foundOf(hazards, from, null);
  return {
    key: 'neighbours',
    label: '相邻重大危险源（多米诺）',
    labelEn: 'Neighbouring major hazards (domino)',
    required: null,
    verdict: all.length > 0 ? 'notice' : 'met',
    note: all.length > 0 ? `${around} m 内有 ${all.length} 处，须论证多米诺效应` : `${around} m 内没有登记的重大危险源`,
    noteEn: all.length > 0 ? `${all.length} within ${around} m: show the domino effect` : `none within ${around} m`,
    nearest: all[0]?.metres ?? null,
    found: all.slice(0, SHOWN),
  };
}

const WATERS = packs
  .flatMap(({ key }) => loadWaterways(key))
  .map(({ id, name, schematic, line: path }) => ({
    id,
    name,
    schematic,
    path: path.positions.map(([lon, lat]) => ({ lon: lon, lat: lat })),
  }));

function waterLine(from: LonLat, required: number): SitingLine {
  const all = WATERS.map(({ id, name, schematic, path }) => ({
    id,
    kind: schematic ? 'schematic' : 'river',
    name,
    metres: Math.round(distanceToPath(from, path)),
    bearing: null,
    people: null,
    inside: false,
  }))
    .filter(({ metres }) => metres < 20_000)
    .map((one) => ({ ...one, inside: one.metres < required }))
    .toSorted((a, b) => a.metres - b.metres);
  const near = all.find((one) => one.inside);
  return {
    key: 'water',
    label: '与江河干支流岸线',
    labelEn: 'Distance to the river bank',
    required,
    // The line of a river is its middle, roughly drawn: it gives warning, a survey of the bank decides.
    verdict: near === undefined ? 'met' : 'notice',
    note:
      near === undefined
        ? '图上航道线以外，岸线以测绘为准'
        : `距${near.name}航道线约 ${near.metres} m，须测岸线（长江保护法 第二十六条）`,
    noteEn:
      near === undefined
        ? 'beyond the charted rivers; the bank is to be surveyed'
        : `about ${near.metres} m from the charted line: survey the bank`,
    nearest: all[0]?.metres ?? null,
    found: all.slice(0, 4),
  };
}

function groundLine(sources: readonly Near[], ponds: readonly Near[], from: LonLat): SitingLine {
  const nature = sources.filter(({ kind }) => kind === 'nature');
  const all = foundOf([...nature, ...ponds], from, null);
  return {
    key: 'ground',
    label: '地质、洪涝与尾矿库',
    labelEn: 'Ground, flood and tailings ponds',
    required: null,
    verdict: all.length > 0 ? 'notice' : 'unknown',
    note:
      all.length > 0
        ? `周边有 ${all.length} 处登记的隐患点或尾矿库，须论证`
        : '未登记洪泛区数据，须由水利与自然资源部门出具意见',
    noteEn:
      all.length > 0
        ? `${all.length} registered around: to be examined`
        : 'no flood-plain data: an opinion of the departments is needed',
    nearest: all[0]?.metres ?? null,
    found: all.slice(0, SHOWN),
  };
}

function hiddenLine(sources: readonly Near[], from: LonLat, required: number): SitingLine {
  const all = foundOf(
    sources.filter(({ kind }) => kind === 'hidden' || kind === 'lifeline'),
    from,
    required,
  );
  const inside = all.filter((one) => one.inside);
  return {
    key: 'hidden',
    label: '地下隐蔽设施与城市生命线',
    labelEn: 'Hidden facilities and lifelines',
    required,
    verdict: inside.length > 0 ? 'notice' : 'met',
    note: inside.length > 0 ? `${inside.length} 处在 ${required} m 以内，须迁改或保护` : '范围内没有登记的设施',
    noteEn: inside.length > 0 ? `${inside.length} within ${required} m: move or protect` : 'none registered within it',
    nearest: all[0]?.metres ?? null,
    found: all.slice(0, SHOWN),
  };
}

/** Keeps an answered question, numbered; runs under the actor's scope. */
export async function keepSiting(
  tx: Tx,
  question: Question,
  answer: Awaited<ReturnType<typeof examine>>,
  {
    place,
    number,
    by,
    at,
    demonstration,
  }: { place: string; number: string; by: string; at: number; demonstration: boolean },
): Promise<string> {
  const id = randomUUID();
  await sql`
    INSERT INTO siting_check (id, number, name, lon, lat, facility, result, verdict, at, by, demonstration, region_path)
    VALUES (${id}, ${number}, ${question.name}, ${question.lon}, ${question.lat}, ${question.facility}, ${JSON.stringify(answer)}::jsonb, ${answer.verdict},
      ${new Date(at)}, ${by}, ${demonstration}, ${place})`.execute(tx);
  return id;
}

export const sitingNumber = (tx: Tx, at: number): Promise<string> => nextNumber(tx, 'XZ', at);

interface Kept {
  id: string;
  number: string;
  name: string;
  lon: number;
  lat: number;
  facility: StandardFacility;
  result: { required: number; lines: SitingLine[]; verdict: Siting['verdict'] };
  at: Date;
  by: string;
  regionName: string | null;
}

/** Answered questions of the scope, the newest first. */
export async function sitingsOf(tx: Tx, where = sql`true`): Promise<Siting[]> {
  const { rows } = await sql<Kept>`
    SELECT s.id, s.number, s.name, s.lon, s.lat, s.facility, s.result, s.at, s.by, r.name AS "regionName"
    FROM siting_check s LEFT JOIN region r ON r.path = s.region_path WHERE ${where} ORDER BY s.at DESC LIMIT 100`.execute(
    tx,
  );
  return rows.map(({ result, at, ...row }) => ({ ...row, at: at.getTime(), ...result }));
}
