import type { ReactNode } from 'react';
import styles from './Workbench.module.css';

export interface Axis {
  readonly min: number;
  readonly max: number;
  readonly log: boolean;
  readonly ticks: readonly number[];
  readonly text: (value: number) => string;
}

/** Whole powers of ten within two values, and 3 × 10ⁿ where there are few. */
export function logTicks(min: number, max: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power += 1) {
    for (const head of Math.log10(max / min) < 2.6 ? [1, 3] : [1]) {
      const value = head * 10 ** power;
      if (value >= min * 0.999 && value <= max * 1.001) ticks.push(value);
    }
  }
  return ticks;
}

/** Four to six round values from nought to the largest. */
export function plainTicks(max: number): number[] {
  const rough = max / 4;
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  const step = power * ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10);
  return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, i) => i * step);
}

export interface Frame {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly path: (points: readonly (readonly [number, number])[]) => string;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const SIZE = { width: 348, height: 250, left: 48, top: 12, right: 334, bottom: 222 } as const;

const scaled = ({ min, max, log }: Axis, from: number, to: number) => {
  const f = log ? Math.log : (value: number) => value;
  const span = f(max) - f(min) || 1;
  return (value: number): number => {
    const kept = Math.min(max, Math.max(min, value));
    return from + ((f(kept) - f(min)) / span) * (to - from);
  };
};

interface PlotProps {
  readonly x: Axis;
  readonly y: Axis;
  readonly label: string;
  readonly children: (frame: Frame) => ReactNode;
}

/** A small chart with its grid; what is drawn in it is the caller's. */
export function Plot({ x, y, label, children }: PlotProps) {
  const frame: Frame = {
    ...SIZE,
    x: scaled(x, SIZE.left, SIZE.right),
    y: scaled(y, SIZE.bottom, SIZE.top),
    path: (points) =>
      points
        .map(
          ([a, b], i) =>
            `${i === 0 ? 'M' : 'L'}${scaled(x, SIZE.left, SIZE.right)(a).toFixed(1)} ${scaled(y, SIZE.bottom, SIZE.top)(b).toFixed(1)}`,
        )
        .join(''),
  };
  return (
    <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} className={styles.plot} role="img" aria-label={label}>
      {y.ticks.map((tick) => (
        <g key={`y${tick}`}>
          <line x1={SIZE.left} x2={SIZE.right} y1={frame.y(tick)} y2={frame.y(tick)} className={styles.grid} />
          <text x={SIZE.left - 6} y={frame.y(tick) + 4} textAnchor="end">
            {y.text(tick)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick, i) => (
        <g key={`x${tick}`}>
          <line x1={frame.x(tick)} x2={frame.x(tick)} y1={SIZE.top} y2={SIZE.bottom} className={styles.grid} />
          <text x={frame.x(tick)} y={SIZE.bottom + 16} textAnchor={i === x.ticks.length - 1 ? 'end' : 'middle'}>
            {x.text(tick)}
          </text>
        </g>
      ))}
      {children(frame)}
    </svg>
  );
}
