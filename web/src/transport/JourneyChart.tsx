import type { Journey } from '@anlan/systems/monitoring/vehicle-supervision';
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import { useWidth } from '../points/index.ts';
import { timeText } from '../time/index.ts';
import { indexAt, kilometres, stretchesOf, ticksTo } from './journey.ts';
import styles from './Picture.module.css';
import { PICTURE_WORDS } from './words-picture.ts';

const TOP = 26;
const LEFT = 40;
const RIGHT = 12;
const CLOCK = 10;
const BELOW = 24;
/** Labels of rests nearer than this (px) would cover each other. */
const ROOM = 34;

export interface Brush {
  /** km */
  readonly from: number;
  readonly to: number;
}

interface Props {
  readonly journey: Journey;
  readonly head: number | null;
  readonly brush: Brush | null;
  readonly onHead: (index: number | null) => void;
  readonly onBrush: (brush: Brush | null) => void;
  readonly height?: number;
}

/** Speed over kilometres with the limit as a step line, nights, rests and the driving clock; a stretch may be chosen in it. */
export function JourneyChart({ journey, head, brush, onHead, onBrush, height = 220 }: Props) {
  const t = useWords(PICTURE_WORDS);
  const [width, hold] = useWidth();
  const svg = useRef<SVGSVGElement>(null);
  const [start, setStart] = useState<number | null>(null);
  const km = useMemo(() => kilometres(journey), [journey]);
  const stretches = useMemo(() => stretchesOf(journey), [journey]);
  const length = km.at(-1) ?? 0;
  const fastest = [journey.speed, journey.satellite, journey.limit]
    .flat()
    .reduce<number>((most, one) => Math.max(most, one ?? 0), 40);
  const ticks = ticksTo(fastest * 1.05, 4);
  const top = ticks.at(-1) ?? 1;
  const right = Math.max(LEFT + 60, width - RIGHT);
  const bottom = height - BELOW - CLOCK - 6;
  const x = (at: number): number => LEFT + ((right - LEFT) * at) / Math.max(length, 0.001);
  const y = (speed: number): number => bottom - ((bottom - TOP) * speed) / top;
  const kmAt = (event: PointerEvent): number => {
    const box = svg.current!.getBoundingClientRect();
    return Math.min(length, Math.max(0, ((event.clientX - box.left - LEFT) / (right - LEFT)) * length));
  };
  const line = (first: number, last: number): string => {
    let path = '';
    for (let index = first; index <= last; index += 1)
      path += `${index === first ? 'M' : 'L'}${x(km[index]!).toFixed(1)} ${y(journey.speed[index] ?? 0).toFixed(1)}`;
    return path;
  };
  const bySatellite = journey.satellite
    .map((one, index) => {
      if (one === null) return '';
      const from = index === 0 || journey.satellite[index - 1] === null;
      return `${from ? 'M' : 'L'}${x(km[index]!).toFixed(1)} ${y(one).toFixed(1)}`;
    })
    .join('');
  const shown = head === null ? null : Math.min(head, km.length - 1);
  const onKey = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Escape') onBrush(null);
    if (by === undefined || km.length === 0) return;
    event.preventDefault();
    const step = Math.max(1, Math.round(km.length / 200));
    onHead(Math.min(km.length - 1, Math.max(0, (shown ?? 0) + by * step)));
  };
  return (
    <div ref={hold} className={styles.chart}>
      {width === 0 ? null : (
        <svg
          ref={svg}
          width={width}
          height={height}
          role="slider"
          tabIndex={0}
          aria-label={t('chartSaid', { km: numberText(length, 1), n: journey.violations.length })}
          aria-valuemin={0}
          aria-valuemax={Math.round(length * 10) / 10}
          aria-valuenow={shown === null ? 0 : Math.round(km[shown]! * 10) / 10}
          aria-valuetext={shown === null ? undefined : said(journey, shown)}
          data-testid="journey-chart"
          onKeyDown={onKey}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setStart(kmAt(event));
          }}
          onPointerMove={(event) => {
            const at = kmAt(event);
            onHead(indexAt(km, at));
            if (start !== null && Math.abs(x(at) - x(start)) > 6)
              onBrush({ from: Math.min(start, at), to: Math.max(start, at) });
          }}
          onPointerUp={(event) => {
            if (start !== null && Math.abs(x(kmAt(event)) - x(start)) <= 6) onBrush(null);
            setStart(null);
          }}
        >
          <Nights journey={journey} km={km} x={x} bottom={bottom} />
          {ticks.map((tick) => (
            <g key={tick}>
              <line className={styles.grid} x1={LEFT} x2={right} y1={y(tick)} y2={y(tick)} />
              <text className={styles.tick} x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
                {tick}
              </text>
            </g>
          ))}
          <text className={styles.tick} x={LEFT - 6} y={TOP - 12} textAnchor="end">
            km/h
          </text>
          {ticksTo(length, Math.max(2, Math.floor((right - LEFT) / 90)))
            .filter((tick) => tick <= length)
            .map((tick) => (
              <text
                key={tick}
                className={styles.tick}
                x={x(tick)}
                y={height - 6}
                textAnchor={tick === 0 ? 'start' : 'middle'}
              >
                {numberText(tick)}
                {tick === 0 ? ' km' : ''}
              </text>
            ))}
          {stretches.map(({ band, first, last }) =>
            band === 'within' ? null : (
              <path
                key={first}
                className={styles.area}
                data-band={band}
                d={`${line(first, last)}L${x(km[last]!).toFixed(1)} ${bottom}L${x(km[first]!).toFixed(1)} ${bottom}Z`}
              />
            ),
          )}
          {stretches.map(({ band, first, last }) => (
            <path key={first} className={styles.speed} data-band={band} d={line(first, last)} />
          ))}
          {bySatellite === '' ? null : (
            <path className={styles.satellite} d={bySatellite} data-testid="satellite-speed" />
          )}
          <path className={styles.limit} d={limitPath(journey, km, x, y)} />
          <Rests journey={journey} km={km} x={x} bottom={bottom} />
          <Clock journey={journey} km={km} x={x} top={bottom + 6} />
          {brush === null ? null : (
            <rect
              className={styles.brush}
              x={x(brush.from)}
              width={Math.max(1, x(brush.to) - x(brush.from))}
              y={TOP}
              height={bottom - TOP}
            />
          )}
          {shown === null || km[shown] === undefined ? null : (
            <g>
              <line className={styles.head} x1={x(km[shown])} x2={x(km[shown])} y1={TOP} y2={bottom + 6 + CLOCK} />
              <circle className={styles.headDot} cx={x(km[shown])} cy={y(journey.speed[shown] ?? 0)} r={4} />
              <text
                className={styles.said}
                x={Math.min(right, Math.max(LEFT, x(km[shown])))}
                y={11}
                textAnchor={x(km[shown]) > (LEFT + right) / 2 ? 'end' : 'start'}
              >
                {said(journey, shown)}
                {journey.satellite[shown] == null
                  ? ''
                  : `  ${t('satellite', { n: numberText(journey.satellite[shown], 0) })}`}
              </text>
            </g>
          )}
        </svg>
      )}
    </div>
  );
}

