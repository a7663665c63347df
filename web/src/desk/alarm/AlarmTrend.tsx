import type { Series } from '@anlan/kernel/telemetry';
import { useLanguage, useWords } from '../../language/index.tsx';
import { numberText } from '../../parts/index.ts';
import { spanText } from '../../time/index.ts';
import { useUnit } from '../../language/units.ts';
import styles from './AlarmTrend.module.css';
import { figure, LEVEL_SIGNS, type Level, LEVELS, shortTime } from './figures.ts';
import { type Trend, type TrendLimit, trendOf } from './trend.ts';
import { WORDS } from './words.ts';

interface LimitTrendProps {
  /** What is measured, for the spoken name. */
  readonly name: string;
  readonly unit: string;
  /** Level of the newest value; null is drawn in ink. */
  readonly level: Level | null;
  /** Do the limits bind from above? */
  readonly upper: boolean;
  readonly limits: readonly TrendLimit[];
  readonly series: Series | undefined;
  readonly width: number;
  readonly height: number;
  /** On the phone limits are written at the right, with their marks. */
  readonly aside?: boolean;
}

const INK: Readonly<Record<Level, string>> = {
  red: 'var(--red-ink)',
  orange: 'var(--orange-ink)',
  yellow: 'var(--yellow-ink)',
  blue: 'var(--azure-ink)',
};
const SOFT: Readonly<Record<Level, string>> = {
  red: 'var(--red-soft)',
  orange: 'var(--orange-soft)',
  yellow: 'var(--yellow-soft)',
  blue: 'var(--azure-soft)',
};
const FILL: Readonly<Record<Level, string>> = {
  red: 'var(--red)',
  orange: 'var(--orange)',
  yellow: 'var(--yellow)',
  blue: 'var(--azure)',
};
const levelOf = (level: string): Level => (LEVELS.includes(level as Level) ? (level as Level) : 'blue');

/** A value against its limits over the last half hour: measured in ink, limits dashed with their figure, silence hatched. */
export function LimitTrend({
  name,
  unit: measured,
  level,
  upper,
  limits,
  series,
  width,
  height,
  aside = false,
}: LimitTrendProps) {
  const t = useWords(WORDS);
  const unit = useUnit()(measured);
  if (series === undefined) return <div className={styles.blank} style={{ height }} aria-busy />;
  if (!series.value.some((value) => value !== null))
    return (
      <div className={styles.blank} style={{ height }}>
        {t('trendNone')}
      </div>
    );
  const box = aside
    ? { width, height, left: 0, right: 54, top: 8, bottom: 20 }
    : { width, height, left: 34, right: 12, top: 10, bottom: 22 };
  const trend = trendOf(series, limits, upper, box);
  const edge = width - box.right;
  return (
    <svg
      className={styles.trend}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={t('trendOf', { name, value: numberText(trend.last?.value), unit })}
    >
      <Ground trend={trend} left={box.left} edge={edge} height={height} bottom={box.bottom} aside={aside} />
      <Limits trend={trend} left={box.left} edge={edge} unit={unit} aside={aside} />
      <Gaps trend={trend} top={box.top} bottom={height - box.bottom} />
      {trend.paths.map((path) => (
        <path key={path} d={path} className={styles.line} />
      ))}
      {trend.crossed === null || aside ? null : <Crossed trend={trend} bottom={height - box.bottom} />}
      {trend.last === null ? null : (
        <circle
          cx={trend.last.x}
          cy={trend.last.y}
          r="4"
          fill={level === null ? 'var(--ink)' : FILL[level]}
          stroke="var(--surface)"
          strokeWidth="1.4"
        />
      )}
    </svg>
  );
}

interface GroundProps {
  readonly trend: Trend;
  readonly left: number;
  readonly edge: number;
  readonly height: number;
  readonly bottom: number;
  readonly aside: boolean;
}

function Ground({ trend, left, edge, height, bottom, aside }: GroundProps) {
  return (
    <>
      {trend.zones.map((zone) => (
        <rect
          key={zone.level}
          x={left}
          width={Math.max(0, edge - left)}
          y={zone.y}
          height={zone.height}
          fill={SOFT[levelOf(zone.level)]}
        />
      ))}
      {trend.ticks.map((tick) => (
        <g key={tick.value}>
          <line x1={left} x2={edge} y1={tick.y} y2={tick.y} stroke="var(--c-grid)" />
          {aside ? null : (
            <text x={left - 6} y={tick.y + 4} textAnchor="end" className={styles.axis}>
              {figure(tick.value)}
            </text>
          )}
        </g>
      ))}
      {trend.times.map((time, i) => (
        <text
          key={time.at}
          x={time.x}
          y={height - bottom + 16}
          textAnchor={i === 0 ? 'start' : i === 3 ? 'end' : 'middle'}
          className={styles.axis}
        >
          {shortTime(time.at)}
        </text>
      ))}
    </>
  );
}

function Limits({
  trend,
  left,
  edge,
  unit,
  aside,
}: {
  readonly trend: Trend;
  readonly left: number;
  readonly edge: number;
  readonly unit: string;
  readonly aside: boolean;
}) {
  return trend.limits.map((limit) => {
    const level = levelOf(limit.level);
    return (
      <g key={`${limit.level}${limit.value}`}>
        <line x1={left} x2={edge} y1={limit.y} y2={limit.y} stroke={INK[level]} strokeDasharray="5 3" />
        {aside ? (
          <text
            x={edge + 5}
            y={limit.labelY + 8}
            fill={INK[level]}
            className={styles.label}
          >{`${LEVEL_SIGNS[level]} ${figure(limit.value)}`}</text>
        ) : (
          <text
            x={left + 6}
            y={limit.labelY}
            fill={INK[level]}
            className={styles.label}
          >{`${limit.label} ${figure(limit.value)} ${unit}`}</text>
        )}
      </g>
    );
  });
}

function Gaps({ trend, top, bottom }: { readonly trend: Trend; readonly top: number; readonly bottom: number }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  return trend.gaps.map((gap) => (
    <g key={gap.x}>
      <defs>
        <pattern id="alarm-gap" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line y2="6" stroke="var(--line-2)" strokeWidth="1.4" />
        </pattern>
      </defs>
      <rect x={gap.x} y={top} width={gap.width} height={bottom - top} fill="url(#alarm-gap)" />
      {gap.width > 60 ? (
        <text x={gap.x + gap.width / 2} y={(top + bottom) / 2} textAnchor="middle" className={styles.gap}>
          {t('silent', { span: spanText(gap.ms, language) })}
        </text>
      ) : null}
    </g>
  ));
}

function Crossed({ trend, bottom }: { readonly trend: Trend; readonly bottom: number }) {
  const { crossed, limits } = trend;
  if (crossed === null) return null;
  const limit = limits.reduce<(typeof limits)[number] | undefined>(
    (near, next) => (Math.abs(next.y - crossed.y) < 1 ? next : near),
    limits[0],
  );
  const ink = INK[levelOf(limit?.level ?? 'blue')];
  const leftward = crossed.x > 90;
  return (
    <>
      <line x1={crossed.x} x2={crossed.x} y1={crossed.y} y2={bottom} stroke={ink} strokeDasharray="2 2" />
      <circle cx={crossed.x} cy={crossed.y} r="3.2" fill="var(--surface)" stroke={ink} strokeWidth="1.6" />
      <text
        x={crossed.x + (leftward ? -5 : 5)}
        y={bottom - 6}
        textAnchor={leftward ? 'end' : 'start'}
        fill={ink}
        className={styles.label}
      >
        {shortTime(crossed.at)}
      </text>
    </>
  );
}
