import { shownValue, type AlarmView } from '@anlan/kernel/alarm';
import { ALARM_WORDS, figure } from '../desk/alarm/index.ts';
import { useWords } from '../language/index.tsx';
import { RiskMark } from '../parts/index.ts';
import { useSpoken } from '../rules/index.ts';
import styles from './Map.module.css';
import { WORDS } from './words.ts';
import { useUnit } from '../language/units.ts';

interface ReaderProps {
  readonly alarms: readonly AlarmView[];
  readonly chosen: string | null;
  readonly onAlarm: (id: string) => void;
  /** Shown openly, where there is no map. */
  readonly open?: boolean;
}

/** The map in words: active alarms as buttons, and what is chosen. Out of sight until the keyboard reaches it. */
export function Reader({ alarms, chosen, onAlarm, open = false }: ReaderProps) {
  const inUnit = useUnit();
  const t = useWords(WORDS);
  const a = useWords(ALARM_WORDS);
  const say = useSpoken();
  return (
    <section className={open ? styles.readerOpen : styles.reader} aria-label={t('reader')} data-testid="map-reader">
      <p aria-live="polite" data-testid="map-chosen">
        {chosen === null ? t('chosenNone') : t('chosen', { name: chosen })}
      </p>
      <ul data-testid="map-alarms">
        {alarms.slice(0, 200).map((alarm) => (
          <li key={alarm.id}>
            <button
              type="button"
              onClick={() => onAlarm(alarm.id)}
              data-alarm={alarm.id}
              data-level={alarm.level}
              data-response={alarm.response}
            >
              <RiskMark level={alarm.level} />
              {a(`${alarm.level}Word`)} {say(alarm).subjectName} · {say(alarm).placeName} ·{' '}
              {alarm.value === null
                ? say(alarm).label
                : `${figure(shownValue(alarm), alarm.limit)} ${inUnit(alarm.unit, shownValue(alarm))}`}{' '}
              · {a(alarm.response)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
