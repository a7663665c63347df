/** How far a consumer of the journal is, as the intake tells it. */
export interface LaneState {
  readonly position: number;
  readonly behind?: number;
  readonly waiting: number;
  readonly trouble: string | null;
}

/** What the intake answers to `state`; on several machines parts of it may be missing. */
export interface IntakeState {
  readonly accepted: number;
  readonly journal: { readonly last: number; readonly backlog: number; readonly trouble: string | null };
  readonly history?: LaneState;
  readonly rules?: LaneState;
  readonly listeners: readonly {
    readonly name: string;
    readonly port: number;
    readonly sessions: number;
    readonly accepted: number;
    readonly refused: Readonly<Record<string, number>>;
  }[];
}

export const behindOf = ({ journal }: IntakeState, lane: LaneState): number =>
  lane.behind ?? Math.max(0, journal.last - lane.position);
