import type { AgendaLine } from '@anlan/kernel/notify';

/** Minutes from midnight as `09:05`. */
export function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** Minutes from midnight of `09:05`, or of `09:05:41`. */
export function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Key of the line that is to be seen to: the last that has begun and is not done, else the first to come. */
export function currentOf(
  lines: readonly Pick<AgendaLine, 'key' | 'minute' | 'done'>[],
  minute: number,
): string | undefined {
  const open = lines.filter((line) => !line.done);
  return (open.findLast((line) => line.minute <= minute) ?? open[0])?.key;
}

/** How much more or less than yesterday, with its sign; undefined where yesterday is not known. */
export function changeText(value: number | string, before: number | null | undefined): string | undefined {
  if (before === null || before === undefined || typeof value === 'string') return undefined;
  const change = value - before;
  return change === 0 ? '±0' : change > 0 ? `+${change}` : `−${-change}`;
}
