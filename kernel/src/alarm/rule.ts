import type { OperatingState } from './states.ts';
import type { Level } from '../entity/index.ts';
import type { Condition, Limits } from './condition.ts';

/** A rung of the escalation ladder: who is told `after` seconds without acknowledgement. */
export interface Rung {
  readonly to: 'enterprise' | 'town' | 'county' | 'city' | 'leader';
  readonly label: string;
  readonly after: number;
}

/** Levels of government that get a notice of their own, with the kinds of region they rule; a city's leader reads the city's. */
export const GOVERNMENTS = {
  town: { label: '乡镇', labelEn: 'Town', kinds: ['town'] },
  county: { label: '县（市、区）', labelEn: 'County', kinds: ['county', 'zone'] },
  city: { label: '市', labelEn: 'City', kinds: ['city', 'municipality'] },
} as const;
export type Government = keyof typeof GOVERNMENTS;

/** Why a rule is silent by design (IEC 62682 10.6.2): a value of the same unit, or its declared operating state. */
export type Suppression =
  | { readonly state: OperatingState; readonly label: string }
  | {
      readonly quantity: string;
      readonly kind: 'above' | 'below';
      readonly value: number;
      readonly label: string;
    };

/** A number of a rule that a jurisdiction sets by a dated parameter; `value` is the first one. */
export interface LimitSetting {
  readonly label: string;
  readonly labelEn: string;
  readonly unit: string;
  readonly value: number;
  /** 0 and a million where not said. */
  readonly min?: number;
  readonly max?: number;
}

/** The rationalisation of a rule in English, as its own texts are in Chinese. */
export interface RuleTexts {
  readonly clause: string;
  readonly cause: string;
  readonly consequence: string;
  readonly response: string;
}

/** An alarm rule as data, with its rationalisation (IEC 62682 clause 9). */
export interface Rule {
  readonly key: string;
  readonly system: string;
  readonly label: string;
  readonly labelEn: string;
  /** Quantities it watches: point kinds, or `speed` of moving objects. */
  readonly watches: readonly string[];
  /** Restricts to objects of an entity (`vehicle`, `vessel`, `tailings-pond`) where the quantity alone does not tell. */
  readonly of?: string;
  readonly condition: Condition;
  /**
   * 锁存 (ISA-18.2 latching alarm): it stands after its condition is over until a person resets it with a reason; the same
   * condition again before that is the same alarm, and rings anew.
   */
  readonly latched?: true;
  /** The level falls back within the excursion when the value has been inside the higher limit for the off-delay. */
  readonly falls?: boolean;
  /** Silent while any of these holds. */
  readonly suppressedBy?: readonly Suppression[];
  /**
   * Again within so many seconds after closing (default: as the jurisdiction sets) counts as a second occurrence; `lift`
   * raises it by one level.
   */
  readonly second?: { readonly within?: number; readonly lift?: boolean };
  /** Governments that get a notice from a level on, whatever the ladder says. */
  readonly notifies?: Readonly<Partial<Record<Level, readonly Government[]>>>;
  /** What a notice must list of the unit, e.g. who lives below a dam; from the unit's record. */
  readonly tells?: (record: Readonly<Record<string, unknown>>) => string | undefined;
  /** Limits that follow from figures registered about the unit, e.g. 1.1 times the least freeboard. */
  readonly limitsFrom?: (facts: Limits) => Limits;
  /** Limits that the jurisdiction sets, by key; one of the subject's own comes first. */
  readonly sets?: Readonly<Record<string, LimitSetting>>;
  /** Limits that are no matter of setting: of signals with two states. */
  readonly fixed?: Limits;
  /** Judges only while its unit is declared to be in the state. */
  readonly onlyIn?: OperatingState;
  /**
   * Opens a case of a kind when the alarm is raised, is red, occurs a second time, or nobody has answered in time. One that
   * begins less than `joins` seconds after the subject's last alarm of the rule has ended joins the case of that one.
   */
  readonly opensCase?: {
    readonly kind: string;
    readonly when: 'raised' | 'red' | 'second' | 'overdue';
    readonly joins?: number;
  };
  readonly clause: string;
  readonly cause: string;
  readonly consequence: string;
  readonly response: string;
  /** The texts above in English. */
  readonly en?: RuleTexts;
  /** Seconds in which the response must begin to be of use. */
  readonly respondWithin: number;
  readonly escalation: readonly Rung[];
}
