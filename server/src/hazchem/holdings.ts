import { sql, type RawBuilder } from 'kysely';
import { staleAfter } from '@anlan/kernel/telemetry';
import { contentOf, substanceOf, type Content } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import type { Tx } from '../access/scoped.ts';

/** A holding with what its tank and its level sensor add to it. */
export interface HoldingRow {
  readonly id: string;
  readonly name: string;
  readonly enterprise: string;
  readonly enterpriseName: string;
  readonly regionPath: string;
  readonly substance: string;
  readonly storage: string;
  readonly process: string | null;
  readonly designQuantity: number;
  readonly actualQuantity: number | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly tank: string | null;
  readonly hazardSource: string | null;
  readonly volume: number | null;
  readonly levelPoint: string | null;
  readonly levelPeriod: number | null;
  readonly updatedAt: Date;
}

/** Live holdings under the transaction's scope; `where` speaks of `h`. */
export async function readHoldings(tx: Tx, where: RawBuilder<unknown>): Promise<HoldingRow[]> {
  const { rows } = await sql<HoldingRow>`
    SELECT h.id, h.name, h.enterprise, coalesce(e.name, '—') AS "enterpriseName", h.region_path AS "regionPath", h.substance,
           h.storage, h.process, h.design_quantity AS "designQuantity", h.actual_quantity AS "actualQuantity", h.lon, h.lat,
           h.tank, h.hazard_source AS "hazardSource", t.volume, p.id AS "levelPoint", p.expected_period AS "levelPeriod",
           h.updated_at AS "updatedAt"
    FROM chemical_holding h
    LEFT JOIN enterprise e ON e.id = h.enterprise
    LEFT JOIN tank t ON t.id = h.tank
    LEFT JOIN LATERAL (
      SELECT id, expected_period FROM public.point WHERE tank_id = h.tank AND kind = 'level' ORDER BY id LIMIT 1) p ON true
    WHERE h.retired_at IS NULL AND ${where}`.execute(tx);
  return rows;
}

/** What a holding has now: by its level sensor where it has one. */
export function presentOf({ mirror }: Pick<Context, 'mirror'>, row: HoldingRow, now: number): Content {
  const reading = row.levelPoint === null ? undefined : mirror.readings.get(row.levelPoint);
  const level =
    reading === undefined || reading.value === null || reading.quality !== 'good'
      ? null
      : { at: reading.at, value: reading.value, stale: now - reading.at > staleAfter(row.levelPeriod ?? 0) };
  const density = substanceOf(row.substance)?.density ?? null;
  return contentOf({ ...row, density, level });
}
