import type { PointView } from '@anlan/kernel/telemetry';
import { Checkbox } from 'antd';
import { useId } from 'react';
import { useWords } from '../language/index.tsx';
import styles from './ProcessWatch.module.css';
import { WORDS } from './words.ts';

interface PointChoiceProps {
  readonly points: readonly PointView[];
  readonly chosen: readonly string[];
  readonly choose: (ids: readonly string[]) => void;
  readonly fixed: boolean;
}

/** Points of an enterprise by device, to be ticked one by one or a device at once. */
export function PointChoice({ points, chosen, choose, fixed }: PointChoiceProps) {
  const t = useWords(WORDS);
  const label = useId();
  const devices = new Map<string, PointView[]>();
  for (const point of points) devices.set(point.deviceId, [...(devices.get(point.deviceId) ?? []), point]);
  const toggle = (ids: readonly string[], on: boolean) =>
    choose(on ? [...new Set([...chosen, ...ids])] : chosen.filter((id) => !ids.includes(id)));
  return (
    <>
      <p id={label}>{t('choosePoints')}</p>
      <div className={styles.devices} role="group" aria-labelledby={label}>
        {[...devices].map(([id, own]) => {
          const ids = own.map((point) => point.id);
          const on = ids.filter((one) => chosen.includes(one)).length;
          return (
            <fieldset key={id} disabled={fixed}>
              <legend>
                <Checkbox
                  disabled={fixed}
                  checked={on === ids.length}
                  indeterminate={on > 0 && on < ids.length}
                  onChange={(event) => toggle(ids, event.target.checked)}
                >
                  {own[0]?.deviceName}
                </Checkbox>
              </legend>
              <div className={styles.checks}>
                {own.map((point) => (
                  <Checkbox
                    key={point.id}
                    disabled={fixed}
                    checked={chosen.includes(point.id)}
                    onChange={(event) => toggle([point.id], event.target.checked)}
                  >
                    {point.name} <small>{point.unit}</small>
                  </Checkbox>
                ))}
              </div>
            </fieldset>
          );
        })}
      </div>
    </>
  );
}
