import { sql } from 'kysely';
import { distance, type LonLat } from '@anlan/domain/geo';
import {
  distanceMethod,
  STANDARD_DISTANCES,
  standardDistance,
  verdictOf,
  type DistanceMethod,
  type StandardFacility,
  type Verdict,
} from '@anlan/domain/safety-distance';
import type { Quantity, Step } from '@anlan/domain/working';
import { gradeUnit, substanceOf } from '@anlan/systems';
import { TARGET_CLASSES, type TargetClass } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';

/** An enterprise with what its distance depends on. */
export interface Measured {
  readonly id: string;
  readonly name: string;
  readonly regionPath: string;
  readonly sector: string | null;
  readonly demonstration: boolean;
  readonly lon: number | null;
  readonly lat: number | null;
}

export interface Holding {
  readonly enterprise: string;
  readonly substance: string;
  readonly storage: string;
  readonly tonnes: number;
  readonly lon: number | null;
  readonly lat: number | null;
}

export interface Report {
  readonly enterprise: string;
  readonly method: DistanceMethod;
  readonly number: string | null;
  readonly determinedOn: string;
  readonly first: number;
  readonly second: number | null;
  readonly third: number | null;
}

export interface Target extends LonLat {
  readonly id: string;
  readonly name: string;
  readonly class: TargetClass;
  readonly people: number | null;
}

/** One fact: the nearest target of a class, how far it is and how far it should be. */
export interface DistanceFact {
  readonly class: TargetClass;
  readonly target: Target | null;
  readonly actual: number | null;
  readonly required: number | null;
  readonly method: DistanceMethod;
  readonly basis: string;
  readonly verdict: Verdict;
  /** Targets of the class nearer than required. */
  readonly within: number;
  readonly working: {
    readonly inputs: readonly Quantity[];
    readonly steps: readonly Step[];
    readonly warnings: readonly string[];
  };
}

const GASES: ReadonlySet<string> = new Set(['toxic-gas', 'flammable-gas']);

/** Which facility of the standard's table a holding is. */
function facilityOf({ substance, storage }: Holding): StandardFacility {
  const known = substanceOf(substance);
  if (known === undefined) return 'other';
  if (known.kind === 'flammable-gas' && known.liquefied && storage.endsWith('-tank')) return 'liquefied-hydrocarbon';
  if (known.kind === 'flammable-liquid' && storage.endsWith('-tank')) return 'flammable-liquid';
  return storage === 'in-process' ? 'process-unit' : 'other';
}

interface Required {
  readonly method: DistanceMethod;
  readonly basis: string;
  readonly metres: Readonly<Record<TargetClass, number | null>>;
  readonly working: DistanceFact['working'];
}

/**
 * What distance an enterprise has to keep: the newest report by the method GB/T 37243-2019 asks for, or where a standard
 * is enough the widest of its table. A report by a lesser method than asked for determines nothing.
 */
export function requiredFor(holdings: readonly Holding[], report: Report | undefined): Required {
  const explosives = holdings.some(({ substance }) => substanceOf(substance)?.kind === 'explosive');
  const gases = holdings.filter(({ substance }) => GASES.has(substanceOf(substance)?.kind ?? ''));
  const gasRatio = gases.length === 0 ? 0 : gradeUnit(gases, null).S;
  const asked = distanceMethod({ explosives, gasRatio });
  const method = asked.ok ? asked.result.method : 'standard';
  const working = asked.ok ? asked.working : { inputs: [], steps: [], warnings: [] };
  if (report !== undefined && (report.method === method || method === 'standard')) {
    const basis = `${report.number ?? '报告'}（${report.determinedOn}）`;
    const metres = {
      first: report.first,
      second: report.second ?? report.first,
      third: report.third ?? report.second ?? report.first,
    };
    return { method: report.method, basis, metres, working };
  }
  if (method !== 'standard')
    return {
      method,
      basis: report === undefined ? '尚无评价报告' : `报告方法与要求不符（${report.number ?? '无编号'}）`,
      metres: { first: null, second: null, third: null },
      working,
    };
  const widest = standardDistance(holdings.map(facilityOf));
  if (widest === undefined)
    return { method, basis: '未登记危险化学品设施', metres: { first: null, second: null, third: null }, working };
  const { label } = STANDARD_DISTANCES[widest.facility];
  const basis = `GB 50160-2008 表4.1.9 ${label}`;
  return { method, basis, metres: { first: widest.metres, second: widest.metres, third: widest.metres }, working };
}

