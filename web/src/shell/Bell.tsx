import { alarmViewSchema } from '@anlan/kernel/alarm';
import { useQuery } from '@tanstack/react-query';
import { Popover } from 'antd';
import { Bell as BellIcon } from 'lucide-react';
import { Link } from 'react-router';
import { useState } from 'react';
import { z } from 'zod';
import { api, useSession } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Empty, levelWord, numberText, RiskMark } from '../parts/index.ts';
import { momentText, useNow } from '../time/index.ts';
import { useKeepScope } from './scope.ts';
import styles from './TopBar.module.css';
import { WORDS } from './words.ts';

const bellSchema = z.looseObject({
  alarms: z.array(alarmViewSchema),
  counts: z.looseObject({ unacknowledged: z.number() }),
});

/** Active alarms of the scope, for the bell and the phone's badge. */
export function useBell() {
  const session = useSession();
  return useQuery({
    queryKey: ['alarms', 'bell'],
    enabled: session.verbs.includes('alarm.read'),
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/alarms?state=active&limit=8', bellSchema, signal),
  });
}

/** How many alarms nobody has acknowledged, and the newest of them. */
export function Bell() {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const now = useNow(60_000);
  const [open, setOpen] = useState(false);
  const { data } = useBell();
  const { verbs } = useSession();
  const waiting = data?.counts.unacknowledged ?? 0;
  const close = () => setOpen(false);
  const list = (
    <div className={styles.bellList}>
      {data?.alarms.map((alarm) => (
        <Link
          key={alarm.id}
          to={keep(`/desk?alarm=${alarm.id}`)}
          data-bold={alarm.response === 'unacknowledged'}
          onClick={close}
        >
          <RiskMark level={alarm.level} label={levelWord(alarm.level, 'alarm', language)} />
          <span style={{ minWidth: 0 }}>
            <b>
              {alarm.subjectName}{' '}
              {alarm.value === null ? alarm.label : `${numberText(Math.round(alarm.value * 10) / 10)} ${alarm.unit}`}
            </b>
            <small>{alarm.placeName}</small>
          </span>
          <small>{momentText(alarm.raisedAt, now, language)}</small>
        </Link>
      ))}
      {data === undefined || data.alarms.length === 0 ? <Empty title={t('noAlarms')} note={t('noAlarmsNote')} /> : null}
      <div className={styles.bellFoot}>
        <span>{t('alarmsUnacknowledged', { n: waiting })}</span>
        <Link
          to={keep('/desk')}
          onClick={close}
          style={{ display: 'inline', padding: 0, border: 0, color: 'var(--link)' }}
        >
          {t('openDesk')}
        </Link>
      </div>
    </div>
  );
  if (!verbs.includes('alarm.read')) return null;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger={['click']}
      placement="bottomRight"
      arrow={false}
      title={t('alarms')}
      content={list}
    >
      <button
        type="button"
        className={styles.icon}
        aria-label={`${t('alarms')}，${t('alarmsUnacknowledged', { n: waiting })}`}
      >
        <BellIcon size={16} strokeWidth={1.7} aria-hidden />
        {waiting > 0 ? <em aria-hidden>{waiting > 99 ? '99+' : waiting}</em> : null}
      </button>
    </Popover>
  );
}
