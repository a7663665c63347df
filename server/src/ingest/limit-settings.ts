import { sql } from 'kysely';
import { settingKey, type Limits, type Rule } from '@anlan/kernel/alarm';
import { inForce, type Setting } from '@anlan/kernel/parameter';
import { SYSTEMS } from '@anlan/systems';
import type { Database, Tx } from '../access/scoped.ts';

const PARAMETERS = new Map(
  SYSTEMS.flatMap((system) => system.parameters ?? []).map((parameter) => [parameter.key, parameter]),
);
const SETTING_RULES = SYSTEMS.flatMap((system) => system.rules).filter(
  ({ sets, fixed }) => sets !== undefined || fixed !== undefined,
);

interface SettingRow {
  readonly key: string;
  readonly region_path: string;
  readonly valid_from: Date;
  readonly value: number | null;
}

const settingOf = ({ key, region_path: regionPath, valid_from: from, value }: SettingRow): Setting => ({
  key,
  regionPath,
  from: from.getTime(),
  value,
});

/** Limits that a place's jurisdictions set for a quantity of a kind of object or unit. */
export type LimitSettings = (
  about: { readonly quantity: string; readonly kind: string; readonly unitKind?: string | undefined },
  regionPath: string,
) => Limits | undefined;

/** Reads the limits that jurisdictions have set, as they hold at `at` (epoch ms). */
export async function readLimitSettings(db: Database | Tx, at: number): Promise<LimitSettings> {
  const { rows } = await sql<SettingRow>`
    SELECT key, region_path, valid_from, value FROM parameter_setting WHERE key LIKE 'alarm.%'`.execute(db);
  const settings = rows.map(settingOf);
  const known = new Map<string, Limits | undefined>();
  return ({ quantity, kind, unitKind }, regionPath) => {
    const key = `${quantity} ${kind} ${unitKind ?? ''} ${regionPath}`;
    if (known.has(key)) return known.get(key);
    const rules = SETTING_RULES.filter(
      ({ watches, of }) => watches.includes(quantity) && (of === undefined || of === kind || of === unitKind),
    );
    const limits = rules.length === 0 ? undefined : limitsFor(rules, settings, regionPath, at);
    known.set(key, limits);
    return limits;
  };
}

/** What the platform measures of every device itself. */
const DEVICE_QUANTITIES = SETTING_RULES.filter(({ of }) => of === 'device').flatMap(({ watches }) => watches);

/** The limits of what the platform measures of devices, by place; one object a place. */
export function deviceLimits(settings: LimitSettings): (regionPath: string) => Limits {
  const known = new Map<string, Limits>();
  return (regionPath) => {
    const before = known.get(regionPath);
    if (before !== undefined) return before;
    const own = DEVICE_QUANTITIES.map((quantity) => settings({ quantity, kind: 'device' }, regionPath));
    const limits = Object.assign({}, ...own) as Limits;
    known.set(regionPath, limits);
    return limits;
  };
}

/** The limits of one rule as they are set for a place at `at` (epoch ms). */
export async function settingsOfRule(db: Database | Tx, rule: Rule, place: string, at: number): Promise<Limits> {
  if (rule.sets === undefined) return rule.fixed ?? {};
  const { rows } = await sql<SettingRow>`
    SELECT key, region_path, valid_from, value FROM parameter_setting
    WHERE key = ANY (${Object.keys(rule.sets).map((limit) => settingKey(rule, limit))}) AND starts_with(${place}, region_path)`.execute(
    db,
  );
  return limitsFor([rule], rows.map(settingOf), place, at);
}

function limitsFor(rules: readonly Rule[], settings: readonly Setting[], place: string, at: number): Limits {
  const set = Object.fromEntries(
    rules.flatMap((rule) =>
      Object.keys(rule.sets ?? {}).flatMap((limit) => {
        const parameter = PARAMETERS.get(settingKey(rule, limit));
        return parameter === undefined ? [] : [[limit, inForce(parameter, settings, place, at).value as number]];
      }),
    ),
  );
  return Object.assign({}, set, ...rules.map(({ fixed }) => fixed)) as Limits;
}
