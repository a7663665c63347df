/** Seconds around a shut-off in which an alarm of the same tank counts as its trigger. */
export const LINK_WINDOW = {
  /** Looked back. Convention of the cause-and-effect record of storage safety instruments. */
  before: 300,
  /** Allowed after it: the plant's own system acts at once, an alarm waits for the next sample and its on-delay. */
  after: 60,
} as const;

/** A moment at which an alarm was raised or rose to a higher level; times in epoch ms. */
export interface Moment {
  readonly alarmId: string;
  readonly rule: string;
  readonly at: number;
  /** Of the tank itself; otherwise of an area sensor of its hazard source. */
  readonly own: boolean;
}

/**
 * The alarm that triggered a shut-off: the first of the same tank in the window (first-out), or of its area where the
 * tank itself had none; the others are named too. Without any the shut-off was by hand or a test.
 */
export function firstOut(
  shutOffAt: number,
  moments: readonly Moment[],
): { readonly trigger: Moment | null; readonly others: readonly Moment[] } {
  const near = moments
    .filter(({ at }) => at >= shutOffAt - LINK_WINDOW.before * 1000 && at <= shutOffAt + LINK_WINDOW.after * 1000)
    .toSorted((a, b) => Number(b.own) - Number(a.own) || a.at - b.at || (a.alarmId < b.alarmId ? -1 : 1));
  const [trigger = null] = near;
  const seen = new Set(trigger === null ? [] : [trigger.alarmId]);
  const others = near.filter(({ alarmId }) => !seen.has(alarmId) && seen.add(alarmId));
  return { trigger, others };
}
