import { useMutation } from '@tanstack/react-query';
import { App, Button, Input, InputNumber, Segmented, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { useJurisdiction, useLabels } from '../map/facts.ts';
import type { Stage } from '../map/stage.ts';
import { useStage } from '../map/use-stage.ts';
import { Card, RefusalNote, whileSlow } from '../parts/index.ts';
import type { DrawnShape, FenceRow, Period } from '@anlan/systems/monitoring/vehicle-supervision';
import { outlineOf, shapeOf, type Place, type Tool } from './fence-shapes.ts';
import styles from './Transport.module.css';
import { WORDS } from './words.ts';

const SOURCE = 'drawn-fences';
const savedSchema = z.object({ version: z.number() });
const TOOLS: readonly Tool[] = ['polygon', 'circle', 'corridor'];

interface EditorProps {
  readonly fences: readonly FenceRow[];
  readonly fence: FenceRow | undefined;
  readonly may: boolean;
  readonly onSaved: () => void;
}

/** The fences of a purpose on the map; the chosen one can be drawn anew by clicking, with its hours. */
export function FenceEditor({ fences, fence, may, onSaved }: EditorProps) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const host = useRef<HTMLDivElement>(null);
  const jurisdiction = useJurisdiction();
  const labels = useLabels(jurisdiction?.pack ?? null);
  const [tool, setTool] = useState<Tool | null>(null);
  const [size, setSize] = useState(300);
  const [places, setPlaces] = useState<readonly Place[]>([]);
  const [hours, setHours] = useState<Period>(fence?.periods[0] ?? {});
  const start = startOf(fence);
  const { stage, state } = useStage(
    host,
    { jurisdiction, labels: labels.data, theme: 'desk', start, interactive: true },
    {
      onClick: (_, at) => {
        if (tool === null) return;
        const place: Place = [Number(at[0].toFixed(6)), Number(at[1].toFixed(6))];
        setPlaces((before) => (tool === 'circle' ? [place] : [...before, place]));
      },
    },
  );
  const drawn = tool === null ? undefined : shapeOf(tool, places, size);
  useDrawn(stage, state === 'ready', fences, fence, drawn ?? fence?.shape ?? undefined, places);
  const save = useMutation({
    mutationFn: (shape: DrawnShape) => {
      const periods = hours.from === undefined && hours.to === undefined && hours.weekdays === undefined ? [] : [hours];
      const body = { shape, periods, margin: fence?.margin, delay: fence?.delay, version: fence?.version };
      return api.post(`/position/fences/${fence?.id}/extent`, body, savedSchema);
    },
    onSuccess: () => {
      setTool(null);
      setPlaces([]);
      void message.success(t('saved'));
      onSaved();
    },
  });
  const shape = drawn ?? fence?.shape ?? undefined;
  return (
    <Card title={fence?.name ?? t('shape')} note={fence === undefined ? t('pick') : t('drawHint')} flush>
      <div
        ref={host}
        className={styles.map}
        data-testid="fence-map"
        data-ready={state === 'ready'}
        data-places={places.length}
      />
      {fence === undefined || !may ? null : (
        <div className={styles.tools}>
          <Segmented
            size="small"
            aria-label={t('draw')}
            value={tool ?? ''}
            options={TOOLS.map((value) => ({ value, label: t(value) }))}
            onChange={(value) => (setTool(value as Tool), setPlaces([]))}
          />
          {tool === 'circle' || tool === 'corridor' ? (
            <InputNumber
              size="small"
              min={5}
              max={20_000}
              value={size}
              aria-label={t(tool === 'circle' ? 'radius' : 'halfWidth')}
              onChange={(value) => setSize(value ?? 300)}
            />
          ) : null}
          <Button size="small" disabled={places.length === 0} onClick={() => setPlaces(places.slice(0, -1))}>
            {t('undo')}
          </Button>
          <Hours hours={hours} onChange={setHours} />
          <Button
            size="small"
            type="primary"
            disabled={shape === undefined}
            loading={whileSlow(save.isPending)}
            onClick={() => (shape === undefined ? undefined : save.mutate(shape))}
          >
            {t('save')}
          </Button>
          {save.isError ? <RefusalNote error={save.error} /> : null}
        </div>
      )}
    </Card>
  );
}

const DAYS = ['一', '二', '三', '四', '五', '六', '日'];

