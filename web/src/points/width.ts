import { useCallback, useState } from 'react';

/** The width in px that a box has on the screen, 0 before it stands; `hold` is the box's ref. */
export function useWidth(): readonly [width: number, hold: (box: HTMLElement | null) => (() => void) | undefined] {
  const [width, setWidth] = useState(0);
  const hold = useCallback((box: HTMLElement | null) => {
    if (box === null) return undefined;
    const watch = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  return [width, hold];
}
