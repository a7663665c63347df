import type { Outlook, PlaceOutlook, Setup, Zone } from '@anlan/kernel/workbench';
import { useWords } from '../language/index.tsx';
import { logTicks, Plot, plainTicks, type Axis } from './plot.tsx';
import { massText, rateText, shareText, significant } from './text.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

const metres = (value: number): string => (value < 1000 ? `${value} m` : `${value / 1000} km`);
const INK = { red: 'var(--red-ink)', orange: 'var(--orange-ink)', yellow: 'var(--yellow-ink)' } as const;

/** `AEGL-2 2 ppm`, `60 % LFL 12600 ppm`, `5 kW/m²`: a name that is a value is not said twice. */
const levelText = ({ name, level }: Zone): string =>
  level.unit === 'ppm' ? `${name} ${significant(level.value)} ppm` : name;

/** Value along the axis with its band, levels dashed, where they are crossed marked. */
export function ProfileChart({ outlook }: { readonly outlook: Outlook }) {
  const t = useWords(WORDS);
  const levels = outlook.zones.map(({ level }) => level.value);
  const farthest = Math.max(200, ...outlook.zones.map(({ farthest: far }) => 1.3 * far));
  const near = Math.max(10, outlook.profile[0]?.distance ?? 10);
  const shown = outlook.profile.filter(({ distance, value }) => distance <= Math.min(10_000, farthest) && value > 0);
  const low = Math.min(...levels) / 3;
  const high = Math.min(1e6, Math.max(...shown.map(({ value }) => value), ...levels) * 1.4);
  const x: Axis = {
    min: near,
    max: Math.max(near * 3, Math.min(10_000, farthest)),
    log: true,
    ticks: logTicks(near, Math.min(10_000, farthest)),
    text: metres,
  };
  const y: Axis = {
    min: low,
    max: high,
    log: true,
    ticks: logTicks(low, high),
    text: (value) => significant(value, 1),
  };
  return (
    <Plot x={x} y={y} label={t('profile')}>
      {(frame) => {
        const points = shown.map(({ distance, value }) => [distance, value] as const);
        const factor = outlook.unit === 'ppm' ? 2 : 1.5;
        const band = [
          ...points.map(([d, v]) => [d, v * factor] as const),
          ...points.toReversed().map(([d, v]) => [d, v / factor] as const),
        ];
        return (
          <>
            <path d={`${frame.path(band)}Z`} className={styles.bandArea} />
            <path d={frame.path(points)} className={styles.curve} />
            {outlook.zones.map((zone) => (
              <g key={zone.name} style={{ color: INK[zone.level.colour] }}>
                <line
                  x1={frame.left}
                  x2={frame.right}
                  y1={frame.y(zone.level.value)}
                  y2={frame.y(zone.level.value)}
                  className={styles.levelLine}
                />
                <text x={frame.left + 4} y={frame.y(zone.level.value) - 4} className={styles.levelText}>
                  {levelText(zone)}
                </text>
                {zone.distance > 0 ? (
                  <>
                    <line
                      x1={frame.x(zone.distance)}
                      x2={frame.x(zone.distance)}
                      y1={frame.y(zone.level.value)}
                      y2={frame.bottom}
                      className={styles.dropLine}
                    />
                    <circle cx={frame.x(zone.distance)} cy={frame.y(zone.level.value)} r="3.4" fill="currentColor" />
                  </>
                ) : null}
              </g>
            ))}
          </>
        );
      }}
    </Plot>
  );
}