function Hours({ hours, onChange }: { readonly hours: Period; readonly onChange: (hours: Period) => void }) {
  const t = useWords(WORDS);
  const change = (part: Partial<Period>): void => {
    const next = Object.entries({ ...hours, ...part }).filter(
      ([, value]) => value !== undefined && value !== '' && (value as unknown[]).length !== 0,
    );
    onChange(Object.fromEntries(next));
  };
  return (
    <>
      <Input
        size="small"
        type="time"
        style={{ width: 110 }}
        value={hours.from ?? ''}
        aria-label={t('hoursFrom')}
        onChange={(event) => change({ from: event.target.value })}
      />
      <Input
        size="small"
        type="time"
        style={{ width: 110 }}
        value={hours.to ?? ''}
        aria-label={t('hoursTo')}
        onChange={(event) => change({ to: event.target.value })}
      />
      <Select
        size="small"
        mode="multiple"
        style={{ minWidth: 140 }}
        placeholder={t('weekdays')}
        aria-label={t('weekdays')}
        value={hours.weekdays ?? []}
        options={DAYS.map((label, index) => ({ value: index + 1, label }))}
        onChange={(weekdays: number[]) => change({ weekdays })}
      />
    </>
  );
}

/** Degrees of latitude to a metre. */
const DEGREE = 1 / 111_320;

/** Where the whole of a fence is seen. */
function startOf(fence: FenceRow | undefined): { lon: number; lat: number; zoom: number } | null {
  const shape = fence?.shape;
  if (shape == null) return null;
  const places =
    shape.kind === 'circle' ? [shape.centre] : shape.kind === 'corridor' ? shape.path : shape.polygons.flat(2);
  if (places.length === 0) return null;
  const [lons, lats] = [places.map(([lon]) => lon).toSorted(byNumber), places.map(([, lat]) => lat).toSorted(byNumber)];
  const [west, east, south, north] = [lons[0]!, lons.at(-1)!, lats[0]!, lats.at(-1)!];
  const round = shape.kind === 'circle' ? 2 * shape.radius * DEGREE : 0;
  // The narrower side of the map shows some five hundred pixels, of which the fence takes half.
  const span = Math.max(east - west, (north - south) * 1.2, round * 1.2, 0.002);
  return { lon: (west + east) / 2, lat: (south + north) / 2, zoom: Math.min(15, Math.log2(360 / span) - 1) };
}

const byNumber = (a: number, b: number): number => a - b;

/** Keeps the fences and what is being drawn as a layer of the map. */
function useDrawn(
  stage: Stage | null,
  ready: boolean,
  fences: readonly FenceRow[],
  fence: FenceRow | undefined,
  shape: DrawnShape | undefined,
  places: readonly Place[],
): void {
  useEffect(() => {
    if (stage === null || !ready) return;
    const { map } = stage;
    const feature = (geometry: GeoJSON.Geometry, role: string): GeoJSON.Feature => ({
      type: 'Feature',
      properties: { role },
      geometry,
    });
    const data: GeoJSON.FeatureCollection = {
      type: 'FeatureCollection',
      features: [
        ...fences.flatMap((one) =>
          one.geometry === null || one.id === fence?.id ? [] : [feature(one.geometry as GeoJSON.Geometry, 'other')],
        ),
        ...(shape === undefined ? [] : [feature(outlineOf(shape), 'own')]),
        ...places.map((coordinates) => feature({ type: 'Point', coordinates }, 'place')),
      ],
    };
    const source = map.getSource(SOURCE);
    if (source !== undefined) {
      (source as unknown as { setData(data: GeoJSON.FeatureCollection): void }).setData(data);
      return;
    }
    const style = getComputedStyle(document.documentElement);
    const colour = (token: string): string => style.getPropertyValue(token).trim();
    map.addSource(SOURCE, { type: 'geojson', data });
    const own: ['==', ['get', string], string] = ['==', ['get', 'role'], 'own'];
    map.addLayer({
      id: `${SOURCE}-fill`,
      type: 'fill',
      source: SOURCE,
      filter: ['match', ['geometry-type'], ['Polygon', 'MultiPolygon'], true, false],
      paint: { 'fill-color': colour('--c-1'), 'fill-opacity': ['case', own, 0.3, 0.1] },
    });
    map.addLayer({
      id: `${SOURCE}-line`,
      type: 'line',
      source: SOURCE,
      filter: ['!=', ['geometry-type'], 'Point'],
      paint: {
        'line-color': ['case', own, colour('--ink'), colour('--c-1')],
        'line-width': ['case', own, 3, 1.5],
      },
    });
    map.addLayer({
      id: `${SOURCE}-place`,
      type: 'circle',
      source: SOURCE,
      filter: ['==', ['get', 'role'], 'place'],
      paint: { 'circle-radius': 5, 'circle-color': colour('--ink') },
    });
  }, [stage, ready, fences, fence, shape, places]);
}
