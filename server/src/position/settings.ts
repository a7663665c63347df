import { sql } from 'kysely';
import { inForce, type Setting } from '@anlan/kernel/parameter';
import { SETTINGS, type Settings } from '@anlan/kernel/position';
import { SYSTEMS } from '@anlan/systems';
import type { Database } from '../access/scoped.ts';

const DECLARED = SYSTEMS.flatMap((system) => system.parameters ?? []).filter(({ key }) => key.startsWith('position.'));

/** Limits of the position rules in force at `at` (epoch ms), by the place of the object that is judged. */
export async function readSettings(db: Database, at: number): Promise<(regionPath: string) => Settings> {
  const { rows } = await sql<{ key: string; region_path: string; valid_from: Date; value: number | null }>`
    SELECT key, region_path, valid_from, value FROM parameter_setting WHERE key LIKE 'position.%'`.execute(db);
  const settings = rows.map((row): Setting => ({
    key: row.key,
    regionPath: row.region_path,
    from: row.valid_from.getTime(),
    value: row.value,
  }));
  const known = new Map<string, Settings>();
  return (regionPath) => {
    const before = known.get(regionPath);
    if (before !== undefined) return before;
    const values = Object.keys(SETTINGS).map((key) => {
      const declared = DECLARED.find((parameter) => parameter.key === `position.${key}`);
      const value = declared === undefined ? undefined : inForce(declared, settings, regionPath, at).value;
      return [key, value ?? SETTINGS[key as keyof Settings].value] as const;
    });
    const found = Object.fromEntries(values) as Settings;
    known.set(regionPath, found);
    return found;
  };
}