/** Rate against time to the end of the hour. */
export function SourceChart({ outlook, setup }: { readonly outlook: Outlook; readonly setup: Setup }) {
  const t = useWords(WORDS);
  const { history, size, airborne, outflow } = outlook.release;
  const sudden = size.kind === 'instantaneous';
  const most = Math.max(...history.rate) * 1.15;
  const x: Axis = {
    min: 0,
    max: 3600,
    log: false,
    ticks: [0, 900, 1800, 2700, 3600],
    text: (value) => `${value / 60} min`,
  };
  const y: Axis = { min: 0, max: most, log: false, ticks: plainTicks(most), text: (value) => significant(value, 2) };
  return (
    <Plot x={x} y={y} label={t('source')}>
      {(frame) => {
        const points = history.time.map((time, i) => [time, history.rate[i] ?? 0] as const);
        const end = size.kind === 'continuous' ? size.duration : 0;
        return (
          <>
            <path
              d={`${frame.path(points)}L${frame.x(3600)} ${frame.bottom}L${frame.left} ${frame.bottom}Z`}
              className={styles.bandArea}
            />
            <path d={frame.path(points)} className={styles.curve} />
            <text x={frame.left + 16} y={frame.top + 14} className={styles.strong}>
              {t('sourceText', {
                rate: sudden ? massText(outflow) : rateText(size.kind === 'continuous' ? size.rate : 0),
                mass: massText(airborne),
              })}
            </text>
            {sudden ? null : (
              <>
                <line
                  x1={frame.x(end)}
                  x2={frame.x(end)}
                  y1={frame.top + 24}
                  y2={frame.bottom}
                  className={styles.stopLine}
                />
                <text x={Math.min(frame.x(end) + 6, frame.right - 92)} y={frame.top + 40}>
                  {t(
                    setup.breach.stopAfter < 3600 && Math.abs(end - setup.breach.stopAfter) < 1 ? 'stopped' : 'emptied',
                    { minutes: significant(end / 60, 2) },
                  )}
                </text>
              </>
            )}
          </>
        );
      }}
    </Plot>
  );
}

/** Concentration in- and outdoors at a place as the cloud passes. */
export function DoseChart({ place }: { readonly place: PlaceOutlook }) {
  const t = useWords(WORDS);
  const most = Math.max(1e-3, place.peak * 1.1);
  const last = place.time.at(-1) ?? 3600;
  const x: Axis = {
    min: 0,
    max: last,
    log: false,
    ticks: plainTicks(last / 60).map((minute) => minute * 60),
    text: (value) => `${significant(value / 60, 3)} min`,
  };
  const y: Axis = { min: 0, max: most, log: false, ticks: plainTicks(most), text: (value) => significant(value, 2) };
  const series = (values: readonly number[]) => place.time.map((time, i) => [time, values[i] ?? 0] as const);
  const load = Math.max(...place.outdoorLoad);
  const scaledLoad = (values: readonly number[]) =>
    place.time.map((time, i) => [time, load === 0 ? 0 : ((values[i] ?? 0) / load) * place.peak] as const);
  return (
    <>
      <Plot x={x} y={y} label={t('dose')}>
        {(frame) => (
          <>
            <path d={frame.path(series(place.outdoors))} className={styles.curve} />
            <path d={frame.path(series(place.indoors))} className={styles.curve2} />
            {load > 0 ? <path d={frame.path(scaledLoad(place.outdoorLoad))} className={styles.loadCurve} /> : null}
            <text x={frame.right - 4} y={frame.top + 12} textAnchor="end">
              <tspan fill="var(--c-1)">— {t('outdoors')}</tspan> <tspan fill="var(--c-2)">— {t('indoors')}</tspan>{' '}
              {load > 0 ? <tspan fill="var(--c-5)">┄ {t('load')}</tspan> : null}
            </text>
          </>
        )}
      </Plot>
      <p className={styles.figures} data-testid="dose-figures">
        {t('peak', { ppm: significant(place.peak), minutes: significant(place.arrival / 60, 2) })}
        {' · '}
        {place.outdoorDeath === null
          ? t('noProbit')
          : t('death', { out: shareText(place.outdoorDeath), in: shareText(place.indoorDeath ?? 0) })}
        {' · '}
        {t(place.advice)}
      </p>
    </>
  );
}
