import type { CameraView } from '@anlan/kernel/camera';
import type { Level } from '@anlan/kernel/entity';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, RiskTag } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { momentText, spanText, useNow } from '../time/index.ts';
import styles from './Camera.module.css';
import { CameraState, shareText } from './CamerasPage.tsx';
import { WORDS } from './words.ts';

const MONTH_MS = 30 * 86_400_000;
const MOST = 8;
const KINDS: Readonly<Record<string, 'live' | 'playback' | 'control'>> = {
  live: 'live',
  playback: 'playback',
  control: 'control',
};

interface Props {
  readonly camera: CameraView;
}

/** The last month as one line, and its last changes in words. */
export function Spans({ camera: { spans, online30 } }: Props) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const now = useNow();
  const from = now - MONTH_MS;
  return (
    <Card title={t('standing')} note={`${t('standingNote')} · ${shareText(online30)}`}>
      <div className={styles.line} role="img" aria-label={`${t('rate')} ${shareText(online30)}`}>
        {/* What lies before the first span is unknown. */}
        <i style={{ flexGrow: Math.max(0, (spans.at(-1)?.from ?? now) - from) }} />
        {spans.toReversed().map((span) => (
          <i
            key={span.from}
            data-online={span.online}
            title={`${momentText(span.from, now, language)} ${span.why}`}
            style={{ flexGrow: (span.until ?? now) - Math.max(span.from, from) }}
          />
        ))}
      </div>
      <ul className={styles.list} data-testid="camera-spans">
        {spans.slice(0, MOST).map((span) => (
          <li key={span.from}>
            <CameraState online={span.online} />
            {momentText(span.from, now, language)} {span.why}
            <small>{spanText((span.until ?? now) - span.from, language)}</small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Alarms that it notified, and of what it looks at. */
export function Alarms({ camera: { alarms } }: Props) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const now = useNow();
  return (
    <Card title={t('alarms')}>
      {alarms.length === 0 ? t('noAlarms') : null}
      <ul className={styles.list}>
        {alarms.slice(0, MOST).map((alarm) => (
          <li key={alarm.id}>
            <RiskTag level={alarm.level as Level} kind="alarm" />
            <Link to={keep(`/desk?alarm=${alarm.id}`)}>{alarm.label}</Link>
            <small>
              {momentText(alarm.since, now, language)} · {t(alarm.own ? 'ownAlarm' : 'seenAlarm')}
              {alarm.closed ? ` · ${t('closed')}` : ''}
            </small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Who watched it and who moved it. */
export function Views({ camera: { views } }: Props) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const now = useNow();
  return (
    <Card title={t('viewers')}>
      {views.length === 0 ? t('noViewers') : null}
      <ul className={styles.list} data-testid="camera-views">
        {views.slice(0, MOST).map((view, index) => (
          <li key={`${view.from} ${index}`}>
            <b>{view.by}</b> {t(KINDS[view.kind] ?? 'live')} {view.note}
            <small>
              {momentText(view.from, now, language)}
              {view.until === null || view.until === view.from
                ? ''
                : ` · ${spanText(view.until - view.from, language)}`}
            </small>
          </li>
        ))}
      </ul>
    </Card>
  );
}
