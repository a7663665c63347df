import type { Gb28181 } from '@anlan/gateways/media';
import type { PtzMove } from '@anlan/kernel/camera';

type Command = Parameters<Gb28181['move']>[2];
type Ways = Partial<Record<'pan' | 'tilt' | 'zoom' | 'focus' | 'iris', -1 | 1>>;

/** What each word moves, and which way. */
const WAYS: Readonly<Partial<Record<PtzMove, Ways>>> = {
  left: { pan: -1 },
  right: { pan: 1 },
  up: { tilt: 1 },
  down: { tilt: -1 },
  'zoom-in': { zoom: 1 },
  'zoom-out': { zoom: -1 },
  'focus-near': { focus: 1 },
  'focus-far': { focus: -1 },
  'iris-open': { iris: 1 },
  'iris-close': { iris: -1 },
};

/** A movement in the words of GB/T 28181; `speed` 0…1. */
export function ptzOf(move: PtzMove, speed: number, preset = 1): Command {
  if (move === 'preset') return { kind: 'preset', act: 'call', number: preset };
  const ways = WAYS[move];
  if (ways === undefined) return { kind: 'stop' };
  const { pan = 0, tilt = 0, zoom = 0, focus, iris } = ways;
  if (focus !== undefined || iris !== undefined) return { kind: 'lens', focus: focus ?? 0, iris: iris ?? 0, speed };
  return { kind: 'move', pan, tilt, zoom, speed };
}
