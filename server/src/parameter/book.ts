import { sql } from 'kysely';
import { QUALITY_PARAMETERS } from '@anlan/kernel/alarm-quality';
import type { World } from '@anlan/kernel/case';
import { FLASH_PARAMETERS } from '@anlan/kernel/notify';
import {
  CALENDAR_PARAMETERS,
  inForce,
  LADDER_PARAMETERS,
  type Parameter,
  type ParameterValue,
  type Setting,
} from '@anlan/kernel/parameter';
import { HISTORY_PARAMETERS } from '@anlan/kernel/telemetry';
import { SYSTEMS } from '@anlan/systems';
import type { Database, Tx } from '../access/scoped.ts';

interface Declared {
  readonly parameter: Parameter;
  /** The system that declares it; null = the platform. */
  readonly system: string | null;
}

/** Every declared parameter by key. */
export const PARAMETERS: ReadonlyMap<string, Declared> = new Map<string, Declared>([
  ...[
    ...CALENDAR_PARAMETERS,
    ...LADDER_PARAMETERS,
    ...FLASH_PARAMETERS,
    ...QUALITY_PARAMETERS,
    ...HISTORY_PARAMETERS,
  ].map((parameter) => [parameter.key, { parameter, system: null }] as const),
  ...SYSTEMS.flatMap((system) =>
    (system.parameters ?? []).map((parameter) => [parameter.key, { parameter, system: system.id }] as const),
  ),
]);

export function parameterOf(key: string): Parameter {
  const known = PARAMETERS.get(key);
  if (known === undefined) throw new Error(`no parameter ${key}`);
  return known.parameter;
}

/** Values as they hold for one place at one instant. */
export interface Values {
  value(key: string): ParameterValue;
  number(key: string): number;
  list(key: string): readonly string[];
}

/** Reads what a place's jurisdictions have set; `at` (epoch ms) is the instant whose values hold. */
export async function valuesFor(db: Database | Tx, place: string, at: number): Promise<Values> {
  const settings = await settingsFor(db, place);
  const value = (key: string): ParameterValue => inForce(parameterOf(key), settings, place, at).value;
  return {
    value,
    number: (key) => value(key) as number,
    list: (key) => value(key) as readonly string[],
  };
}

/** The numbers and days by which a case of a place is judged at an instant. */
export async function worldFor(db: Database | Tx, place: string, at: number): Promise<World> {
  const values = await valuesFor(db, place, at);
  return {
    parameter: values.number,
    days: { off: values.list('calendar.off'), worked: values.list('calendar.worked') },
  };
}

/** All settings of the jurisdictions above and at a place, oldest first. */
export async function settingsFor(db: Database | Tx, place: string): Promise<Setting[]> {
  const { rows } = await sql<{ key: string; regionPath: string; from: Date; value: ParameterValue | null }>`
    SELECT key, region_path AS "regionPath", valid_from AS "from", value FROM parameter_setting
    WHERE starts_with(${place}, region_path) ORDER BY valid_from`.execute(db);
  return rows.map((row) => ({ ...row, from: row.from.getTime() }));
}
