import { staleAfter, type PointView } from '@anlan/kernel/telemetry';
import { useReading } from '../live/index.ts';
import { useNow } from '../time/index.ts';
import { levelAt } from './limits.ts';

/** The newest value of a point: pushed or fetched, whichever is later, and whether it still counts. */
export function useLatest(point: PointView) {
  const pushed = useReading(point.id);
  const now = useNow(5000);
  const latest = pushed !== undefined && pushed.at >= (point.latest?.at ?? 0) ? pushed : point.latest;
  const allowed = staleAfter(point.expectedPeriod);
  const stale = latest === null || now - latest.at > allowed;
  return { latest, allowed, stale, level: latest?.value == null || stale ? null : levelAt(latest.value, point.limits) };
}
