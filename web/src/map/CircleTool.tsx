import { useLayoutEffect, useRef, useState } from 'react';
import { useLabel, useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import { useAsked, type Past } from './facts.ts';
import styles from './Circle.module.css';
import { destination, distance, metresWords, RADIUS_LIMITS, roundRadius } from './geometry.ts';
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
  readonly past: Past | null;
}

/** The circle on the map with its draggable radius, and who and what is inside. */
export function CircleTool({ stage, theme, circle, past, onChange }: CircleToolProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const [drag, setDrag] = useState<number | null>(null);
  const radius = drag ?? circle.radius;
  const frame = useProjected(stage, circle, radius);
  const asked = useAsked({ kind: 'circle', centre: [circle.lon, circle.lat], radius: circle.radius }, past);
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
        <b>{t('inside', { radius: metresWords(radius) })}</b>
        <p>
          {asked.data === undefined
            ? t('counting')
            : asked.data.groups
                .filter(({ count }) => count > 0)
                .slice(0, 6)
                .map((group) => `${label(group)} ${numberText(group.count)}`)
                .join(' · ') || t('nothing')}
        </p>
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
