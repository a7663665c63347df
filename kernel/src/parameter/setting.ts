import type { Verb } from '../access/index.ts';
import type { Option } from '../entity/index.ts';

/**
 * A number or list that decides something: a limit, a deadline, a target, who is told when. Its shape is code, its value
 * is dated data of a jurisdiction, changed with a reason.
 */
export type Parameter = Common &
  (
    | {
        readonly kind: 'number';
        readonly unit: string;
        readonly value: number;
        readonly min: number;
        readonly max: number;
        /** The only values there are, where not every number between the bounds makes sense. */
        readonly only?: readonly number[];
        /** Only whole numbers. */
        readonly integer?: true;
        /** The number that means no limit, the laxest of all. */
        readonly unlimited?: number;
      }
    | { readonly kind: 'yes-no'; readonly value: boolean }
    | { readonly kind: 'days'; readonly value: readonly string[]; readonly inherits?: 'union' }
    | {
        readonly kind: 'list';
        readonly value: readonly string[];
        readonly inherits?: 'union';
        /** What is wrong with the entries as a whole, in Chinese; undefined = nothing. */
        readonly check?: (entries: readonly string[]) => string | undefined;
        /** The only entries there are, to be chosen from. */
        readonly options?: readonly Option[];
        /** The list that places extend (`@anlan/kernel/code-list`) of whose entries it is chosen: those of the place. */
        readonly optionsFrom?: string;
      }
  );

interface Common {
  /** `danger.general.rectify`: subject first, then what of it. */
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  /** Heading under which it is listed. */
  readonly group: string;
  /** Clause the first value comes from, or that it is the platform's own first value. */
  readonly source: string;
  readonly help?: string;
  readonly helpEn?: string;
  /** Who sets it; left out = whoever may set parameters. */
  readonly verb?: Verb;
  /**
   * A narrower jurisdiction may only be stricter than the wider one: by a smaller number, a larger one, a longer list.
   * Cities, municipalities and wider ones may depart from the declared first value either way, within its bounds.
   */
  readonly stricter?: 'less' | 'more' | 'longer';
}

export type ParameterValue = number | boolean | readonly string[];

/** A value set for a jurisdiction from an instant on; null gives the wider jurisdiction's value back. */
export interface Setting {
  readonly key: string;
  /** Region path, `cn.36.11.`. */
  readonly regionPath: string;
  /** Epoch ms from which it holds. */
  readonly from: number;
  readonly value: ParameterValue | null;
  /** Set by a city, a municipality or a wider jurisdiction. */
  readonly wide?: boolean;
}

/** The value in force, and which jurisdiction set it; `regionPath` null = the declaration's first value. */
export interface InForce {
  readonly value: ParameterValue;
  readonly regionPath: string | null;
  readonly from: number | null;
}

/**
 * The value for a place at an instant (epoch ms): of the settings in force there, the one of the nearest jurisdiction;
 * of one jurisdiction's, the newest. A withdrawn setting lets the wider jurisdiction speak. A list that `inherits` by
 * union holds what every jurisdiction on the path has added.
 */
export function inForce(parameter: Parameter, settings: readonly Setting[], place: string, at: number): InForce {
  const path = alongPath(parameter.key, settings, place, at);
  if (parameter.stricter !== undefined) return strictestOf(parameter, path);
  const nearest = path.at(-1);
  if (nearest === undefined) return { value: parameter.value, regionPath: null, from: null };
  const value = addsUp(parameter)
    ? [...new Set([parameter, ...path].flatMap((one) => one.value as readonly string[]))].sort()
    : (nearest.value as ParameterValue);
  return { value, regionPath: nearest.regionPath, from: nearest.from };
}

/**
 * The strictest of what a path's jurisdictions have set and of what they start from: the widest setting of a city or
 * above, else the declared value. A wider one that becomes stricter binds those below, whatever they set before.
 */
function strictestOf(parameter: Parameter, path: readonly Setting[]): InForce {
  const base = path.find(({ wide }) => wide === true);
  let found: InForce =
    base === undefined
      ? { value: parameter.value, regionPath: null, from: null }
      : { value: base.value as ParameterValue, regionPath: base.regionPath, from: base.from };
  for (const setting of path) {
    const value = stricter(parameter, found.value, setting.value as ParameterValue);
    if (!sameValue(value, found.value)) found = { value, regionPath: setting.regionPath, from: setting.from };
  }
  return found;
}

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The stricter of two values; of two lists what stands in either. */
function stricter(parameter: Parameter, one: ParameterValue, other: ParameterValue): ParameterValue {
  if (Array.isArray(one) && Array.isArray(other)) return [...new Set([...one, ...other].map(String))].toSorted(byText);
  const none = parameter.kind === 'number' ? parameter.unlimited : undefined;
  const rank = (value: ParameterValue): number => (value === none ? Number.POSITIVE_INFINITY : Number(value));
  const smaller = rank(one) <= rank(other) ? one : other;
  return parameter.stricter === 'less' ? smaller : smaller === one ? other : one;
}

/** Are two values the same; of lists the order does not count. */
export function sameValue(one: ParameterValue, other: ParameterValue): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((entry) => other.includes(entry));
}

/** Do the jurisdictions' lists add up, rather than the nearest one's hold alone? */
export function addsUp(parameter: Parameter): boolean {
  return (parameter.kind === 'days' || parameter.kind === 'list') && parameter.inherits === 'union';
}

/** The newest setting of each jurisdiction of a place that is in force at an instant, the widest first. */
export function alongPath(key: string, settings: readonly Setting[], place: string, at: number): Setting[] {
  const newest = new Map<string, Setting>();
  for (const setting of settings) {
    if (setting.key !== key || setting.from > at || !place.startsWith(setting.regionPath)) continue;
    const known = newest.get(setting.regionPath);
    if (known === undefined || setting.from >= known.from) newest.set(setting.regionPath, setting);
  }
  return [...newest.values()]
    .filter(({ value }) => value !== null)
    .sort((a, b) => a.regionPath.length - b.regionPath.length);
}
