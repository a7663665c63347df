import type { Field } from '@anlan/kernel/entity';
import {
  PROMISE_FIGURES,
  PROMISE_LEVELS,
  PROMISE_STATEMENT,
  PROMISE_STATES,
  type PromiseFigure,
  type PromiseHistory,
  type PromiseState,
  type SafetyPromise,
} from '@anlan/systems/monitoring/major-hazard-monitoring';
import { Button } from 'antd';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { AskForm } from '../parts/AskForm.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, RiskMark, StatusWord, Table } from '../parts/index.ts';
import { stampText, useNow } from '../time/index.ts';
import styles from './HazardDuty.module.css';
import { useAnnounce, usePromiseHistory } from './queries.ts';
import { WORDS } from './words.ts';
import { useWorkText } from './work.ts';
import { Unit } from '../language/units.ts';

/** The announcement of one enterprise: today's board or form, and the month before. */
export function OwnPromises({ enterprise, may }: { readonly enterprise: string; readonly may: boolean }) {
  const found = usePromiseHistory(enterprise);
  if (found.isPending) return <Loading rows={8} />;
  if (found.data === undefined) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return <Shown history={found.data} may={may} />;
}

function Shown({ history, may }: { readonly history: PromiseHistory; readonly may: boolean }) {
  const t = useWords(WORDS);
  const now = useNow(60_000);
  const [again, setAgain] = useState(false);
  const promise = history.promises.find(({ day }) => day === history.today);
  const time = stampText(history.dueAt).slice(11, 16);
  const asks = may && history.owes && (promise === undefined || again);
  return (
    <>
      <PageHead
        title={history.enterprise.name}
        note={
          !history.owes ? (
            t('notOwed')
          ) : promise !== undefined ? undefined : (
            <StatusWord state={now > history.dueAt ? 'late' : 'wait'}>
              {t(now > history.dueAt ? 'isLate' : 'owedUntil', { time })}
            </StatusWord>
          )
        }
      />
      <div className={styles.own}>
        {asks ? (
          <Card title={t('own')} note={history.today}>
            <Form history={history} before={promise} close={() => setAgain(false)} />
          </Card>
        ) : promise === undefined ? (
          <Card title={t('own')} note={history.today}>
            <Empty icon={<X size={20} strokeWidth={1.6} />} title={t(history.owes ? 'notToday' : 'notOwed')} />
          </Card>
        ) : (
          <Card
            title={t('board')}
            note={history.today}
            extra={may ? <Button onClick={() => setAgain(true)}>{t('correct')}</Button> : undefined}
          >
            <Board promise={promise} />
          </Card>
        )}
        <Month promises={history.promises} />
      </div>
    </>
  );
}

const FIGURES = Object.keys(PROMISE_FIGURES) as PromiseFigure[];
const STATES = Object.keys(PROMISE_STATES) as PromiseState[];

const number = (key: PromiseFigure): Field => ({
  ...PROMISE_FIGURES[key],
  kind: 'number',
  required: true,
  integer: true,
  min: 0,
  max: 9999,
});
const answer = (key: PromiseState): Field => ({ ...PROMISE_STATES[key], kind: 'yes-no', required: true });

const ASKS: Readonly<Record<string, Field>> = {
  level: {
    kind: 'choice',
    label: '今日风险',
    labelEn: 'Risk of the day',
    required: true,
    options: (['blue', 'yellow', 'orange', 'red'] as const).map((value) => ({ value, ...PROMISE_LEVELS[value] })),
  },
  ...Object.fromEntries(FIGURES.map((key) => [key, number(key)])),
  ...Object.fromEntries(STATES.map((key) => [key, answer(key)])),
  promisedBy: {
    kind: 'text',
    label: '承诺人（主要负责人）',
    labelEn: 'Promised by (principal)',
    required: true,
    max: 40,
  },
  statement: { kind: 'text', label: '承诺内容', labelEn: 'Statement', required: true, max: 500 },
};

