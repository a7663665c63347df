import type { StateRecord } from '@anlan/systems/monitoring/vehicle-supervision';
import { ticksTo } from './journey.ts';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The lines of a vehicle-state record in px: blocks at equal distances, as they were recorded; the brake as bars of its pedal's share. */
export function stateLines(states: NonNullable<StateRecord['states']>, { left, right, top: high, bottom }: Box) {
  const fastest = states.reduce((most, one) => Math.max(most, one.speed, one.pulseSpeed), 20);
  const top = ticksTo(fastest, 1).at(-1) ?? fastest;
  const wide = Math.max(1, right - left) / Math.max(1, states.length - 1);
  const path = (of: (state: (typeof states)[number]) => number): string =>
    states
      .map((state, index) => {
        const [x, y] = [left + index * wide, bottom - ((bottom - high) * of(state)) / top];
        return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
      })
      .join('');
  const brakes = states.flatMap(({ brake, braking }, index) => {
    const share = braking ? Math.max(brake, 10) : brake;
    if (share <= 0) return [];
    return [{ x: left + (index - 0.5) * wide, wide, y: bottom - ((bottom - high) * Math.min(100, share)) / 100 }];
  });
  return {
    top,
    brakes,
    speed: path(({ speed }) => speed),
    pulse: path(({ pulseSpeed }) => pulseSpeed),
    from: states[0]?.at ?? null,
    to: states.at(-1)?.at ?? null,
  };
}