function said({ time, speed, limit, driven }: Journey, index: number): string {
  const own = speed[index] == null ? '—' : numberText(speed[index], 0);
  const most = limit[index] == null ? '' : ` / ${numberText(limit[index], 0)}`;
  return `${timeText(time[index]!)}  ${own}${most} km/h  ⏱ ${numberText(driven[index])} min`;
}

interface Scaled {
  readonly journey: Journey;
  readonly km: readonly number[];
  readonly x: (km: number) => number;
}

/** The limit as steps: it holds from one fix to the next. */
function limitPath(
  { limit }: Journey,
  km: readonly number[],
  x: (km: number) => number,
  y: (speed: number) => number,
): string {
  let path = '';
  let before: number | null = null;
  limit.forEach((one, index) => {
    if (one === null) before = null;
    else {
      const at = x(km[index]!).toFixed(1);
      path +=
        before === null ? `M${at} ${y(one).toFixed(1)}` : before === one ? `H${at}` : `H${at}V${y(one).toFixed(1)}`;
      before = one;
    }
  });
  return path;
}

function Nights({ journey, km, x, bottom }: Scaled & { readonly bottom: number }) {
  const t = useWords(PICTURE_WORDS);
  if (km.length === 0) return null;
  return journey.nights.map(([from, to]) => {
    const [a, b] = [x(km[indexAt(journey.time, from)]!), x(km[indexAt(journey.time, to)]!)];
    if (b - a < 1) return null;
    return (
      <g key={from}>
        <rect className={styles.night} x={a} width={b - a} y={TOP} height={bottom - TOP} />
        {b - a < 40 ? null : (
          <text className={styles.nightWord} x={a + 6} y={TOP + 13}>
            {t('night')}
          </text>
        )}
      </g>
    );
  });
}

