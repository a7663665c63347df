import { dayOf } from '@anlan/domain/calendar';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import {
  filingOf,
  filingTerms,
  gradeUnit,
  watchOf,
  type FilingTerms,
  type Grading,
  type HazardGrade,
} from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { valuesEverywhere } from '../parameter/book.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { holdingView } from './holders.ts';
import { presentOf, readHoldings, type HoldingRow } from './holdings.ts';
import { regionNames } from './regions.ts';
import type { sourceDetailSchema, sourceRowSchema, sourcesSchema } from './shapes.ts';

type SourceRow = z.infer<typeof sourceRowSchema>;
type Detail = z.infer<typeof sourceDetailSchema>;

interface Registered {
  readonly id: string;
  readonly name: string;
  readonly enterprise: string;
  readonly enterpriseName: string;
  readonly regionPath: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly registeredGrade: HazardGrade;
  readonly population: number | null;
  readonly assessedOn: string | null;
  readonly filedOn: string | null;
}

export interface SourcePoint {
  readonly source: string;
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly unit: string;
  readonly tank: string | null;
  readonly bound: boolean;
  readonly limits: Record<string, number>;
  readonly expectedPeriod: number;
}

const today = (): string => dayOf(Date.now());

/** Sensors of sources: those of their tanks, and those bound to them by hand. */
async function readPoints(tx: Tx, source: string | undefined): Promise<SourcePoint[]> {
  const only = (column: string) => (source === undefined ? sql`true` : sql`${sql.ref(column)} = ${source}`);
  const { rows } = await sql<SourcePoint>`
    SELECT DISTINCT ON (source, id) * FROM (
      SELECT h.hazard_source AS source, p.id, p.name, p.kind, p.unit, p.tank_id AS tank, false AS bound, p.limits,
             p.expected_period AS "expectedPeriod"
      FROM chemical_holding h JOIN public.point p ON p.tank_id = h.tank
      WHERE h.retired_at IS NULL AND h.hazard_source IS NOT NULL AND ${only('h.hazard_source')}
      UNION ALL
      SELECT b.source_id, p.id, p.name, p.kind, p.unit, p.tank_id, true, p.limits, p.expected_period
      FROM hazard_source_point b JOIN public.point p ON p.id = b.point_id WHERE ${only('b.source_id')}
    ) AS x ORDER BY source, id, bound DESC`.execute(tx);
  return rows;
}

async function readSources(tx: Tx, source: string | undefined): Promise<Registered[]> {
  const { rows } = await sql<Registered>`
    SELECT s.id, s.name, s.enterprise, coalesce(e.name, '—') AS "enterpriseName", s.region_path AS "regionPath", s.lon, s.lat,
           s.registered_grade AS "registeredGrade", s.population, s.assessed_on AS "assessedOn", s.filed_on AS "filedOn"
    FROM hazard_source s LEFT JOIN enterprise e ON e.id = s.enterprise
    WHERE s.retired_at IS NULL AND ${source === undefined ? sql`true` : sql`s.id = ${source}`}
    ORDER BY array_position(ARRAY['one', 'two', 'three', 'four'], s.registered_grade), s.initials, s.id`.execute(tx);
  return rows;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [item]);
    else own.push(item);
  }
  return groups;
}

/** The level of a source from what it holds; the design maximum counts. GB 18218-2018 4.2.1 */
export function gradingOf(
  holdings: readonly Pick<HoldingRow, 'substance' | 'designQuantity'>[],
  population: number | null,
): Grading {
  const shares = holdings.map(({ substance, designQuantity }) => ({ substance, tonnes: designQuantity }));
  return gradeUnit(shares, population);
}

function rowOf(
  source: Registered,
  holdings: readonly HoldingRow[],
  points: readonly SourcePoint[],
  grading: Grading,
  region: string,
  terms: FilingTerms,
): SourceRow {
  const { id, name, enterprise, enterpriseName, regionPath, lon, lat, registeredGrade } = source;
  const watch = watchOf(
    holdings.map(({ storage }) => storage),
    points.map(({ kind }) => kind),
  );
  return {
    id,
    name,
    enterprise,
    enterpriseName,
    regionPath,
    region,
    lon,
    lat,
    registeredGrade,
    grade: grading.grade,
    differs: grading.grade !== null && grading.grade !== registeredGrade,
    S: grading.S,
    R: grading.R,
    tanks: holdings.filter(({ tank }) => tank !== null).length,
    watch: { ...watch, missing: [...watch.missing] },
    filing: filingOf(source.assessedOn, source.filedOn, today(), terms),
  };
}