/** What the form begins with: yesterday's plants, no work, and nothing said of what has to be judged anew every day. */
function beginning(history: PromiseHistory, before: SafetyPromise | undefined): Record<string, unknown> {
  const last = before ?? history.promises[0];
  const none = Object.fromEntries(FIGURES.map((key) => [key, 0]));
  if (before !== undefined) {
    const { level, figures, promisedBy, statement } = before;
    return { level, ...figures, promisedBy, statement };
  }
  const { plants = 0, running = 0, stopped = 0, repair = 0 } = last?.figures ?? {};
  return {
    ...none,
    plants,
    running,
    stopped,
    repair,
    promisedBy: last?.promisedBy ?? history.principal,
    statement: PROMISE_STATEMENT,
  };
}

interface FormProps {
  readonly history: PromiseHistory;
  readonly before: SafetyPromise | undefined;
  readonly close: () => void;
}

function Form({ history, before, close }: FormProps) {
  const t = useWords(WORDS);
  const announce = useAnnounce();
  const { hot, confined } = history.specialWork;
  const send = ({ level, promisedBy, statement, ...figures }: Readonly<Record<string, unknown>>) =>
    announce.mutate({ level, promisedBy, statement, figures, corrects: before !== undefined }, { onSuccess: close });
  return (
    <AskForm
      asks={ASKS}
      initial={beginning(history, before)}
      verb={t(before === undefined ? 'announce' : 'correct')}
      pending={announce.isPending}
      error={announce.error}
      send={send}
      cancel={before === undefined ? undefined : close}
    >
      {hot + confined === 0 ? null : <p className={styles.hint}>{t('contracted', { hot, confined })}</p>}
    </AskForm>
  );
}

/** The announcement as it stands at the gate of the plant. */
function Board({ promise }: { readonly promise: SafetyPromise }) {
  const t = useWords(WORDS);
  const label = useLabel();
  return (
    <div className={styles.board} data-level={promise.level} data-testid="promise-board">
      <p className={styles.boardHead}>
        <RiskMark level={promise.level} size={16} /> <b>{label(PROMISE_LEVELS[promise.level])}</b>
        <span>
          {stampText(promise.announcedAt)} {promise.late ? t('late') : ''} {promise.corrected ? t('corrected') : ''}
        </span>
      </p>
      <dl className={styles.figures}>
        {FIGURES.map((key) => (
          <div key={key} data-none={promise.figures[key] === 0}>
            <dt>{label(PROMISE_FIGURES[key])}</dt>
            <dd>
              {promise.figures[key]} <Unit of={PROMISE_FIGURES[key].unit} n={promise.figures[key]} />
            </dd>
          </div>
        ))}
      </dl>
      <ul className={styles.answers}>
        {STATES.map((key) => (
          <li key={key}>
            {promise.figures[key] ? <Check size={14} aria-label="✓" /> : <X size={14} aria-label="✗" />}{' '}
            {label(PROMISE_STATES[key])}
          </li>
        ))}
      </ul>
      <blockquote className={styles.statement}>
        {promise.statement}
        <footer>
          {t('promisedBy')} {promise.promisedBy}
        </footer>
      </blockquote>
    </div>
  );
}

function Month({ promises }: { readonly promises: readonly SafetyPromise[] }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const work = useWorkText();
  if (promises.length === 0) return null;
  return (
    <Card title={t('history')} flush>
      <Table heads={[t('day'), t('level'), t('at'), t('work')]} testid="promise-history" className={styles.list}>
        {promises.map((promise) => (
          <tr key={promise.id}>
            <td>{promise.day}</td>
            <td className={styles.level}>
              <RiskMark level={promise.level} /> {label(PROMISE_LEVELS[promise.level])}
            </td>
            <td>
              {stampText(promise.announcedAt).slice(11, 16)}{' '}
              {promise.late ? <StatusWord state="late">{t('late')}</StatusWord> : null}
            </td>
            <td className={styles.work} title={work(promise)}>
              {work(promise)}
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
