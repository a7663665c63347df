import { X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useWords } from '../language/index.tsx';
import { numberText, RiskMark } from '../parts/index.ts';
import { useInside, type Inside } from './facts.ts';
import styles from './Circle.module.css';
import { destination, distance, metresWords, RADIUS_LIMITS, roundRadius } from './geometry.ts';
import { type Level, LEVELS } from './palette.ts';
import type { Stage } from './stage.ts';
import { WORDS } from './words.ts';

interface Circle {
  readonly lon: number;
  readonly lat: number;
  readonly radius: number;
}

interface CircleToolProps {
  readonly stage: Stage;
  readonly theme: 'wall' | undefined;
  readonly circle: Circle;
  readonly onChange: (circle: Circle) => void;
  readonly onClose: () => void;
  readonly onOpen: (object: string) => void;
}

const KINDS = ['enterprises', 'tanks', 'devices', 'vehicles', 'vessels'] as const;
const KIND_OF = {
  enterprises: 'enterprise',
  tanks: 'tank',
  devices: 'device',
  vehicles: 'vehicle',
  vessels: 'vessel',
} as const;

/** The circle on the map with its draggable radius, and who and what is inside. */
export function CircleTool({ stage, theme, circle, onChange, onClose, onOpen }: CircleToolProps) {
  const t = useWords(WORDS);
  const [drag, setDrag] = useState<number | null>(null);
  const radius = drag ?? circle.radius;
  const frame = useProjected(stage, circle, radius);
  const [asked, setAsked] = useState(circle);
  useEffect(() => {
    const timer = setTimeout(() => setAsked({ ...circle, radius }), 200);
    return () => clearTimeout(timer);
  }, [circle, radius]);
  const inside = useInside(asked);
  const box = useRef<HTMLDivElement>(null);
  const radiusAt = (x: number, y: number): number => {
    const rect = box.current?.getBoundingClientRect();
    const place = stage.map.unproject([x - (rect?.left ?? 0), y - (rect?.top ?? 0)]);
    return roundRadius(distance([circle.lon, circle.lat], [place.lng, place.lat]));
  };
  const nudge = (factor: number) => onChange({ ...circle, radius: roundRadius(circle.radius * factor) });
  const keys: Readonly<Record<string, number>> = {
    ArrowRight: 1.1,
    ArrowUp: 1.1,
    ArrowLeft: 0.9,
    ArrowDown: 0.9,
    PageUp: 2,
    PageDown: 0.5,
  };
  return (
    <div ref={box} className={styles.layer} data-theme={theme} data-testid="circle" data-radius={radius}>
      <svg aria-hidden>
        <circle cx={frame.x} cy={frame.y} r={frame.r} className={styles.area} />
        <line x1={frame.x} y1={frame.y} x2={frame.x + frame.r} y2={frame.y} className={styles.arm} />
      </svg>
      <button
        type="button"
        className={styles.handle}
        style={{ left: frame.x + frame.r, top: frame.y }}
        role="slider"
        aria-label={t('radius')}
        data-testid="circle-handle"
        aria-valuemin={RADIUS_LIMITS.least}
        aria-valuemax={RADIUS_LIMITS.most}
        aria-valuenow={radius}
        aria-valuetext={metresWords(radius)}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => (event.buttons === 1 ? setDrag(radiusAt(event.clientX, event.clientY)) : undefined)}
        onPointerUp={() => (drag === null ? undefined : (onChange({ ...circle, radius: drag }), setDrag(null)))}
        onKeyDown={(event) => {
          const factor = keys[event.key];
          if (factor === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          nudge(factor);
        }}
      />
      <section
        className={styles.box}
        style={{ left: frame.x, top: frame.y + frame.r + 14 }}
        aria-live="polite"
        data-testid="circle-counts"
      >
        <header>
          <b>{t('inside', { radius: metresWords(radius) })}</b>
          <button type="button" onClick={onClose} aria-label={t('close')}>
            <X size={14} aria-hidden />
          </button>
        </header>
        <Counts inside={inside.data} onOpen={onOpen} />
      </section>
    </div>
  );
}

/** Where a circle lies on the screen, kept true while the map moves. */
function useProjected(
  stage: Stage,
  circle: Circle,
  radius: number,
): { readonly x: number; readonly y: number; readonly r: number } {
  const [, redraw] = useState(0);
  useLayoutEffect(() => {
    const moved = () => redraw((before) => before + 1);
    stage.map.on('move', moved);
    return () => void stage.map.off('move', moved);
  }, [stage]);
  const centre = stage.map.project([circle.lon, circle.lat]);
  const [lon, lat] = destination([circle.lon, circle.lat], radius, 90);
  return { x: centre.x, y: centre.y, r: Math.abs(stage.map.project([lon, lat]).x - centre.x) };
}

function Counts({
  inside,
  onOpen,
}: {
  readonly inside: Inside | undefined;
  readonly onOpen: (object: string) => void;
}) {
  const t = useWords(WORDS);
  if (inside === undefined) return <p>{t('counting')}</p>;
  const present = KINDS.filter((kind) => inside[kind].count > 0);
  if (present.length === 0) return <p>{t('nothing')}</p>;
  const nearest = present
    .flatMap((kind) => inside[kind].rows.slice(0, 3).map((row) => ({ ...row, object: `${KIND_OF[kind]}:${row.id}` })))
    .sort((a, b) => a.distance - b.distance);
  return (
    <>
      <p>{present.map((kind) => `${t(kind)} ${numberText(inside[kind].count)}`).join(' · ')}</p>
      <ol>
        {nearest.slice(0, 4).map((row) => (
          <li key={row.object}>
            <button type="button" onClick={() => onOpen(row.object)}>
              {LEVELS.includes(row.level as Level) ? <RiskMark level={row.level as Level} size={9} /> : null}
              <span>{row.name}</span>
              <em>{metresWords(row.distance)}</em>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