/** Where an enterprise is measured from: its facilities, or its own place. */
function originsOf(firm: Measured, holdings: readonly Holding[]): LonLat[] {
  const own = holdings.flatMap(({ lon, lat }) => (lon === null || lat === null ? [] : [{ lon, lat }]));
  if (own.length > 0) return own;
  return firm.lon === null || firm.lat === null ? [] : [{ lon: firm.lon, lat: firm.lat }];
}

/** Measures an enterprise against the targets around it, class by class. Without a place nothing can be determined. */
export function measure(
  firm: Measured,
  holdings: readonly Holding[],
  report: Report | undefined,
  targets: readonly Target[],
): DistanceFact[] {
  const { method, basis, metres, working } = requiredFor(holdings, report);
  const origins = originsOf(firm, holdings);
  const far = targets.map((target) => ({
    target,
    metres: Math.min(...origins.map((origin) => distance(origin, target))),
  }));
  return TARGET_CLASSES.map(({ value }): DistanceFact => {
    const own = far.filter(({ target }) => target.class === value).toSorted((a, b) => a.metres - b.metres);
    const nearest = own[0];
    const required = origins.length === 0 ? null : metres[value];
    const actual = nearest === undefined ? null : Math.round(nearest.metres * 10) / 10;
    return {
      class: value,
      target: nearest?.target ?? null,
      actual,
      required,
      method,
      basis: origins.length === 0 ? '企业没有坐标' : basis,
      verdict: verdictOf(actual, required),
      within: required === null ? 0 : own.filter((one) => one.metres < required).length,
      working: { inputs: working.inputs, steps: working.steps, warnings: working.warnings },
    };
  });
}

/** Registers read once for many enterprises. */
export interface Ground {
  readonly firms: readonly Measured[];
  readonly holdings: ReadonlyMap<string, readonly Holding[]>;
  readonly reports: ReadonlyMap<string, Report>;
  readonly near: (firm: Measured) => readonly Target[];
}

/** Everything the distances of the enterprises of `sectors` under `place` depend on, as the owner or under a scope. */
export async function groundOf(
  tx: Tx,
  {
    under,
    sectors,
    enterprise,
    search,
  }: { under: string; sectors: readonly string[]; enterprise?: string | undefined; search: number },
): Promise<Ground> {
  const own =
    enterprise === undefined
      ? sql`starts_with(region_path, ${under}) AND sector = ANY (${[...sectors]}::text[])`
      : sql`id = ${enterprise}`;
  const firms = await sql<Measured>`
    SELECT id, name, region_path AS "regionPath", sector, demonstration, lon, lat FROM enterprise
    WHERE retired_at IS NULL AND ${own} ORDER BY id`.execute(tx);
  const ids = firms.rows.map(({ id }) => id);
  const holdings = await sql<Holding>`
    SELECT enterprise, substance, storage, design_quantity AS tonnes, lon, lat FROM chemical_holding
    WHERE retired_at IS NULL AND enterprise = ANY (${ids}::uuid[])`.execute(tx);
  const reports = await sql<Report>`
    SELECT DISTINCT ON (enterprise) enterprise, method, number, determined_on AS "determinedOn", first_class AS first, second_class AS second,
      third_class AS third
    FROM distance_report WHERE retired_at IS NULL AND enterprise = ANY (${ids}::uuid[]) ORDER BY enterprise, determined_on DESC`.execute(
    tx,
  );
  const targets = await sql<Target>`
    SELECT id, name, class, people, lon, lat FROM protected_object WHERE retired_at IS NULL AND lon IS NOT NULL AND lat IS NOT NULL ORDER BY lat`.execute(
    tx,
  );
  const byFirm = new Map<string, Holding[]>();
  for (const holding of holdings.rows)
    byFirm.set(holding.enterprise, [...(byFirm.get(holding.enterprise) ?? []), holding]);
  return {
    firms: firms.rows,
    holdings: byFirm,
    reports: new Map(reports.rows.map((report) => [report.enterprise, report])),
    near: nearOf(targets.rows, search),
  };
}

/** Targets within a box around an enterprise; `targets` stand in the order of latitude. */
export function nearOf(targets: readonly Target[], search: number): (firm: LonLat | Measured) => readonly Target[] {
  return ({ lon, lat }) => {
    if (lon === null || lat === null) return [];
    const dLat = search / 111_000;
    const dLon = dLat / Math.max(0.1, Math.cos((lat * Math.PI) / 180));
    let [low, high] = [0, targets.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (targets[middle]!.lat < lat - dLat) low = middle + 1;
      else high = middle;
    }
    const found: Target[] = [];
    for (let index = low; index < targets.length && targets[index]!.lat <= lat + dLat; index += 1) {
      if (Math.abs(targets[index]!.lon - lon) <= dLon) found.push(targets[index]!);
    }
    return found;
  };
}
