import type { Unit } from '@anlan/domain/calendar';
import type { Level } from '../entity/index.ts';
import { both, type Words } from '../refusal/index.ts';

/** Who acts: the enterprise the case is about, an authority, or somebody let in to this case (expert, rescue team). */
export const SIDES = { organisation: '企业', authority: '监管部门', participant: '参与方' } as const;
export type Side = keyof typeof SIDES;

/** The sides as a sentence names them, in both languages. */
export const SIDE_NAMES: Readonly<Record<Side, Words>> = {
  organisation: both(SIDES.organisation, 'the enterprise'),
  authority: both(SIDES.authority, 'the authority'),
  participant: both(SIDES.participant, 'the participant'),
};

/** Filled-in members of an act. */
export type Input = Readonly<Record<string, unknown>>;

/** Who does something. `id` null = the platform itself. */
export interface Doer {
  readonly id: string | null;
  readonly name: string;
  readonly side: Side;
  /** Region path of the authority they act for; left out or null where they act for none, or for everything. */
  readonly place?: string | null;
  /** Highest fine in yuan that their commission lets them decide, 0 = none; left out where they act by no commission. */
  readonly mostPenalty?: number;
}

export interface Deed {
  readonly action: string;
  readonly by: string | null;
  readonly at: number;
}

/** A file that comes with an act, under the hash of its content. */
export interface Attached {
  readonly sha256: string;
  readonly type: string;
}

/** How a deadline was counted: so many units from an instant (epoch ms), and whether on a year not announced yet (暂定). */
export interface Reckoned {
  readonly from: number;
  readonly count: number;
  readonly unit: Unit;
  readonly provisional: boolean;
}

/** All of a case that acts depend on and change. Times are epoch ms. */
export interface CaseStanding {
  readonly kind: string;
  readonly state: string;
  readonly level: Level | null;
  /** How it came to be known: self, inspection, expert, public, alarm, case. */
  readonly source: string;
  readonly organisationId: string | null;
  readonly openedAt: number;
  readonly dueAt: number | null;
  /** null = there is none, or a day that somebody named. */
  readonly reckoned: Reckoned | null;
  /** Deadline at which it became late; null = not late. */
  readonly overdueSince: number | null;
  /** Rungs of the ladder climbed since then. */
  readonly rungs: number;
  readonly closedAt: number | null;
  readonly detail: Input;
  readonly deeds: readonly Deed[];
}