/** Rests as a P with their minutes; where they lie too close together only the longest speaks. */
function Rests({ journey, km, x, bottom }: Scaled & { readonly bottom: number }) {
  const t = useWords(PICTURE_WORDS);
  const placed = journey.rests.map((rest) => ({ rest, left: x(km[indexAt(journey.time, rest.from)] ?? 0) }));
  const minutes = ({ from, to }: Journey['rests'][number]): number => Math.round((to - from) / 60_000);
  const quiet = new Set(
    placed.filter((one) =>
      placed.some(
        (other) =>
          other !== one &&
          Math.abs(other.left - one.left) < ROOM &&
          (minutes(other.rest) > minutes(one.rest) ||
            (minutes(other.rest) === minutes(one.rest) && other.rest.from < one.rest.from)),
      ),
    ),
  );
  return placed.map((one) => (
    <g key={one.rest.from} className={styles.rest} data-sufficient={one.rest.sufficient}>
      <title>{t('restSaid', { from: timeText(one.rest.from), n: minutes(one.rest) })}</title>
      <line x1={one.left} x2={one.left} y1={TOP + 10} y2={bottom} />
      {quiet.has(one) ? null : (
        <>
          <rect x={one.left - 7} y={TOP - 3} width={14} height={14} rx={3} />
          <text x={one.left} y={TOP + 8} textAnchor="middle">
            P
          </text>
          <text className={styles.minutes} x={one.left + 10} y={TOP + 8}>
            {minutes(one.rest)}′
          </text>
        </>
      )}
    </g>
  ));
}

/** The driving clock as a band under the chart: it fills towards the time after which one must rest. */
function Clock({ journey, km, x, top }: Scaled & { readonly top: number }) {
  const t = useWords(PICTURE_WORDS);
  const pieces: { state: 'fresh' | 'soon' | 'tired'; from: number; to: number }[] = [];
  journey.driven.forEach((driven, index) => {
    const state = driven > journey.tired ? 'tired' : driven >= journey.tired - 30 ? 'soon' : 'fresh';
    const before = pieces.at(-1);
    if (before?.state === state) before.to = km[index]!;
    else pieces.push({ state, from: before?.to ?? km[index]!, to: km[index]! });
  });
  return (
    <g className={styles.clock}>
      <title>{t('clockSaid', { n: journey.tired })}</title>
      {pieces.map(({ state, from, to }) => (
        <rect
          key={`${from}`}
          data-state={state}
          x={x(from)}
          width={Math.max(0, x(to) - x(from))}
          y={top}
          height={CLOCK}
        />
      ))}
      <text x={x(0) + 4} y={top + 8.5}>
        {t('clock')}
      </text>
    </g>
  );
}
