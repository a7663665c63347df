import type { Sensor } from '@anlan/kernel/workbench';
import { useWords } from '../language/index.tsx';
import { stampText } from '../time/index.ts';
import { metresText, significant } from './text.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

const SHOWN = 80;

interface SensorTableProps {
  readonly sensors: readonly Sensor[];
  readonly left: ReadonlySet<string>;
  /** mg/m³ the best source gives at each sensor; undefined before an estimate. */
  readonly expected: ReadonlyMap<string, number> | undefined;
  readonly onLeft: (left: ReadonlySet<string>) => void;
}

/** Sensors with their values, to be counted or left out, beside what the estimate would give. */
export function SensorTable({ sensors, left, expected, onLeft }: SensorTableProps) {
  const t = useWords(WORDS);
  const tick = (id: string, on: boolean): void =>
    onLeft(on ? new Set([...left].filter((one) => one !== id)) : new Set([...left, id]));
  return (
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
        {sensors.slice(0, SHOWN).map((sensor) => (
          <tr key={sensor.id} data-testid="sensor" data-alarm={sensor.alarm !== null}>
            <td>
              <input
                type="checkbox"
                aria-label={sensor.name}
                checked={!left.has(sensor.id)}
                onChange={(event) => tick(sensor.id, event.target.checked)}
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
  );
}
