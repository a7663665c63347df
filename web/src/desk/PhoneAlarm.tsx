import { stands, type AlarmView } from '@anlan/kernel/alarm';
import { Button } from 'antd';
import { ChevronLeft, ChevronRight, Clock3 } from 'lucide-react';
import { Link } from 'react-router';
import { useSession } from '../api/index.ts';
import { Told } from '../duty/index.tsx';
import { useLanguage, useWords } from '../language/index.tsx';
import { Failed, levelWord, Loading, RefusalNote, whileSlow } from '../parts/index.ts';
import { useSpoken } from '../rules/index.ts';
import { useKeepScope } from '../shell/scope.ts';
import { spanText, timeText, useNow } from '../time/index.ts';
import {
  ALARM_WORDS,
  beyond,
  Call,
  CardFacts,
  CardTrend,
  type DialogVerb,
  figure,
  bare,
  LEVEL_SIGNS,
  NearWords,
  type Target,
  Trail,
  useAlarmDetail,
  useClockSentence,
  useLiveValue,
  type useVerb,
} from './alarm/index.ts';
import { NoticeBar } from './NoticeBar.tsx';
import styles from './PhoneAlarm.module.css';
import { TurnButtons, type Turned } from './TurnInto.tsx';
import { WORDS } from './words.ts';
import { Unit } from '../language/units.ts';

interface PhoneAlarmProps {
  readonly id: string;
  readonly target: Target | null;
  readonly mutation: ReturnType<typeof useVerb>;
  readonly onDialog: (verb: DialogVerb) => void;
  readonly onTurn: (into: Turned) => void;
  readonly onBack: () => void;
}

/** One alarm on the phone: reading on top, three answers under the thumb; the head is red only while a red one waits. */
export function PhoneAlarm({ id, target, mutation, onDialog, onTurn, onBack }: PhoneAlarmProps) {
  const t = useWords(WORDS);
  const a = useWords(ALARM_WORDS);
  const keep = useKeepScope();
  const detail = useAlarmDetail(id);
  const alarm = target?.alarm ?? detail.data?.alarm;
  if (alarm === undefined) return detail.isError ? <Failed error={detail.error} /> : <Loading rows={8} />;
  const shown = detail.data === undefined ? undefined : { ...detail.data, alarm };
  return (
    <article className={styles.page} data-testid="alarm-card" data-alarm={alarm.id} data-response={alarm.response}>
      <Hero alarm={alarm} onBack={onBack} />
      <main className={styles.main}>
        <section className={styles.card} aria-label={a('trend30')}>
          <h2 className={styles.heading}>{a('trend30')}</h2>
          <CardTrend alarm={alarm} limits={shown?.limits ?? []} width={330} height={128} aside />
        </section>
        <div className={styles.near}>
          <NearWords alarm={alarm} />
          <Link to={keep(`/map?alarm=${alarm.id}`)}>
            {t('map')} <ChevronRight size={16} aria-hidden />
          </Link>
        </div>
        {alarm.organisationId === null ? null : (
          <section className={`${styles.card} ${styles.flush}`} aria-label={a('call')}>
            <Call alarm={alarm} large />
          </section>
        )}
        {shown === undefined ? (
          <Loading rows={4} />
        ) : (
          <section className={styles.card}>
            <CardFacts detail={shown} />
            <NoticeBar detail={shown} />
            <Told subject={alarm.id} />
            <Trail detail={shown} />
          </section>
        )}
        <div className={styles.turn}>
          <TurnButtons alarm={alarm} onTurn={onTurn} />
        </div>
      </main>
      <Answers target={target ?? { alarm, members: [alarm] }} mutation={mutation} onDialog={onDialog} />
    </article>
  );
}

function Hero({ alarm: kept, onBack }: { readonly alarm: AlarmView; readonly onBack: () => void }) {
  const alarm = useLiveValue(kept);
  const t = useWords(WORDS);
  const a = useWords(ALARM_WORDS);
  const now = useNow();
  const { head, clock } = useClockSentence(alarm, now);
  const { language } = useLanguage();
  const said = useSpoken()(alarm);
  const loud = alarm.level === 'red' && alarm.response === 'unacknowledged';
  const gap = beyond(alarm);
  return (
    <header className={`${styles.hero} ${loud ? styles.loud : ''}`}>
      <div className={styles.bar}>
        <button type="button" onClick={onBack} aria-label={t('back')}>
          <ChevronLeft size={24} aria-hidden />
        </button>
        <h1>{t('alarm')}</h1>
        <span className={styles.tag}>
          {LEVEL_SIGNS[alarm.level]} {levelWord(alarm.level, 'alarm', language)} {said.label}
        </span>
      </div>
      <div className={styles.facts}>
        <b>{said.subjectName}</b>
        <span>
          {said.placeName} · {said.regionName}
        </span>
        <div className={styles.value}>
          {bare(alarm) ? null : <strong>{figure(alarm.value, alarm.limit)}</strong>}
          <i>{alarm.value === null ? '' : <Unit of={alarm.unit} n={alarm.value} />}</i>
          <span>
            {said.label}{' '}
            {alarm.value !== null
              ? figure(alarm.limit, alarm.value)
              : bare(alarm)
                ? ''
                : spanText(alarm.limit * 1000, language)}
            {gap === null ? '' : language === 'zh' ? '，' : ', '}
            <b>
              {gap === null
                ? ''
                : a(gap.outside ? (gap.upper ? 'over' : 'under') : 'inside', { label: '', gap: gap.gap })}
            </b>
            <br />
            {timeText(alarm.since)} {a(stands(alarm) ? alarm.response : 'recovered')}
          </span>
        </div>
      </div>
      <div className={styles.clock}>
        <Clock3 size={18} aria-hidden />
        <span>
          {clock === null ? '' : t('unconfirmed')}
          <b>{head}</b>
        </span>
      </div>
    </header>
  );
}

function Answers({
  target,
  mutation,
  onDialog,
}: Pick<PhoneAlarmProps, 'mutation' | 'onDialog'> & { readonly target: Target }) {
  const t = useWords(WORDS);
  const a = useWords(ALARM_WORDS);
  const { verbs } = useSession();
  const can = (verb: string) => verbs.includes(`alarm.${verb}`);
  const waiting = target.members.filter((alarm) => alarm.response === 'unacknowledged');
  if (target.alarm.response === 'closed') return null;
  return (
    <footer className={styles.foot}>
      <RefusalNote error={mutation.error} kept={false} />
      <div>
        {can('close') ? <Button onClick={() => onDialog('close')}>{a('close')}</Button> : null}
        {can('shelve') ? <Button onClick={() => onDialog('shelve')}>{a('shelve')}</Button> : null}
        {waiting.length > 0 && can('handle') ? (
          <Button onClick={() => onDialog('handle')}>{t('phoneHandle')}</Button>
        ) : null}
      </div>
      {waiting.length > 0 && can('acknowledge') ? (
        <Button
          type="primary"
          className={styles.primary}
          loading={whileSlow(mutation.isPending)}
          onClick={() => mutation.mutate({ alarms: waiting, body: { verb: 'acknowledge' } })}
          data-testid="verb-acknowledge"
        >
          {t('phoneAck')}
        </Button>
      ) : can('handle') ? (
        <Button type="primary" className={styles.primary} onClick={() => onDialog('handle')} data-testid="verb-handle">
          {t('phoneHandle')}
        </Button>
      ) : null}
    </footer>
  );
}
