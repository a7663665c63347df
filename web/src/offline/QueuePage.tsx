import { Button } from 'antd';
import { CheckCircle2, CloudOff, CloudUpload, GitMerge, Lock, LogIn, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { inspectionSchema } from '@anlan/kernel/merge';
import { z } from 'zod';
import { useQuery } from '@tanstack/react-query';
import { api, useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { backUp } from './backup.ts';
import { holder } from './account.ts';
import { EntryRow } from './EntryRow.tsx';
import styles from './Offline.module.css';
import { PrepareCard } from './Prepare.tsx';
import { readFact } from './facts.ts';
import { askAboutQuarantined, drain, lastStop } from './send.ts';
import { sizeText } from './size.ts';
import { useOnline, useQueue } from './use-offline.ts';
import { WORDS } from './words.ts';

/** Fields with two versions in records of the scope, known here or on the platform. */
export function useConflicts() {
  return useQuery({
    queryKey: ['inspections', 'conflicts'],
    queryFn: ({ signal }) => api.get('/inspections?conflicts=1', z.array(inspectionSchema), signal),
  });
}

/** 同步队列: what waits, in which order, what needs a person, how much room is left. */
export function QueuePage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { verbs } = useSession();
  const { entries, waiting, others } = useQueue();
  const conflicts = useConflicts().data ?? [];
  const stuck = waiting.filter(({ state }) => state !== 'waiting');
  const line = waiting.filter(({ state }) => state === 'waiting');
  const day = new Date().setHours(0, 0, 0, 0);
  const sent = entries.filter(({ state, sentAt }) => state === 'sent' && (sentAt ?? 0) >= day).length;
  return (
    <Page title={t('queue')}>
      <div className={styles.page}>
        <h1 className={styles.title}>{t('queue')}</h1>
        <Standing sent={sent} waiting={waiting.length} bytes={waiting.reduce((sum, one) => sum + one.bytes, 0)} />
        {stuck.length + conflicts.length === 0 ? null : (
          <section aria-label={t('needYou')}>
            <h2 className={styles.heading}>
              {t('needYou')} <em>{stuck.length + conflicts.length}</em>
            </h2>
            <ul className={styles.list} data-urgent>
              {conflicts.map((one) => (
                <li key={one.id}>
                  <Link to={keep(`/inspections/${one.id}/conflict`)} className={styles.line}>
                    <i data-tone="primary">
                      <GitMerge size={20} strokeWidth={1.75} aria-hidden />
                    </i>
                    <span>
                      <b>{t('conflict')}</b>
                      <small>
                        {one.enterpriseName} · {t('differ', { n: one.conflicts })}
                      </small>
                    </span>
                    <strong>{t('handle')}</strong>
                  </Link>
                </li>
              ))}
              {stuck.map((entry) => (
                <EntryRow key={entry.id} entry={entry} place={null} />
              ))}
            </ul>
          </section>
        )}
        {line.length === 0 ? null : (
          <section aria-label={t('waitLine')}>
            <h2 className={styles.heading}>
              {t('waitLine')} <em>{line.length}</em>
              <small>{t('order')}</small>
            </h2>
            <ul className={styles.list}>
              {line.map((entry, index) => (
                <EntryRow key={entry.id} entry={entry} place={index + 1} />
              ))}
            </ul>
          </section>
        )}
        {[...others].map(([name, n]) => (
          <p key={name} className={styles.note}>
            {t('others', { name, n })}
          </p>
        ))}
        <PrepareCard />
        {verbs.includes('case.supervise') ? (
          <Link to={keep('/offline/review')} className={styles.note}>
            {t('reviewTitle')}
          </Link>
        ) : null}
        <p className={styles.note}>
          <Lock size={16} strokeWidth={1.75} aria-hidden />
          {t('safe')}
        </p>
        <footer className={styles.foot}>
          <Button size="large" disabled={waiting.length === 0} onClick={() => void backUp(t('queue'))}>
            {t('backup')}
          </Button>
          <Button
            type="primary"
            size="large"
            icon={<RefreshCw size={18} aria-hidden />}
            onClick={() => void drain().then(askAboutQuarantined)}
          >
            {t('retry')}
          </Button>
        </footer>
      </div>
    </Page>
  );
}

interface StandingProps {
  readonly sent: number;
  readonly waiting: number;
  readonly bytes: number;
}

function Standing({ sent, waiting, bytes }: StandingProps) {
  const t = useWords(WORDS);
  const online = useOnline();
  const left = useRoom(bytes);
  const out = lastStop() === 'signed-out' || holder() === undefined;
  const [words, Icon] = out
    ? (['lineSignedOut', LogIn] as const)
    : !online
      ? (['lineOffline', CloudOff] as const)
      : waiting === 0
        ? (['lineDone', CheckCircle2] as const)
        : (['lineOnline', CloudUpload] as const);
  return (
    <section className={styles.card}>
      <div className={styles.row}>
        <i>
          <Icon size={20} strokeWidth={1.75} aria-hidden />
        </i>
        <div>
          <b className={styles.big}>{t(words)}</b>
          <small>{t(out ? 'signInAgain' : 'lineNote')}</small>
        </div>
        {out ? <Link to="/sign-in?next=%2Foffline">{t('signIn')}</Link> : null}
      </div>
      <div className={styles.bar} aria-hidden>
        <i style={{ width: `${sent + waiting === 0 ? 100 : (sent / (sent + waiting)) * 100}%` }} />
      </div>
      <div className={styles.ends}>
        <span>
          {t('sentToday')} <b>{sent}</b> · {t('toSend')} <b>{waiting}</b>
        </span>
        <span>
          {waiting === 0 ? '' : `${sizeText(bytes)} · `}
          {left === undefined ? '' : t('left', { size: sizeText(left) })}
        </span>
      </div>
    </section>
  );
}

/** What the jurisdiction's number and the browser leave, whichever is less. */
function useRoom(held: number): number | undefined {
  const [left, setLeft] = useState<number>();
  useEffect(() => {
    void (async () => {
      const room = ((await readFact('room').catch(() => undefined)) as number | undefined) ?? 500e6;
      const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
      setLeft(Math.max(0, Math.min(room - held, quota - usage)));
    })();
  }, [held]);
  return left;
}
