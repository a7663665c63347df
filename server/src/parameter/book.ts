import { sql, type RawBuilder } from 'kysely';
import { PRACTICE_PARAMETERS } from '@anlan/kernel/alarm';
import { QUALITY_PARAMETERS } from '@anlan/kernel/alarm-quality';
import type { World } from '@anlan/kernel/case';
import { FLASH_PARAMETERS, NOTIFY_PARAMETERS } from '@anlan/kernel/notify';
import {
  CALENDAR_PARAMETERS,
  calendarOf,
  inForce,
  LADDER_PARAMETERS,
  SIGN_IN_PARAMETERS,
  type Parameter,
  type ParameterValue,
  type Setting,
} from '@anlan/kernel/parameter';
import { HISTORY_PARAMETERS } from '@anlan/kernel/telemetry';
import { SYSTEMS } from '@anlan/systems';
import { codeLists } from '../code-list/book.ts';
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
    ...SIGN_IN_PARAMETERS,
    ...PRACTICE_PARAMETERS,
    ...FLASH_PARAMETERS,
    ...NOTIFY_PARAMETERS,
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

const valuesOf = (value: (key: string) => ParameterValue): Values => ({
  value,
  number: (key) => value(key) as number,
  list: (key) => value(key) as readonly string[],
});

/** Reads what a place's jurisdictions have set; `at` (epoch ms) is the instant whose values hold. */
export async function valuesFor(db: Database | Tx, place: string, at: number): Promise<Values> {
  const settings = await settingsFor(db, place);
  return valuesOf((key) => inForce(parameterOf(key), settings, place, at).value);
}

/** The same for any place, of a few parameters: for what is worked out for many places at once. */
export async function valuesEverywhere(
  db: Database | Tx,
  keys: readonly string[],
  at: number,
): Promise<{ of(place: string): Values; readonly places: readonly string[] }> {
  const settings = await readSettings(db, sql`s.key = ANY (${[...keys]})`);
  const value = (place: string, key: string): ParameterValue => {
    if (!keys.includes(key)) throw new Error(`${key} was not read`);
    return inForce(parameterOf(key), settings, place, at).value;
  };
  return {
    of: (place) => valuesOf((key) => value(place, key)),
    places: [...new Set(settings.map(({ regionPath }) => regionPath))],
  };
}

/** The numbers and days by which a case of a place is judged at an instant. */
export async function worldFor(db: Database | Tx, place: string, at: number): Promise<World> {
  const settings = await settingsFor(db, place);
  const lists = await codeLists(db);
  return {
    options: (field) => lists.options(field, place, at),
    parameter: (key) => inForce(parameterOf(key), settings, place, at).value as number,
    days: calendarOf(settings, place, at),
  };
}

/** Is the region `r` a city, a municipality or wider? */
export const WIDE = sql<boolean>`r.kind IN ('country', 'province', 'municipality', 'city')`;

/** All settings of the jurisdictions above and at a place, oldest first. */
export const settingsFor = (db: Database | Tx, place: string): Promise<Setting[]> =>
  readSettings(db, sql`starts_with(${place}, s.region_path)`);

async function readSettings(db: Database | Tx, which: RawBuilder<unknown>): Promise<Setting[]> {
  const { rows } = await sql<Omit<Setting, 'from'> & { from: Date }>`
    SELECT s.key, s.region_path AS "regionPath", s.valid_from AS "from", s.value, ${WIDE} AS wide
    FROM parameter_setting s JOIN region r ON r.path = s.region_path WHERE ${which} ORDER BY s.valid_from`.execute(db);
  return rows.map((row) => ({ ...row, from: row.from.getTime() }));
}

/** A value and the part of the country it holds for: of several paths that cover a record, the longest decides. */
export interface Spread<T> {
  readonly path: string;
  readonly value: T;
}

/**
 * What `read` makes of the values of every part of `under` that has some of its own, and of `under` itself: records of a
 * place are judged by their own jurisdiction, not by that of whoever asks. `at` is epoch ms; `read` is given `keys` only.
 */
export async function spreadOver<T>(
  db: Database | Tx,
  under: string,
  keys: readonly string[],
  at: number,
  read: (values: Values) => T,
): Promise<Spread<T>[]> {
  const { of, places } = await valuesEverywhere(db, keys, at);
  const paths = [...new Set([under, ...places.filter((path) => path.startsWith(under))])];
  return paths.map((path) => ({ path, value: read(of(path)) }));
}
