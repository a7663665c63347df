import type { AlarmView } from '@anlan/kernel/alarm';
import { Check, Link2, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import {
  CardFacts,
  CardHead,
  CardTrend,
  CardValue,
  countdown,
  type DialogVerb,
  Ring,
  Trail,
  useAlarmDetail,
  useClockSentence,
  useVerb,
  VerbBar,
  VerbDialog,
} from '../desk/alarm/index.ts';
import { TurnButtons, TurnDialog, type Turned } from '../desk/TurnInto.tsx';
import { useWords } from '../language/index.tsx';
import { Failed, Loading, RefusalNote } from '../parts/index.ts';
import { useKeepScope } from '../shell/scope.ts';
import { timeText, useNow } from '../time/index.ts';
import styles from './Map.module.css';
import { WORDS } from './words.ts';

/** Copy the address, close the card. */
export function CardTools({ onClose }: { readonly onClose: () => void }) {
  const t = useWords(WORDS);
  const [copied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard
      ?.writeText(location.href)
      .then(() => (setCopied(true), setTimeout(() => setCopied(false), 1500)));
  return (
    <>
      <button
        type="button"
        className={styles.tool}
        onClick={copy}
        title={t('copy')}
        aria-label={t(copied ? 'copied' : 'copy')}
      >
        {copied ? <Check size={15} aria-hidden /> : <Link2 size={15} aria-hidden />}
      </button>
      <button
        type="button"
        className={styles.tool}
        onClick={onClose}
        title={t('close')}
        aria-label={t('close')}
        data-testid="card-close"
      >
        <X size={15} aria-hidden />
      </button>
    </>
  );
}

interface AlarmPanelProps {
  readonly id: string;
  /** The alarm as the list knows it; newer than the card's answer. */
  readonly known: AlarmView | undefined;
  readonly put: (alarms: readonly AlarmView[]) => void;
  readonly time: number | null;
  readonly onClose: () => void;
}

/** The alarm card of the map. In replay it shows that moment and its verbs are off. */
export function AlarmPanel({ id, known, put, time, onClose }: AlarmPanelProps) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const detail = useAlarmDetail(id);
  const mutation = useVerb(put);
  const [dialog, setDialog] = useState<DialogVerb | null>(null);
  const [turned, setTurned] = useState<Turned | null>(null);
  const alarm = known ?? detail.data?.alarm;
  const shell = (children: ReactNode) => (
    <aside
      className={`${styles.panel} ${styles.card}`}
      data-testid="alarm-card"
      data-alarm={id}
      data-response={alarm?.response}
    >
      {children}
    </aside>
  );
  if (alarm === undefined)
    return shell(
      detail.isError ? (
        <>
          <CardTools onClose={onClose} />
          <Failed error={detail.error} />
        </>
      ) : (
        <Loading rows={6} />
      ),
    );
  const shown = detail.data === undefined ? undefined : { ...detail.data, alarm };
  const target = { alarm, members: [alarm] };
  return shell(
    <>
      <CardHead alarm={alarm} dense aside={<CardTools onClose={onClose} />} />
      <div className={styles.cardBody}>
        <CardValue alarm={alarm} />
        <CardTrend alarm={alarm} limits={shown?.limits ?? []} width={336} height={138} until={time} />
        <ClockLine alarm={alarm} />
        {shown === undefined ? <Loading rows={3} /> : <CardFacts detail={shown} />}
        {shown === undefined ? null : <Trail detail={shown} />}
      </div>
      <footer className={styles.cardFoot}>
        <RefusalNote error={mutation.error} kept={false} />
        <VerbBar
          target={target}
          mutation={mutation}
          onDialog={(verb) => (mutation.reset(), setDialog(verb))}
          disabled={time !== null}
          more={<TurnButtons alarm={alarm} onTurn={setTurned} disabled={time !== null} />}
        />
        {time === null ? <Link to={keep(`/desk?alarm=${alarm.id}`)}>{t('desk')}</Link> : <span>{t('replayNote')}</span>}
      </footer>
      {turned === null ? null : <TurnDialog into={turned} alarm={alarm} onClose={() => setTurned(null)} />}
      {dialog === null ? null : (
        <VerbDialog
          key={dialog}
          verb={dialog}
          target={target}
          mutation={mutation}
          onDone={() => setDialog(null)}
          onCancel={() => (setDialog(null), mutation.reset())}
        />
      )}
    </>,
  );
}

function ClockLine({ alarm }: { readonly alarm: AlarmView }) {
  const now = useNow();
  const { head, clock } = useClockSentence(alarm, now);
  const told = alarm.escalation
    .filter((rung) => rung.reached)
    .map((rung) => `${rung.label} ${timeText(rung.at).slice(0, 5)}`);
  return (
    <div className={styles.clock}>
      {clock === null ? null : (
        <Ring gone={clock.gone} size={44} stroke={4}>
          <small>{countdown(clock.left)}</small>
        </Ring>
      )}
      <div>
        <b>{head}</b>
        <span>{told.join(' · ')}</span>
      </div>
    </div>
  );
}
