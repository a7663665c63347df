import { useCallback, useEffect, useEffectEvent, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { LEVEL_CODES } from '@anlan/kernel/map';
import { activeOf, movingKind, useLayers, useMoment, usePlaces, usePositions, useShapes } from './facts.ts';
import { type MapAddress, readAddress, writeAddress } from './address.ts';
import { useAlarmBook } from '../desk/alarm/index.ts';
import { useScope } from '../shell/scope.ts';
import { type Level, LEVELS } from './palette.ts';

/** What the map shows; all of it lives in the address. */
export function useMapState() {
  const [search, setSearch] = useSearchParams();
  const address = useMemo(() => readAddress(search), [search]);
  const change = useCallback(
    (part: Partial<MapAddress>) =>
      setSearch((before) => writeAddress({ ...readAddress(before), ...part }, before), { replace: true }),
    [setSearch],
  );
  const scope = useScope();
  const book = useAlarmBook(scope.path);
  const layers = useLayers();
  const rows = useMemo(() => layers.data ?? [], [layers.data]);
  const on = useMemo(
    () => new Set(address.layers ?? rows.filter((layer) => layer.on).map((layer) => layer.key)),
    [address.layers, rows],
  );
  const shown = useMemo(() => rows.filter((layer) => on.has(layer.key)), [rows, on]);
  const kinds = useMemo(() => new Set(shown.flatMap((layer) => movingKind(layer) ?? [])), [shown]);
  const levels = useMemo(() => new Set(address.levels), [address.levels]);
  const replay = address.time !== null;
  const positions = usePositions(true);
  const moment = useMoment(address.time, address.knowledge);
  const past = useMemo(
    () =>
      address.time === null || moment.data === undefined
        ? null
        : { time: address.time, register: moment.data.register },
    [address.time, moment.data],
  );
  const places = usePlaces(shown, address.opacity, past);
  const shapes = useShapes(shown, address.opacity);
  const live = useMemo(() => activeOf(book.book.values()), [book.book]);
  const alarms = replay ? (moment.data?.alarms ?? []) : live;
  return {
    address,
    change,
    scope,
    book,
    layers: rows,
    on,
    shown,
    places,
    shapes,
    moment: replay ? moment.data : undefined,
    past: address.time === null ? null : { time: address.time, knowledge: address.knowledge },
    kinds,
    levels,
    replay,
    alarms,
    positions: replay ? moment.data?.positions : positions.data,
    refetch: () => void positions.refetch(),
    toggleLayer: (key: string) =>
      change({ layers: rows.map((layer) => layer.key).filter((one) => on.has(one) !== (one === key)) }),
    pickLevel: (level: Level) => {
      const alone = levels.size === 1 && levels.has(level);
      change({
        levels: alone
          ? LEVELS
          : levels.size === LEVELS.length
            ? [level]
            : LEVELS.filter((one) => levels.has(one) !== (one === level)),
      });
    },
  };
}

/** Enterprises by risk level among the layers shown. */
export function riskCounts(places: ReturnType<typeof usePlaces>): Record<Level, number> {
  const counts: Record<Level, number> = { red: 0, orange: 0, yellow: 0, blue: 0 };
  for (const { look, held } of places) {
    if (look !== 'risk') continue;
    for (const level of LEVELS) counts[level] += held.levels[LEVEL_CODES.indexOf(level)] ?? 0;
  }
  return counts;
}

/** Keys of the map: what each asks for. Letters rest while somebody types. */
export function useMapKeys(does: Readonly<Record<string, () => void>>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : null;
    if (document.querySelector('.ant-modal-wrap:not([style*="display: none"])') !== null) return;
    if (target?.closest('input, textarea, select') != null) {
      if (event.key === 'Escape' && target instanceof HTMLElement) target.blur();
      return;
    }
    const act = does[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
