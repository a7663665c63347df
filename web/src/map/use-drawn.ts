import type { AlarmView } from '@anlan/kernel/alarm';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { MapAddress } from './address.ts';
import { drawingsOf } from './draw.ts';
import { objectKind, useJurisdiction, useLabels, type LayerRow } from './facts.ts';
import type { Picked } from './picking.ts';
import type { Stage, View } from './stage.ts';
import { useFeed, useStage, type StageState } from './use-stage.ts';
import { useDraw } from './use-draw.ts';
import type { useMapState } from './use-map.ts';

type State = ReturnType<typeof useMapState>;

/** `enterprise:ID` of a picked place, by what its layer draws. */
function objectOfPick(picked: Picked, layers: readonly LayerRow[]): string {
  if (picked.kind !== 'place') return `${picked.kind}:${picked.id}`;
  // In replay a layer is held under its key and the register's state.
  const layer = layers.find((one) => one.key === picked.layer.split('@')[0]);
  return `${layer === undefined ? 'enterprise' : objectKind(layer)}:${picked.id}`;
}

/** The map drawn into `host` for what the address says; clicks change the address. */
export function useDrawnMap(host: RefObject<HTMLElement | null>, state: State) {
  const { address, change } = state;
  const jurisdiction = useJurisdiction();
  const labels = useLabels(jurisdiction?.pack ?? null);
  const [view, setView] = useState<View | null>(null);
  const draw = useDraw((area) => change({ area, alarm: null, object: null }));
  const [named, setNamed] = useState('');
  // The place the address named when the map was opened; later moves are the map's own.
  const { current: start } = useRef(
    address.lon !== null && address.lat !== null ? { lon: address.lon, lat: address.lat, zoom: address.z ?? 10 } : null,
  );
  const onClick = (picked: Picked | null, [lon, lat]: readonly [number, number]) => {
    if (draw.mode !== null) draw.add([lon, lat]);
    else if (picked === null) change({ alarm: null, object: null });
    else if (picked.kind === 'alarm') change({ alarm: picked.id, object: null });
    else {
      if (picked.kind === 'place') setNamed(picked.name);
      change({ alarm: null, object: objectOfPick(picked, state.layers) });
    }
  };
  const onView = (next: View) => {
    setView(next);
    change({ lon: next.lon, lat: next.lat, z: next.zoom });
  };
  const theme = address.dark ? 'wall' : 'desk';
  const drawn = useStage(
    host,
    { jurisdiction, labels: labels.data, theme, start, interactive: true },
    { onView, onClick },
  );
  const { stage } = drawn;
  useFeed(stage, state);
  useDrawing(stage, draw, address.area);
  useEffect(() => {
    if (stage !== null && labels.data !== undefined && stage.keeper.palette.dark !== address.dark)
      stage.theme(theme, labels.data);
  }, [stage, labels.data, address.dark, theme]);
  useEffect(() => {
    if (stage !== null && drawn.state === 'ready') setView(stage.view());
  }, [stage, drawn.state]);
  return { ...drawn, jurisdiction, noPack: labels.isError, view, draw, named, arriving: start === null };
}

/** Shows what is being drawn, else the area that is asked about; a circle has a frame of its own. */
function useDrawing(stage: Stage | null, { mode, path }: ReturnType<typeof useDraw>, area: MapAddress['area']): void {
  useEffect(() => {
    if (stage === null) return;
    stage.drawing = mode !== null;
    const closed = mode === 'polygon' || mode === 'surface';
    const asked = area === null || area.kind === 'circle' ? [] : drawingsOf(area);
    stage.keeper.change({
      drawing: mode === null ? asked : [{ id: 'hand', path, closed: closed && path.length > 2, corners: true }],
    });
    stage.touch();
  }, [stage, mode, path, area]);
}

/** Brings the map to a chosen alarm that is out of sight, and takes the ring off when nothing else is chosen. */
export function useArrival(
  stage: Stage | null,
  drawn: StageState,
  alarm: AlarmView | undefined,
  arriving: boolean,
  object: MapAddress['object'],
): void {
  const id = alarm?.id;
  useEffect(() => {
    if (stage === null || alarm === undefined) return;
    const moving = stage.keeper.placeOf(alarm.subjectKind, alarm.subjectId, alarm.deviceId);
    const place = moving ?? (alarm.lon === null || alarm.lat === null ? null : ([alarm.lon, alarm.lat] as const));
    stage.choose(null);
    if (place === null) return;
    const hidden = !stage.map.getBounds().contains([...place]);
    if (drawn === 'ready' ? hidden : arriving) stage.fly(place[0], place[1], 10.5);
    // Only a newly chosen alarm moves the map, not every change of its value.
  }, [stage, id]); // eslint-disable-line react-hooks/exhaustive-deps
  useEffect(() => {
    if (object === null) stage?.choose(null);
  }, [stage, object]);
}

/** What is in view and what the last frame cost (ms), counted every two seconds and after each move. */
export function useInView(stage: Stage | null) {
  const [inView, setInView] = useState({ places: 0, points: 0, moving: 0, ms: 0, workerMs: 0 });
  useEffect(() => {
    if (stage === null) return undefined;
    const read = () => setInView({ ...stage.inView(), ms: stage.cost, workerMs: stage.keeper.workerMs });
    const timer = setInterval(read, 2000);
    stage.map.on('moveend', read);
    return () => clearInterval(timer);
  }, [stage]);
  return inView;
}
