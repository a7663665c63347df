import {
  areaOfEstimate,
  readingsOf,
  sensorSeriesSchema,
  seesSubstance,
  sensorOf,
  sensorsSchema,
  setupOfEstimate,
  substance,
  type EstimateArea,
  type Sensor,
  type Setup,
} from '@anlan/kernel/workbench';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import type { Estimated } from './compute.ts';
import { engine } from './engine.ts';
import { SensorTable } from './SensorTable.tsx';
import { metresText, rateText, significant } from './text.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

/** Half of the box searched, m. */
const SEARCHED = 1500;
/** How far sensors are looked for, m, and how far back their stored values, min. */
const WITHIN = { radius: 2000, minutes: 30, step: 5 } as const;

export const useSensors = (setup: Setup, wanted: boolean) => {
  const [lon, lat] = setup.place;
  return useQuery({
    queryKey: ['workbench', 'sensors', lon.toFixed(4), lat.toFixed(4)],
    enabled: wanted,
    refetchInterval: wanted ? 15_000 : false,
    queryFn: ({ signal }) =>
      api.get(`/workbench/sensors${query({ lon, lat, radius: WITHIN.radius })}`, sensorsSchema, signal),
  });
};

const useSeries = ({ place: [lon, lat] }: Setup, wanted: boolean) =>
  useQuery({
    queryKey: ['workbench', 'series', lon.toFixed(4), lat.toFixed(4)],
    enabled: wanted,
    refetchInterval: wanted ? 60_000 : false,
    queryFn: ({ signal }) => api.get(`/workbench/series${query({ lon, lat, ...WITHIN })}`, sensorSeriesSchema, signal),
  });

interface SensorsProps {
  readonly setup: Setup;
  readonly sensors: readonly Sensor[];
  readonly remark: (text: string) => string;
  readonly onArea: (area: EstimateArea | null) => void;
  readonly onUse: (setup: Setup) => void;
}

/** Pick sensors, estimate rate and place from what they read, and redraw the zones with it. */
export function Sensors({ setup, sensors, remark, onArea, onUse }: SensorsProps) {
  const t = useWords(WORDS);
  const s = substance(setup.substance);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [known, setKnown] = useState(false);
  const [stored, setStored] = useState(true);
  const [found, setFound] = useState<Estimated | null>(null);
  const [base, setBase] = useState(setup);
  const series = useSeries(setup, stored && sensors.length > 0).data;
  if (s === undefined || sensors.length === 0) return <p className={styles.small}>{t('sensorsNone')}</p>;
  const fit = sensors.filter(({ kind }) => seesSubstance(kind, s));
  const counted = fit.filter(({ id }) => !left.has(id));
  if (fit.length === 0) return <p className={styles.small}>{t('sensorsOther', { n: numberText(sensors.length) })}</p>;
  const readings = readingsOf(setup, s, counted, stored ? (series ?? null) : null, Date.now());
  const seen = readings.filter(({ value, detection }) => value > detection).length;
  const run = async (): Promise<void> => {
    const half = known ? 0 : SEARCHED;
    const within = { west: -half, south: -half, east: half, north: half };
    const wish = { readings, within, terrain: setup.weather.terrain, releaseHeight: setup.releaseHeight };
    const { value } = await engine.ask<'estimate'>({ kind: 'estimate', wish });
    setBase(setup);
    setFound(value);
    onArea(value.ok && !known ? areaOfEstimate(setup, value.value) : null);
  };
  const expected =
    found?.ok === true ? new Map(found.value.expected.map(({ id, value }) => [sensorOf(id), value])) : undefined;
  return (
    <div className={styles.sensors} data-testid="sensors" data-readings={readings.length} data-seen={seen}>
      <p className={styles.small}>
        {t('sensorsNote', { n: numberText(readings.length), seen: numberText(seen) })}
        {stored && series?.station != null
          ? ` · ${t('seriesWind', { name: series.station.name, distance: metresText(series.station.distance) })}`
          : ` · ${t('setWind')}`}
      </p>
      <p className={styles.row}>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={stored}
            onChange={(event) => setStored(event.target.checked)}
            data-testid="use-series"
          />{' '}
          {t('useSeries', { minutes: WITHIN.minutes })}
        </label>
        <label className={styles.check}>
          <input type="checkbox" checked={known} onChange={(event) => setKnown(event.target.checked)} />{' '}
          {t('knownPlace')}
        </label>
        <button
          type="button"
          className={styles.primary}
          onClick={() => void run()}
          disabled={readings.length === 0}
          data-testid="estimate"
        >
          {t('estimate')}
        </button>
      </p>
      {found === null ? null : <Found found={found} base={base} known={known} remark={remark} onUse={onUse} />}
      <SensorTable sensors={fit} left={left} expected={expected} onLeft={setLeft} />
    </div>
  );
}

interface FoundProps extends Pick<SensorsProps, 'remark' | 'onUse'> {
  readonly found: Estimated;
  readonly base: Setup;
  readonly known: boolean;
}

/** The estimate with its uncertainty, and the zones drawn with its middle or its upper end. */
function Found({ found, base, known, remark, onUse }: FoundProps) {
  const t = useWords(WORDS);
  if (!found.ok) return <p className={styles.refused}>{remark(found.reason)}</p>;
  const { rate, radius, evidence } = found.value;
  return (
    <div className={styles.found} data-testid="estimated" data-rate={rate.median} data-radius={Math.round(radius)}>
      <b>
        {t('estimated', {
          median: rateText(rate.median),
          low: rateText(rate.low, rate.median),
          high: rateText(rate.high, rate.median),
        })}
      </b>
      <span>
        {known ? '' : `${t('estimatedPlace', { radius: metresText(radius) })} · `}
        {t('evidence', { k: significant(evidence, 3) })}
      </span>
      <ul className={styles.limits}>
        {found.working.warnings.map((warning) => (
          <li key={warning}>{remark(warning)}</li>
        ))}
      </ul>
      <p className={styles.row}>
        <button
          type="button"
          className={styles.primary}
          onClick={() => onUse(setupOfEstimate(base, found.value))}
          data-testid="use-estimate"
        >
          {t('useEstimate')}
        </button>
        <button
          type="button"
          className={styles.plain}
          onClick={() => onUse(setupOfEstimate(base, found.value, 'high'))}
          data-testid="use-upper"
        >
          {t('useUpper')}
        </button>
      </p>
    </div>
  );
}
