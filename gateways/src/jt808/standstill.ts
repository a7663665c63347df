import type { Fix } from '@anlan/kernel/position';
import type { Standstill, Unsafe } from '../listener.ts';

/** Status bit 22 of JT/T 808-2019: the vehicle is moving, whatever the speed says. */
const MOVING = 1 << 22;
/** Between two fixes further apart than this (ms) a vehicle may have driven. */
const UNSEEN = 120_000;

/** What is known of a vehicle's movement from its newest live fix; times in epoch ms. */
export interface Standing {
  readonly at: number;
  readonly positioned: boolean;
  readonly moving: boolean;
  /** Since when it stands without a gap; null while it moves. */
  readonly since: number | null;
}

/** What is known after the next live fix; `arrival` is the platform's time, which a terminal's clock can not forge. */
export function standingAfter(before: Standing | undefined, fix: Fix, arrival: number): Standing {
  const at = Math.min(fix.at, arrival);
  const moving =
    fix.speed === null || fix.speed === undefined || fix.speed > 0 || ((fix.statusBits ?? 0) & MOVING) !== 0;
  const stands = fix.positioned && !moving;
  const went = before?.since != null && at >= before.at && at - before.at <= UNSEEN;
  return { at, positioned: fix.positioned, moving, since: stands ? (went ? before.since : at) : null };
}

/** Why a vehicle must not be cut off now; undefined when it stands by a fresh fix for long enough. */
export function unsafe(standing: Standing | undefined, { fresh, still }: Standstill, now: number): Unsafe | undefined {
  if (standing === undefined) return 'no-fix';
  if (now - standing.at > fresh) return 'stale-fix';
  if (!standing.positioned) return 'not-positioned';
  if (standing.moving || standing.since === null) return 'moving';
  return now - standing.since < still ? 'not-still-long-enough' : undefined;
}
