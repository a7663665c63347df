import { sql } from 'kysely';
import { isRefusal } from '@anlan/kernel/refusal';
import { TARGET_CLASSES } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { openCase, PLATFORM } from '../case/write.ts';
import type { Doer } from '@anlan/kernel/case';
import { valuesFor } from '../parameter/book.ts';
import { groundOf, measure, type DistanceFact, type Measured } from './distances.ts';

export interface Evaluated {
  readonly enterprises: number;
  readonly short: number;
  readonly undetermined: number;
  readonly listed: number;
}

/**
 * Measures every enterprise that has to keep a distance under `under` (or one of them), keeps what was found as facts,
 * and puts those that are too near on the close-or-relocate list, each once while it stands there. Runs as the owner
 * with the outbox's lock.
 */
export async function evaluateDistances(
  tx: Tx,
  { under, enterprise, by, at }: { under: string; enterprise?: string | undefined; by: Doer; at: number },
): Promise<Evaluated> {
  const values = await valuesFor(tx, under, at);
  const search = values.number('distance.search');
  const ground = await groundOf(tx, { under, sectors: values.list('distance.sectors'), enterprise, search });
  const listed = await listedNow(tx);
  const counts = { enterprises: ground.firms.length, short: 0, undetermined: 0, listed: 0 };
  const rows: FactRow[] = [];
  for (const firm of ground.firms) {
    const facts = measure(firm, ground.holdings.get(firm.id) ?? [], ground.reports.get(firm.id), ground.near(firm));
    rows.push(...facts.map((fact) => rowOf(firm, fact, by.name, at)));
    const short = facts.filter(({ verdict }) => verdict === 'short');
    if (short.length > 0) counts.short += 1;
    else if (facts.some(({ verdict }) => verdict === 'undetermined')) counts.undetermined += 1;
    if (short.length === 0 || listed.has(firm.id)) continue;
    await list(tx, firm, short, at);
    counts.listed += 1;
  }
  await keepFacts(tx, ground.firms, rows);
  return counts;
}

interface FactRow {
  readonly [column: string]: unknown;
}

export function rowOf(firm: Measured, fact: DistanceFact, by: string, at: number): FactRow {
  return {
    enterprise: firm.id,
    class: fact.class,
    object: fact.target?.id ?? null,
    object_name: fact.target?.name ?? null,
    object_people: fact.target?.people ?? null,
    actual: fact.actual,
    required: fact.required,
    method: fact.method,
    basis: fact.basis,
    verdict: fact.verdict,
    within: fact.within,
    working: fact.working,
    measured_at: new Date(at).toISOString(),
    by,
    newest: true,
    demonstration: firm.demonstration,
    region_path: firm.regionPath,
    organisation_id: firm.id,
    sector: firm.sector,
  };
}

const COLUMNS = [
  'enterprise',
  'class',
  'object',
  'object_name',
  'object_people',
  'actual',
  'required',
  'method',
  'basis',
  'verdict',
  'within',
  'working',
  'measured_at',
  'by',
  'newest',
  'demonstration',
  'region_path',
  'organisation_id',
  'sector',
];
const BATCH = 3000;

async function keepFacts(tx: Tx, firms: readonly Measured[], rows: readonly FactRow[]): Promise<void> {
  const ids = firms.map(({ id }) => id);
  await sql`UPDATE safety_distance SET newest = false WHERE newest AND enterprise = ANY (${ids}::uuid[])`.execute(tx);
  const list = sql.join(COLUMNS.map((column) => sql.id(column)));
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = JSON.stringify(rows.slice(start, start + BATCH));
    await sql`INSERT INTO safety_distance (${list}) SELECT ${list} FROM jsonb_populate_recordset(NULL::safety_distance, ${batch}::jsonb)`.execute(
      tx,
    );
  }
}

async function listedNow(tx: Tx): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT organisation_id AS id FROM case_file WHERE kind = 'relocation' AND closed_at IS NULL AND organisation_id IS NOT NULL`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
}

/** What the list says of an enterprise: its worst distance. */
export function relocationInput(firm: Measured, short: readonly DistanceFact[]): Record<string, string | number> {
  const gap = (fact: DistanceFact) => (fact.required ?? 0) - (fact.actual ?? 0);
  const [worst] = short.toSorted((a, b) => gap(b) - gap(a));
  const fact = worst as DistanceFact;
  const label = TARGET_CLASSES.find(({ value }) => value === fact.class)?.label ?? fact.class;
  return {
    enterprise: firm.id,
    title:
      `外部安全距离不达标：距${fact.target?.name ?? '防护目标'} ${Math.round(fact.actual ?? 0)} m，要求 ${Math.round(fact.required ?? 0)} m`.slice(
        0,
        120,
      ),
    actual: fact.actual ?? 0,
    required: fact.required ?? 0,
    shortfall: Math.round(gap(fact) * 10) / 10,
    target: `${fact.target?.name ?? ''}（${label}）`.slice(0, 120),
    basis: fact.basis,
  };
}

async function list(tx: Tx, firm: Measured, short: readonly DistanceFact[], at: number): Promise<void> {
  const opened = await openCase(
    tx,
    {
      kind: 'relocation',
      input: relocationInput(firm, short),
      source: 'inspection',
      belongs: {
        organisationId: firm.id,
        organisationName: firm.name,
        regionPath: firm.regionPath,
        sector: firm.sector,
        lon: firm.lon,
        lat: firm.lat,
        demonstration: firm.demonstration,
      },
      subject: { kind: 'enterprise', id: firm.id },
    },
    PLATFORM,
    at,
  );
  if (isRefusal(opened)) throw new Error(`relocation refused: ${opened.refused}`);
}
