/** A tank's volume at the ends of equal stretches of time, oldest first: level in % of the volume, temperature in ℃. */
export interface TankMoment {
  readonly at: number;
  readonly level: number;
  readonly temperature: number | null;
}

/** A tank as its balance sees it. Volume in m³; expansion of its medium in 1/K, null where it is not known. */
export interface BalancedTank {
  readonly volume: number;
  readonly expansion: number | null;
  readonly moments: readonly TankMoment[];
}

/** Share of the volume, and m³, below which a change says nothing: the greater of the two. Convention. */
export const BALANCE_THRESHOLD = { share: 0.002, least: 1 } as const;
/** Share of what was moved by which two tanks may differ. Convention. */
export const TRANSFER_TOLERANCE = 0.005;
const REFERENCE = 20;

/** Residual below which the balance of a tank says nothing, m³. */
export const balanceThreshold = (volume: number): number =>
  Math.max(BALANCE_THRESHOLD.share * volume, BALANCE_THRESHOLD.least);

/** Volume in m³ as it would be at 20 ℃; as it is where temperature or expansion is not known. */
export function standardVolume({ volume, expansion }: BalancedTank, { level, temperature }: TankMoment): number {
  const measured = (level / 100) * volume;
  if (expansion === null || temperature === null) return measured;
  return measured / (1 + expansion * (temperature - REFERENCE));
}

/** Changes of the volume from moment to moment, m³ at 20 ℃. */
export function volumeChanges(tank: BalancedTank): readonly { readonly at: number; readonly change: number }[] {
  const volumes = tank.moments.map((moment) => ({ at: moment.at, volume: standardVolume(tank, moment) }));
  return volumes.slice(1).map(({ at, volume }, index) => ({ at, change: volume - volumes[index]!.volume }));
}

export type RestVerdict = 'unknown' | 'even' | 'changed' | 'leak';

/**
 * A tank declared at rest should neither gain nor lose: `changed` when the newest stretch goes beyond the threshold,
 * `leak` when it has lost in the last two stretches and in the newest beyond it; `unknown` without two moments.
 */
export function restVerdict(tank: BalancedTank): RestVerdict {
  const changes = volumeChanges(tank);
  const last = changes.at(-1);
  if (last === undefined) return 'unknown';
  if (Math.abs(last.change) <= balanceThreshold(tank.volume)) return 'even';
  const before = changes.at(-2);
  return last.change < 0 && before !== undefined && before.change < 0 ? 'leak' : 'changed';
}

export interface TransferVerdict {
  /** m³ that the tanks which gained took in. */
  readonly moved: number;
  /** m³ that is over, or missing, when all changes are added. */
  readonly residual: number;
  readonly verdict: 'unknown' | 'even' | 'differs';
}

/**
 * Tanks of one substance between which something is moved: what some lose others gain. `differs` when the sum is beyond
 * half a per cent of what was moved and beyond the least threshold; `unknown` where only one side is measured, as of a
 * delivery from outside.
 */
export function transferVerdict(changes: readonly number[]): TransferVerdict {
  const gained = changes.filter((change) => change > 0).reduce((sum, change) => sum + change, 0);
  const lost = -changes.filter((change) => change < 0).reduce((sum, change) => sum + change, 0);
  const moved = Math.max(gained, lost);
  const residual = gained - lost;
  if (gained <= BALANCE_THRESHOLD.least || lost <= BALANCE_THRESHOLD.least)
    return { moved, residual, verdict: 'unknown' };
  const allowed = Math.max(TRANSFER_TOLERANCE * moved, BALANCE_THRESHOLD.least);
  return { moved, residual, verdict: Math.abs(residual) > allowed ? 'differs' : 'even' };
}