const TERMS = ['assessment-years', 'filing-days', 'renewal-days'].map((key) => `major-hazard.${key}`);
const termsOf = ({ db }: Context) => valuesEverywhere(db, TERMS, Date.now());

/** Every source of the scope with its computed level, how it is watched and whether it is filed; counts with it. */
export async function listSources(context: Context, scope: Scope): Promise<z.infer<typeof sourcesSchema>> {
  const { sources, holdings, points } = await withScope(context.db, scope, async (tx) => ({
    sources: await readSources(tx, undefined),
    holdings: groupBy(await readHoldings(tx, sql`h.hazard_source IS NOT NULL`), ({ hazardSource }) => hazardSource),
    points: groupBy(await readPoints(tx, undefined), ({ source }) => source),
  }));
  const names = await regionNames(
    context.db,
    sources.map(({ regionPath }) => regionPath),
  );
  const terms = await termsOf(context);
  const rows = sources.map((source) => {
    const own = holdings.get(source.id) ?? [];
    const region = names.get(source.regionPath) ?? source.regionPath;
    const grading = gradingOf(own, source.population);
    return rowOf(
      source,
      own,
      points.get(source.id) ?? [],
      grading,
      region,
      filingTerms(terms.of(source.regionPath).number),
    );
  });
  const count = (test: (row: SourceRow) => boolean) => rows.filter(test).length;
  const grades: Record<string, number> = {};
  for (const { grade } of rows) grades[grade ?? 'unknown'] = (grades[grade ?? 'unknown'] ?? 0) + 1;
  return {
    rows,
    counts: {
      all: rows.length,
      unmonitored: count(({ watch }) => watch.unmonitored),
      incomplete: count(({ watch }) => !watch.unmonitored && watch.missing.length > 0),
      differs: count(({ differs }) => differs),
      expired: count(({ filing }) => filing.state === 'expired' || filing.state === 'unfiled'),
      grades,
    },
  };
}

/** One source with its calculation laid open, its holdings, sensors and recorded changes; undefined outside the scope. */
export async function readSource(context: Context, scope: Scope, id: string): Promise<Detail | undefined> {
  const found = await withScope(context.db, scope, async (tx) => {
    const [source] = await readSources(tx, id);
    if (source === undefined) return undefined;
    const history = await sql<{
      at: Date;
      grade: string | null;
      registered: string;
      s: number;
      r: number | null;
      version: string;
    }>`
      SELECT at, grade, registered_grade AS registered, s, r, substances_version AS version
      FROM hazard_grade WHERE source_id = ${id} ORDER BY id DESC LIMIT 100`.execute(tx);
    return {
      source,
      holdings: await readHoldings(tx, sql`h.hazard_source = ${id}`),
      points: await readPoints(tx, id),
      history: history.rows,
    };
  });
  if (found === undefined) return undefined;
  const { source, holdings, points, history } = found;
  const grading = gradingOf(holdings, source.population);
  const names = await regionNames(context.db, [source.regionPath]);
  const terms = filingTerms((await termsOf(context)).of(source.regionPath).number);
  const now = Date.now();
  return {
    ...rowOf(source, holdings, points, grading, names.get(source.regionPath) ?? source.regionPath, terms),
    population: source.population,
    grading: {
      ...grading,
      terms: [...grading.terms],
      uncounted: [...grading.uncounted],
      warnings: [...grading.warnings],
    },
    holdings: holdings.map((row) => ({ ...holdingView(row), present: presentOf(context, row, now) })),
    points: points.map(({ source: _, ...point }) => ({ ...point, ...latestOf(context, point.id) })),
    history: history.map(({ at, grade, registered, s, r, version }) => ({
      at: at.getTime(),
      grade,
      registeredGrade: registered,
      S: s,
      R: r,
      substancesVersion: version,
    })),
  };
}

/** Newest value of a point. */
export function latestOf({ mirror }: Context, point: string): { value: number | null; at: number | null } {
  const reading = mirror.readings.get(point);
  return { value: reading?.value ?? null, at: reading?.at ?? null };
}
