import type { LonLat, RiskContour, Setup, Zone } from '@anlan/kernel/workbench';
import { useLayoutEffect, useState } from 'react';
import { useWords } from '../language/index.tsx';
import { metresPerPixel, scaleBar } from '../map/geometry.ts';
import type { Stage } from '../map/stage.ts';
import { RiskMark } from '../parts/index.ts';
import type { MapPlace } from './map-layers.ts';
import { metresText, riskText, windName } from './text.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

interface MarksProps {
  readonly stage: Stage;
  readonly setup: Setup;
  readonly zones: readonly Zone[];
  readonly contours: readonly RiskContour[];
  readonly places: readonly MapPlace[];
  readonly clicked: LonLat | null;
}

/** Names over the map, kept in place while it moves: the release, how far each zone reaches, the places inside. */
export function Marks({ stage, setup, zones, contours, places, clicked }: MarksProps) {
  const t = useWords(WORDS);
  const [, redraw] = useState(0);
  useLayoutEffect(() => {
    const moved = () => redraw((before) => before + 1);
    stage.map.on('move', moved);
    stage.map.on('resize', moved);
    return () => {
      stage.map.off('move', moved);
      stage.map.off('resize', moved);
    };
  }, [stage]);
  const at = ([lon, lat]: Readonly<LonLat>) => {
    const { x, y } = stage.map.project([lon, lat]);
    return { left: x, top: y };
  };
  const heading = ((setup.weather.from + 180) * Math.PI) / 180;
  const farthest = (zone: Zone): LonLat =>
    zone.ring.reduce((best, place) =>
      place[0] * Math.sin(heading) + place[1] * Math.cos(heading) >
      best[0] * Math.sin(heading) + best[1] * Math.cos(heading)
        ? place
        : best,
    );
  const named = namedApart(stage, setup.place, places);
  const bar = scaleBar(metresPerPixel(setup.place[1], stage.map.getZoom()), 110);
  return (
    <div className={styles.marks} aria-hidden>
      {named.map((place) => (
        <span
          key={`${place.kind}${place.name}${place.lon}`}
          className={styles.placeName}
          style={at([place.lon, place.lat])}
        >
          {place.name}
        </span>
      ))}
      {zones
        .filter(({ ring }) => ring.length > 3)
        .map((zone) => (
          <span key={zone.name} className={styles.zoneName} data-colour={zone.level.colour} style={at(farthest(zone))}>
            <RiskMark level={zone.level.colour} size={12} /> {metresText(zone.distance)}
          </span>
        ))}
      {contours
        .filter(({ rings }) => rings.length > 0)
        .map(({ level, rings }) => (
          <span key={level} className={styles.riskName} style={at(northernmost(rings))}>
            {riskText(level)}
          </span>
        ))}
      <span className={styles.release} style={at(setup.place)}>
        <i />
        {t('releasePoint')}
      </span>
      {clicked === null ? null : <span className={styles.clicked} style={at(clicked)} />}
      <span className={styles.scale} style={{ width: bar.width }}>
        {bar.label}
      </span>
    </div>
  );
}

const northernmost = (rings: RiskContour['rings']): LonLat =>
  rings.flat().reduce((best, place) => (place[1] > best[1] ? place : best));

/** Most names on the map, and the room (px) each needs. */
const NAMES = { most: 12, wide: 130, high: 15 } as const;

/** Places whose names do not lie over one another or over the release, worst first. */
function namedApart(stage: Stage, release: Readonly<LonLat>, places: readonly MapPlace[]): MapPlace[] {
  const taken = [stage.map.project([release[0], release[1]])];
  const named: MapPlace[] = [];
  for (const place of places) {
    if (named.length >= NAMES.most) break;
    const at = stage.map.project([place.lon, place.lat]);
    if (taken.some(({ x, y }) => Math.abs(x - at.x) < NAMES.wide && Math.abs(y - at.y) < NAMES.high)) continue;
    taken.push(at);
    named.push(place);
  }
  return named;
}

/** The wind on the map: an arrow the way it blows. */
export function Compass({ from }: { readonly from: number }) {
  return (
    <div className={styles.compass} title={`${windName(from)} ${Math.round(from)}°`}>
      <small>N</small>
      <svg viewBox="0 0 40 40" width="46" height="46" style={{ transform: `rotate(${from + 180}deg)` }} aria-hidden>
        <path d="M20 33V9M13 16l7-8 7 8" />
      </svg>
    </div>
  );
}
