import type { Unit } from '@anlan/domain/calendar';
import type { Verb } from '../access/index.ts';
import type { Field } from '../entity/index.ts';
import type { Refusal } from '../refusal/index.ts';
import type { Attached, CaseStanding, Doer, Input, Side } from './standing.ts';

/** Levels of supervision a case climbs when it is late. */
export const SUPERVISORS = {
  owner: '责任单位',
  town: '乡镇（街道）',
  county: '县（市、区）',
  city: '市',
  leader: '分管领导',
} as const;
export type Supervisor = keyof typeof SUPERVISORS;

/** Whom a rung tells, in words: of a step that is an authority's, the `owner` is the department that has it in hand. */
export function supervisorLabel(to: Supervisor, side: Side | null): string {
  return to === 'owner' && side === 'authority' ? '承办部门' : SUPERVISORS[to];
}

export interface State {
  readonly label: string;
  readonly labelEn: string;
  /** Whose to-do the case is; ends are nobody's. */
  readonly owner: Side | null;
  /** Whose to-do it is where the enterprise found the matter itself; default: `owner`. */
  readonly ownerIfSelf?: Side;
  /** A case ends well (`closed`) or because there was nothing (`void`). */
  readonly end?: 'closed' | 'void';
  /** Does the clock of the deadline run here? Default: yes where somebody owns the state. */
  readonly clock?: boolean;
  /** Field with the region path of the authority whose step it is; default: the county the case lies in. */
  readonly desk?: string;
}

export type Deadline =
  /**
   * So many units of the parameter's value after the act; `once` = only where the act begins the step: done again within
   * it, the step's time runs on.
   */
  | { readonly kind: 'set'; readonly parameter: string; readonly unit: Unit; readonly once?: true }
  /** The end of the day that is asked for in a field, at most the parameter's value in units after the act. */
  | {
      readonly kind: 'asked';
      readonly field: string;
      readonly most?: { readonly parameter: string; readonly unit: Unit };
    }
  | { readonly kind: 'clear' };

/** What else happens, beside the case's own change. */
export type Effect =
  | { readonly kind: 'open-case'; readonly case: string; readonly because: string }
  | { readonly kind: 'credit'; readonly parameter: string; readonly because: string }
  /** Proposed for publication, where the case is under listed supervision; a person approves it. */
  | { readonly kind: 'expose'; readonly because: string };

/** What a guard may look at; pure. */
export interface GuardFacts {
  readonly standing: CaseStanding;
  readonly input: Input;
  readonly files: readonly Attached[];
  readonly by: Doer;
  readonly at: number;
  readonly parameter: (key: string) => number;
}

/** Photos or papers that an act must bring. */
export interface Evidence {
  readonly least: number;
  readonly label: string;
  readonly labelEn: string;
}

export interface Action {
  readonly label: string;
  readonly labelEn: string;
  readonly from: readonly string[];
  /** null = the state stays. */
  readonly to: string | null;
  readonly verb: Verb;
  readonly sides: readonly Side[];
  /** What is filled in; members that are fields of the kind are kept there. */
  readonly asks: Readonly<Record<string, Field>>;
  /** Photos or papers that must come with it. */
  readonly evidence?: Evidence;
  /** Actions whose doers may not do this one (separation of duties); `open` = whoever reported the case. */
  readonly notBy?: readonly string[];
  readonly guard?: (facts: GuardFacts) => Refusal | undefined;
  /** Fields the action itself decides. */
  readonly sets?: Readonly<Record<string, string>>;
  /** Fields that follow from who acts. */
  readonly derives?: (facts: Pick<GuardFacts, 'by' | 'at'>) => Input;
  /** Fields that are empty afterwards. */
  readonly clears?: readonly string[];
  readonly deadline?: Deadline;
  readonly effects?: readonly Effect[];
  /** Only so often; the parameter holds the number. */
  readonly atMost?: { readonly parameter: string };
  readonly tone?: 'primary' | 'danger';
  /** Done by the platform when its time comes, never by a person. */
  readonly automatic?: boolean;
  /** Who hears of it where the state stays; default: the state's owner, unless it is their own act or the platform's. */
  readonly tells?: Side;
}

/**
 * A rung of the ladder of a case that is late: so many days (parameter) after its deadline. What a rung does beside
 * telling costs the enterprise, so it happens only in the states named in `effectsIn`, where the enterprise is late:
 * an authority's late step is the authority's own fault.
 */
export interface OverdueRung {
  readonly to: Supervisor;
  readonly parameter: string;
  readonly effects?: readonly Effect[];
  readonly effectsIn?: readonly string[];
}

/** A kind of work with an owner: hidden danger, enforcement, violation. One table for all, a detail table for each. */
export interface CaseKind {
  /** English singular, kebab-case: `hidden-danger`; its detail table is `case_hidden_danger`. */
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly about: string;
  readonly family: string;
  /** Letters before the number: `YH-20260318-0042`. */
  readonly prefix: string;
  /** Columns of the detail table. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Field that carries the four-colour level, where the kind has one. */
  readonly levelField?: string;
  readonly states: Readonly<Record<string, State>>;
  /** How a case begins: in which state, by whom, with what. */
  readonly opening: {
    readonly label: string;
    readonly labelEn: string;
    readonly to: string;
    readonly verb: Verb;
    readonly sides: readonly Side[];
    readonly asks: Readonly<Record<string, Field>>;
    readonly evidence?: Evidence;
    readonly deadline?: Deadline;
    readonly guard?: (facts: Omit<GuardFacts, 'standing'>) => Refusal | undefined;
    /** Fields that follow from who begins it. */
    readonly derives?: (facts: Pick<GuardFacts, 'by' | 'at'>) => Input;
  };
  readonly actions: Readonly<Record<string, Action>>;
  readonly overdue: readonly OverdueRung[];
  /** The clause or loop it follows. */
  readonly source: string;
}

export function defineCase(kind: CaseKind): CaseKind {
  return kind;
}

/** Sources that are the enterprise's own: its people's rounds and its instruments. */
const OWN_SOURCES: ReadonlySet<string> = new Set(['self', 'alarm']);

/** Whose to-do a case in the state is; null at an end. */
export function ownerOf(kind: CaseKind, state: string, source: string): Side | null {
  const declared = kind.states[state];
  if (declared === undefined) return null;
  return OWN_SOURCES.has(source) ? (declared.ownerIfSelf ?? declared.owner) : declared.owner;
}

/**
 * Verbs of access with which somebody of a side takes a case on from a state. Turning it away is no step of its own: who
 * may only do that does not have it in hand.
 */
export function verbsThatMove(kind: CaseKind, state: string, side: Side): Verb[] {
  const moves = Object.values(kind.actions).filter(
    ({ from, to, sides }) => from.includes(state) && to !== null && to !== state && sides.includes(side),
  );
  const onward = moves.filter(({ to, tone }) => tone === 'primary' || kind.states[to!]?.end === undefined);
  return (onward.length > 0 ? onward : moves).map(({ verb }) => verb);
}

/** Table of the kind's own fields: `hidden-danger` → `case_hidden_danger`. */
export function detailTable(kind: CaseKind): string {
  return `case_${kind.key.replaceAll('-', '_')}`;
}
