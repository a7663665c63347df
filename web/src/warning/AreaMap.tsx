import 'maplibre-gl/dist/maplibre-gl.css';
import type { WarningArea, WarningLevel } from '@anlan/kernel/warning';
import type { GeoJSONSource } from 'maplibre-gl';
import { MapPinOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useWords } from '../language/index.tsx';
import { useJurisdiction, useLabels } from '../map/facts.ts';
import type { Stage } from '../map/stage.ts';
import { useStage } from '../map/use-stage.ts';
import { Empty } from '../parts/index.ts';
import { token } from '../theme/index.ts';
import { boundsOf, featuresOf } from './area.ts';
import styles from './Warning.module.css';
import { WORDS } from './words.ts';

const SOURCE = 'warning-area';
const COLOURS = {
  red: ['--red', '--red-ink'],
  orange: ['--orange', '--orange-ink'],
  yellow: ['--yellow', '--yellow-edge'],
  blue: ['--c-1', '--c-1'],
} as const;

interface Props {
  readonly areas: readonly WarningArea[];
  readonly level: WarningLevel | null;
}

/** The area of a warning in its colour on the base map. */
export function AreaMap({ areas, level }: Props) {
  const t = useWords(WORDS);
  const host = useRef<HTMLDivElement>(null);
  const jurisdiction = useJurisdiction();
  const labels = useLabels(jurisdiction?.pack ?? null);
  const { stage, state } = useStage(
    host,
    { jurisdiction, labels: labels.data, theme: 'desk', start: null, interactive: true },
    {},
  );
  const ready = state === 'ready' && stage !== null;
  useEffect(() => {
    if (ready) draw(stage, areas, level);
  }, [ready, stage, areas, level]);
  if (areas.length === 0) return <Empty icon={<MapPinOff size={20} strokeWidth={1.6} />} title={t('noArea')} />;
  if (state === 'none') return <Empty icon={<MapPinOff size={20} strokeWidth={1.6} />} title={t('noWebgl')} />;
  return (
    <div
      ref={host}
      className={styles.map}
      role="img"
      aria-label={t('map')}
      data-ready={ready}
      data-testid="warning-map"
    />
  );
}

function draw({ map }: Stage, areas: readonly WarningArea[], level: WarningLevel | null): void {
  const data = featuresOf(areas);
  const known = map.getSource(SOURCE);
  if (known !== undefined) void (known as GeoJSONSource).setData(data);
  else {
    const [fill, line] = COLOURS[level ?? 'blue'];
    map.addSource(SOURCE, { type: 'geojson', data });
    map.addLayer({
      id: `${SOURCE}-fill`,
      type: 'fill',
      source: SOURCE,
      paint: { 'fill-color': token(fill), 'fill-opacity': 0.25 },
    });
    map.addLayer({
      id: `${SOURCE}-line`,
      type: 'line',
      source: SOURCE,
      paint: { 'line-color': token(line), 'line-width': 2 },
    });
  }
  const bounds = boundsOf(areas);
  if (bounds !== undefined) map.fitBounds(bounds, { padding: 40, maxZoom: 12, animate: false });
}
