import { shownValue, type AlarmView } from '@anlan/kernel/alarm';
import type { Knowledge } from '@anlan/kernel/map';
import type { ReactNode } from 'react';
import { useWords } from '../language/index.tsx';
import { figure } from '../desk/alarm/index.ts';
import { RiskMark } from '../parts/index.ts';
import { useSpoken } from '../rules/index.ts';
import { CardTools } from './AlarmPanel.tsx';
import styles from './Map.module.css';
import type { Stage } from './stage.ts';
import { WORDS } from './words.ts';
import { Unit } from '../language/units.ts';

export interface ObjectPanelProps {
  readonly kind: string;
  readonly id: string;
  /** Name as the map knows it, for things without a record. */
  readonly name: string;
  readonly stage: Stage | null;
  readonly alarms: readonly AlarmView[];
  readonly time: number | null;
  readonly knowledge: Knowledge;
  /** Has the address named no place, so that the map should come to the object? */
  readonly arriving: boolean;
  readonly onClose: () => void;
  readonly onAlarm: (id: string) => void;
}

interface HeadProps {
  readonly title: ReactNode;
  readonly sub: ReactNode;
  readonly tags: ReactNode;
  readonly onClose: () => void;
}

/** Tags, name and one line of an object's card. */
export function ObjectHead({ title, sub, tags, onClose }: HeadProps) {
  return (
    <header className={styles.head}>
      <div>
        {tags}
        <span>
          <CardTools onClose={onClose} />
        </span>
      </div>
      <h2>{title}</h2>
      <p>{sub}</p>
    </header>
  );
}

/** What rings at the object. */
export function ObjectAlarms({ alarms, onAlarm }: Pick<ObjectPanelProps, 'alarms' | 'onAlarm'>) {
  const t = useWords(WORDS);
  const say = useSpoken();
  return (
    <section className={styles.section}>
      <h3>{t('alarmsHere')}</h3>
      {alarms.length === 0 ? <p>{t('noAlarmsHere')}</p> : null}
      {alarms.slice(0, 6).map((alarm) => (
        <button key={alarm.id} type="button" onClick={() => onAlarm(alarm.id)}>
          <RiskMark level={alarm.level} label={alarm.level} /> {say(alarm).subjectName} · {say(alarm).label}
          <b>
            {alarm.value === null ? null : (
              <>
                {figure(shownValue(alarm), alarm.limit)} <Unit of={alarm.unit} n={shownValue(alarm)} />
              </>
            )}
          </b>
        </button>
      ))}
    </section>
  );
}
