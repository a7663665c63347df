import { both } from '@anlan/kernel/refusal';
import type { Scope } from '@anlan/kernel/access';
import { distance, local, type LonLat } from '@anlan/domain/geo';
import { traceSources, type Reading } from '@anlan/domain/consequence';
import { inChinese, type TracedSources } from '@anlan/kernel/workbench';
import type { Context } from '../access/context.ts';
import { refuseNow } from '../http/index.ts';
import { meansOf } from './means.ts';
import { registerOf, type CandidateRow, type PointRow } from './trace-register.ts';
import { stabilityAt } from './wind-statistics.ts';

/** Ten-minute means: what the plume formula speaks of. */
const STEP_S = 600;
const CANDIDATES_WITHIN = 3500;
/** Slower wind points nowhere. */
const CALM = 0.5;
const SHOWN = 30;
/** A leak larger than this (kg/s) is no fugitive emission: it is seen and heard. */
const MOST_RATE = 1;

interface Taken {
  readonly row: PointRow;
  readonly at: number;
  readonly value: number;
  readonly speed: number;
  readonly from: number;
}

/** Candidates upwind of a VOC point over a time, ranked by how well they explain what the stations measured. */
export async function trace(
  context: Context,
  scope: Scope,
  id: string,
  from: number,
  until: number,
): Promise<TracedSources | undefined> {
  const found = await registerOf(context, scope, id);
  if (found === undefined) return undefined;
  const { point, stations, candidates } = found;
  const winds = stations
    .flatMap(({ speed, direction }) => [speed, direction])
    .filter((one): one is string => one !== null);
  const means = new Map(
    (await meansOf(context, [...stations.map((one) => one.id), ...winds], from, until, STEP_S)).map((one) => [
      `${one.id}/${one.at}`,
      one,
    ]),
  );
  const taken = stations.flatMap((row): Taken[] => {
    const values: Taken[] = [];
    for (let at = Math.floor(from / (STEP_S * 1000)) * STEP_S * 1000; at < until; at += STEP_S * 1000) {
      const value = means.get(`${row.id}/${at}`);
      const speed = means.get(`${row.speed}/${at}`);
      const direction = means.get(`${row.direction}/${at}`);
      if (value !== undefined && speed !== undefined && direction !== undefined && speed.mean >= CALM)
        values.push({ row, at, value: value.mean, speed: speed.mean, from: direction.direction });
    }
    return values;
  });
  if (taken.length === 0)
    return refuseNow('scenario-refused', {
      reason: both(
        '这段时间没有同时测到浓度与风（或全为静风）',
        'no concentration was measured together with wind in this time (or all was calm)',
      ),
    });
  return ranked(point, taken, candidates, from, until);
}

function ranked(
  point: PointRow,
  taken: readonly Taken[],
  candidates: readonly CandidateRow[],
  from: number,
  until: number,
): TracedSources {
  const about = (place: LonLat) => {
    const [east, north] = local(point, place);
    return { east, north };
  };
  const values = taken.map(({ value }) => value).sort((a, b) => a - b);
  // What the air holds anyway: the lower fifth of what all stations saw.
  const background = Math.max(0, values[Math.floor(values.length / 5)] ?? 0);
  const readings = taken.map(({ row, at, value, speed, from: direction }): Reading => ({
    id: `${row.id}/${at}`,
    ...about(row),
    height: 3,
    value,
    detection: Math.max(1e-4, 0.05 * background),
    wind: { speed, from: direction, stability: stabilityAt(at, speed) },
  }));
  const near = candidates.filter((one) => distance(point, one) <= CANDIDATES_WITHIN);
  const per = new Map<string, number>();
  for (const { enterprise } of near) per.set(enterprise, (per.get(enterprise) ?? 0) + 1);
  const result = traceSources({
    readings,
    candidates: near.map((one) => ({ id: one.id, ...about(one), weight: 1 / (per.get(one.enterprise) ?? 1) })),
    background,
    mostRate: MOST_RATE,
  });
  if (!result.ok)
    return refuseNow('scenario-refused', { reason: both(inChinese(result.refusal.reason), result.refusal.reason) });
  const known = new Map(near.map((one) => [one.id, one]));
  return {
    point: { id: point.id, name: point.name, station: point.station, unit: point.unit, lon: point.lon, lat: point.lat },
    from,
    until,
    background,
    readings: taken.map(({ row, at, value, speed, from: direction }) => ({
      id: row.id,
      station: row.station,
      lon: row.lon,
      lat: row.lat,
      at,
      value,
      wind: { speed, from: direction },
    })),
    ranked: result.value.ranked.slice(0, SHOWN).flatMap((one) => {
      const candidate = known.get(one.id);
      return candidate === undefined ? [] : [{ ...candidate, ...one, distance: Math.round(one.distance) }];
    }),
    other: result.value.other,
    warnings: [...result.working.warnings],
  };
}
