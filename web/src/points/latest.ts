import type { Level } from '@anlan/kernel/entity';
import { staleAfter, type PointView } from '@anlan/kernel/telemetry';
import { useContext } from 'react';
import { useReading } from '../live/index.ts';
import { useNow } from '../time/index.ts';
import { levelAt } from './limits.ts';
import { ReplayContext } from './replay.ts';

/**
 * The newest value of a point: pushed or fetched, whichever is later, and whether it still counts; within a picture that
 * goes back in time the value of the chosen moment. Its level is that of its alarm (`inAlarm`) where it has one, else that
 * of the limit its value has reached.
 */
export function useLatest(point: PointView, inAlarm: Level | null = null) {
  const pushed = useReading(point.id);
  const now = useNow(5000);
  const replay = useContext(ReplayContext);
  const latest = pushed !== undefined && pushed.at >= (point.latest?.at ?? 0) ? pushed : point.latest;
  const allowed = staleAfter(point.expectedPeriod);
  if (replay !== null && replay.at !== null) {
    const value = replay.valueOf(point.id) ?? null;
    const level = value === null ? null : levelAt(value, point.limits, point.kind);
    return { latest: { at: replay.at, value, quality: 'good' }, allowed, stale: value === null, level };
  }
  const stale = latest === null || now - latest.at > allowed;
  const reached = latest?.value == null || stale ? null : levelAt(latest.value, point.limits, point.kind);
  return { latest, allowed, stale, level: inAlarm ?? reached };
}
