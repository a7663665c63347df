import { useCallback, useState } from 'react';
import type { Area } from '@anlan/kernel/map';
import { areaOf, withCorner, type Mode, type Path } from './draw.ts';

/** Drawing by hand: which tool is in hand, the corners so far, and what its keys and buttons do. */
export function useDraw(onArea: (area: Area) => void) {
  const [mode, setMode] = useState<Mode | null>(null);
  const [path, setPath] = useState<Path>([]);
  const [refused, setRefused] = useState(false);
  const start = useCallback((next: Mode | null) => {
    setMode(next);
    setPath([]);
    setRefused(false);
  }, []);
  const add = (corner: readonly [number, number]) => {
    if (mode === null) return;
    const next = withCorner(mode, path, corner);
    setRefused(next.refused);
    setPath(next.path);
    const circle = mode === 'circle' ? areaOf(mode, next.path) : null;
    if (circle !== null) {
      onArea(circle);
      start(null);
    }
  };
  const finish = () => {
    const area = mode === null ? null : areaOf(mode, path);
    if (area === null) {
      setRefused(mode === 'polygon' && path.length > 2);
      return;
    }
    onArea(area);
    start(null);
  };
  const undo = () => setPath((before) => before.slice(0, -1));
  return { mode, path, refused, start, add, finish, undo };
}
