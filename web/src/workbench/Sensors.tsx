import {
  substance,
  type Estimate,
  type LonLat,
  type Reading,
  type Setup,
  type Substance,
} from '@anlan/kernel/workbench';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import type { Estimated } from './compute.ts';
import { engine } from './engine.ts';
import { sensorsSchema, type Sensor } from './shapes.ts';
import { metresText, rateText, significant } from './text.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';
import type { EstimateArea } from './WorkMap.tsx';

const METRES_PER_DEGREE = 111_195;
/** Half of the box searched, m. */
const SEARCHED = 1500;
/** Readings older than this are no part of what leaks now, ms. */
const FRESH = 10 * 60_000;

/** mg/m³ of a sensor's value for the substance; null for units that cannot be. */
function milligrams(value: number, unit: string, s: Substance, kelvin: number): number | null {
  const perPpm = (1e3 * s.molarMass * 101_325) / (8.314462618 * kelvin);
  if (unit === 'ppm') return value * perPpm;
  if (unit === '%LEL') return s.lowerFlammable === undefined ? null : (value / 100) * s.lowerFlammable * 1e6 * perPpm;
  return unit === 'mg/m³' ? value : null;
}

/** Smallest step that says something, in the sensor's unit. */
const DETECTION: Readonly<Record<string, number>> = { ppm: 0.5, '%LEL': 1, 'mg/m³': 0.01 };

export const useSensors = (setup: Setup, wanted: boolean) => {
  const [lon, lat] = setup.place;
  return useQuery({
    queryKey: ['workbench', 'sensors', lon.toFixed(4), lat.toFixed(4)],
    enabled: wanted,
    refetchInterval: wanted ? 15_000 : false,
    queryFn: ({ signal }) => api.get(`/workbench/sensors${query({ lon, lat, radius: 2000 })}`, sensorsSchema, signal),
  });
};

/** Readings as the estimation takes them, m about the release point. */
export function readingsOf(setup: Setup, sensors: readonly Sensor[], s: Substance, now: number): Reading[] {
  const { weather, place } = setup;
  return sensors.flatMap((sensor): Reading[] => {
    if (sensor.value === null || sensor.at === null || now - sensor.at > FRESH) return [];
    const value = milligrams(Math.max(0, sensor.value), sensor.unit, s, weather.airTemperature);
    const detection = milligrams(DETECTION[sensor.unit] ?? 1, sensor.unit, s, weather.airTemperature);
    if (value === null || detection === null) return [];
    return [
      {
        id: sensor.id,
        east: (sensor.lon - place[0]) * METRES_PER_DEGREE * Math.cos((place[1] * Math.PI) / 180),
        north: (sensor.lat - place[1]) * METRES_PER_DEGREE,
        height: 1,
        value,
        detection,
        wind: { speed: Math.max(0.5, weather.wind10), from: weather.from, stability: weather.stability },
      },
    ];
  });
}

export const placeOf = ({ place }: Setup, east: number, north: number): LonLat => [
  place[0] + east / (METRES_PER_DEGREE * Math.cos((place[1] * Math.PI) / 180)),
  place[1] + north / METRES_PER_DEGREE,
];

/** Cells of an estimate as rings on the map. */
export function areaOfEstimate(setup: Setup, { cells, cell }: Estimate): EstimateArea {
  const [w, h] = [cell.width / 2, cell.height / 2];
  return {
    cells: cells.map(({ east, north, share }) => ({
      share,
      ring: [
        [-w, -h],
        [w, -h],
        [w, h],
        [-w, h],
        [-w, -h],
      ].map(([x = 0, y = 0]) => placeOf(setup, east + x, north + y)),
    })),
  };
}

/** Setup that lets out what was estimated, where it was estimated. */
export const setupOfEstimate = (setup: Setup, { best, rate }: Estimate): Setup => ({
  ...setup,
  place: placeOf(setup, best.east, best.north),
  origin: { kind: 'estimate', id: null, name: '' },
  breach: { ...setup.breach, kind: 'steady', rate: Number(rate.median.toPrecision(3)) },
});

