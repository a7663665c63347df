import type { Level } from '../entity/index.ts';

/** One limit of a rule: which of the subject's limits is crossed, and the level it then has. */
export interface Step {
  readonly level: Level;
  /** Key among the subject's limits: `H`, `HH`, `L`, `LL`, `first`, `second`, `speed`. */
  readonly limit: string;
  readonly label: string;
  readonly labelEn?: string;
  /** A deadband of its own, in the unit itself; it stands whatever is set apart for the rule's. */
  readonly deadband?: number;
}

/** A level that is reached as a whole, without a limit of its own. */
export type Grade = Pick<Step, 'level' | 'label' | 'labelEn'>;

/** What every condition on samples has: levels mildest first, and how long it must last or be over (s). */
interface Lasting {
  readonly steps: readonly Grade[];
  readonly onDelay: number;
  readonly offDelay: number;
}

interface Limited extends Lasting {
  readonly steps: readonly Step[];
  /** How far inside the limit it is over: a share of the span (default) or of the limit, or in the unit itself. */
  readonly deadband: number;
  readonly deadbandIn?: 'span' | 'limit' | 'unit';
}

/** Value at or beyond a limit for `onDelay` seconds; released `deadband` inside for `offDelay` seconds. */
export interface Threshold extends Limited {
  readonly kind: 'above' | 'below';
  /** The value only tells whether something is where, or when, it must not be: no figure and no limit is said of it. */
  readonly place?: true;
}

/** Change per `per` seconds, measured over a sliding `window` (s) of which at least half has been seen. */
export interface Rate extends Limited {
  readonly kind: 'rate';
  readonly direction: 'rise' | 'fall' | 'either';
  readonly window: number;
  readonly per: number;
  /** In per cent of what it was at the window's beginning, where that was at least so much; limits are per cent then. */
  readonly relative?: number;
}

/** Value inside, or outside, the band between two of the subject's limits. */
export interface Band extends Lasting {
  readonly kind: 'inside' | 'outside';
  readonly steps: readonly (Grade & { readonly low: string; readonly high: string })[];
  readonly deadband: number;
}

/**
 * A live instrument never stands quite still: the value has stayed within `tolerance` for a step's limit (s). Of live data
 * the clock judges it (`isByClock`), where the value must be the very same.
 */
export interface Frozen extends Lasting {
  readonly kind: 'frozen';
  readonly steps: readonly (Grade & { readonly seconds: number })[];
  readonly tolerance: number;
}

/** One test of one quantity within `all` and `any`. */
export interface Test {
  readonly quantity: string;
  readonly kind: 'above' | 'below';
  readonly limit: string;
}

/** All, or any, of several tests over the points of one unit hold; values older than `stale` seconds hold nothing. */
export interface Combined extends Lasting {
  readonly kind: 'all' | 'any';
  readonly of: readonly Test[];
  readonly steps: readonly [Grade];
  /** Share of each limit. */
  readonly deadband: number;
  readonly stale: number;
}

/**
 * n of m (IEC 61511-1 11.4): at least `need` points of one quantity of a unit are at or beyond their own limit. Points of
 * bad quality and those older than `stale` seconds have no vote; where fewer than `need` are left, all of them must agree,
 * or under a `strict` vote, which confirms what each point alarms by itself, nothing is said.
 */
export interface Vote extends Limited {
  readonly kind: 'vote';
  readonly side: 'above' | 'below';
  readonly need: number;
  readonly stale: number;
  readonly strict?: true;
}

/** A limit on what a pure function makes of the points of a unit and of the facts registered about it. */
export interface Computed extends Limited {
  readonly kind: 'computed';
  readonly side: 'above' | 'below';
  /** Quantities it needs; all must be newer than `stale` seconds. */
  readonly inputs: readonly string[];
  readonly stale: number;
  readonly unit: string;
  /** Values by quantity (one a point of the unit); undefined where nothing can be said. */
  readonly compute: (values: Readonly<Record<string, readonly number[]>>, facts: Limits) => number | undefined;
}

/** No reading for longer than max(a step's `seconds`, three expected periods): one alarm, whose level rises as it lasts. */
export interface Silence {
  readonly kind: 'silence';
  readonly steps: readonly (Grade & { readonly seconds: number })[];
  /** Of devices whose points no other rule of silence watches. */
  readonly rest?: true;
  /** Keys of limits: from one month of the year to another (Asia/Shanghai) all seconds are multiplied by a share. */
  readonly season?: { readonly from: string; readonly until: string; readonly share: string };
}

/**
 * What the running alarms of one unit under several rules come to together, where that is graver than each of them. Judged
 * whenever one of them begins, changes or ends.
 */
export interface Standing {
  readonly kind: 'standing';
  /** Keys of the rules. */
  readonly over: readonly string[];
  readonly label: string;
  readonly labelEn?: string;
  /** Levels of the running alarms by rule. */
  readonly combine: (levels: Readonly<Record<string, readonly Level[]>>) => Level | undefined;
}

/**
 * Limits and registered figures of one subject in its own units; `span` (range width) scales the deadband, `onDelay` (s)
 * stands in for the rule's where the jurisdiction sets it.
 */
export type Limits = Readonly<Record<string, number>>;

/** Conditions that are judged sample by sample. A further kind is a member here and a row in `KINDS`. */
export type Sampled = Threshold | Rate | Band | Frozen | Combined | Vote | Computed;
export type Condition = Sampled | Silence | Standing;

/** Does a condition judge where or when something is, and not how much? */
export const isOfPlace = (condition: Condition): boolean => 'place' in condition && condition.place === true;

/** Has an alarm of a condition a value and a limit? Not where it tells of a place, or of several things together. */
export const hasFigure = (condition: Condition): boolean =>
  !isOfPlace(condition) && condition.kind !== 'all' && condition.kind !== 'any';

/** Kinds that look at several points of one unit: their subject is the unit. */
const TOGETHER: ReadonlySet<Condition['kind']> = new Set(['all', 'any', 'vote', 'computed']);

export function isTogether(condition: Condition): condition is Combined | Vote | Computed {
  return TOGETHER.has(condition.kind);
}

/**
 * Is it judged by the clock and not by samples? Silence has none; and to remember of every sample since when its value has
 * stood still would cost a stored row for each of a nation's points.
 */
export function isByClock({ kind }: Condition): boolean {
  return kind === 'silence' || kind === 'frozen';
}

/** The steps of a simple limit on a value, none for other conditions: what a chart draws as lines. */
export function limitSteps(condition: Condition): readonly Step[] {
  return condition.kind === 'above' || condition.kind === 'below' ? condition.steps : [];
}