interface SensorsProps {
  readonly setup: Setup;
  readonly sensors: readonly Sensor[];
  readonly remark: (text: string) => string;
  readonly onArea: (area: EstimateArea | null) => void;
  readonly onUse: (setup: Setup) => void;
}

/** Pick sensors, estimate rate and place from what they read now, and redraw the zones with it. */
export function Sensors({ setup, sensors, remark, onArea, onUse }: SensorsProps) {
  const t = useWords(WORDS);
  const s = substance(setup.substance);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [known, setKnown] = useState(false);
  const [found, setFound] = useState<Estimated | null>(null);
  const [base, setBase] = useState(setup);
  if (s === undefined || sensors.length === 0) return <p className={styles.small}>{t('sensorsNone')}</p>;
  const readings = readingsOf(
    setup,
    sensors.filter(({ id }) => !left.has(id)),
    s,
    Date.now(),
  );
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
  const expected = found?.ok === true ? new Map(found.value.expected.map(({ id, value }) => [id, value])) : undefined;
  return (
    <div className={styles.sensors} data-testid="sensors">
      <p className={styles.small}>{t('sensorsNote', { n: numberText(readings.length), seen: numberText(seen) })}</p>
      <p className={styles.row}>
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
      {found === null ? null : found.ok ? (
        <div className={styles.found} data-testid="estimated" data-rate={found.value.rate.median}>
          <b>
            {t('estimated', {
              median: rateText(found.value.rate.median),
              low: rateText(found.value.rate.low, found.value.rate.median),
              high: rateText(found.value.rate.high, found.value.rate.median),
            })}
          </b>
          <span>
            {known ? '' : t('estimatedPlace', { radius: metresText(found.value.radius) })} ·{' '}
            {t('evidence', { k: significant(found.value.evidence, 3) })}
          </span>
          <ul className={styles.limits}>
            {found.working.warnings.map((warning) => (
              <li key={warning}>{remark(warning)}</li>
            ))}
          </ul>
          <button
            type="button"
            className={styles.primary}
            onClick={() => onUse(setupOfEstimate(base, found.value))}
            data-testid="use-estimate"
          >
            {t('useEstimate')}
          </button>
        </div>
      ) : (
        <p className={styles.refused}>{remark(found.reason)}</p>
      )}
      <table className={styles.zones}>
        <thead>
          <tr>
            <th aria-label={t('level')} />
            <th>{t('sensor')}</th>
            <th>{t('measured')}</th>
            {expected === undefined ? null : <th>{t('expected')}</th>}
            <th>{t('away')}</th>
          </tr>
        </thead>
        <tbody>
          {sensors.slice(0, 80).map((sensor) => (
            <tr key={sensor.id} data-testid="sensor" data-alarm={sensor.alarm !== null}>
              <td>
                <input
                  type="checkbox"
                  aria-label={sensor.name}
                  checked={!left.has(sensor.id)}
                  onChange={(event) =>
                    setLeft(
                      event.target.checked
                        ? new Set([...left].filter((id) => id !== sensor.id))
                        : new Set([...left, sensor.id]),
                    )
                  }
                />
              </td>
              <td>
                {sensor.alarm === null ? '' : '⚠ '}
                {sensor.name}
                <small>{sensor.enterprise ?? sensor.device}</small>
              </td>
              <td>
                {sensor.value === null ? '—' : `${significant(sensor.value)} ${sensor.unit}`}
                <small>{sensor.at === null ? '' : stampText(sensor.at).slice(11)}</small>
              </td>
              {expected === undefined ? null : (
                <td>{expected.has(sensor.id) ? `${significant(expected.get(sensor.id) ?? 0, 2)} mg/m³` : '—'}</td>
              )}
              <td>{metresText(sensor.distance)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
