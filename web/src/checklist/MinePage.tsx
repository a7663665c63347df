import type { RunView } from '@anlan/kernel/checklist';
import { App, Button } from 'antd';
import { ChevronRight, ClipboardCheck } from 'lucide-react';
import { useState } from 'react';
import { Link, Navigate } from 'react-router';
import { useSession } from '../api/index.ts';
import { newId, useAct, useCases, useSide } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, RefusalNote, whileSlow } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText, useNow } from '../time/index.ts';
import styles from './Pages.module.css';
import { useMine, usePlan, useSelfReport } from './queries.ts';
import { Tabs } from './Tabs.tsx';
import { WORDS } from './words.ts';

/** What somebody of an enterprise has to check now: one card a round, the next deadline first. */
export function MinePage() {
  const t = useWords(WORDS);
  const { scope, verbs } = useSession();
  const own = useSide() === 'organisation';
  const mine = useMine(own && verbs.includes('check.answer'));
  const plan = usePlan(own ? scope.organisationId : null);
  if (!own) return <Navigate to="/checks/runs" replace />;
  const open = mine.data?.filter(({ state, doneAt }) => state === 'open' && doneAt === null) ?? [];
  const rest = mine.data?.filter((run) => !open.includes(run)) ?? [];
  return (
    <Page title={t('mine')}>
      <PageHead title={t('mine')} note={t('mineNote')} />
      <Tabs />
      {mine.isPending ? <Loading rows={4} /> : null}
      {mine.isError && mine.data === undefined ? <Failed error={mine.error} /> : null}
      {plan.data?.set === false ? <NoPlan /> : null}
      {mine.data !== undefined && open.length === 0 ? (
        <Card>
          <Empty
            icon={<ClipboardCheck size={20} strokeWidth={1.6} />}
            title={t('nothingTodo')}
            note={t('nothingTodoNote')}
          />
        </Card>
      ) : null}
      <ul className={styles.rounds}>
        {open.map((run) => (
          <Round key={run.id} run={run} />
        ))}
      </ul>
      {verbs.includes('case.rectify') ? <SelfReports /> : null}
      {rest.length === 0 ? null : (
        <Card title={t('doneToday')} flush>
          <ul className={styles.past}>
            {rest.map((run) => (
              <Past key={run.id} run={run} />
            ))}
          </ul>
        </Card>
      )}
    </Page>
  );
}

function NoPlan() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { verbs } = useSession();
  return (
    <p className={styles.noPlan}>
      {t('noPlan')} {verbs.includes('check.plan') ? <Link to={keep('/checks/plan')}>{t('setPlan')}</Link> : null}
    </p>
  );
}

function Round({ run }: { readonly run: RunView }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const now = useNow(60_000);
  const hours = (run.dueAt - now) / 3_600_000;
  return (
    <li>
      <Link to={keep(`/checks/${run.id}`)}>
        <span>
          <b>{run.title}</b>
          <small data-soon={hours < 2}>
            {run.period} · {t('until', { at: stampText(run.dueAt).slice(5, 16) })}
          </small>
          <i className={styles.bar}>
            <i style={{ width: `${run.items === 0 ? 0 : (run.answered / run.items) * 100}%` }} />
          </i>
          <small>{t('itemsDone', { done: run.answered, all: run.items })}</small>
        </span>
        <em>
          {t(run.answered === 0 ? 'begin' : 'goOn')}
          <ChevronRight size={18} aria-hidden />
        </em>
      </Link>
    </li>
  );
}

function Past({ run }: { readonly run: RunView }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  return (
    <li>
      <Link to={keep(`/checks/${run.id}`)}>
        <b>{run.title}</b>
        <span data-state={run.state}>{t(run.state)}</span>
        <small>
          {run.doneAt === null ? t('passed') : `${stampText(run.doneAt).slice(11, 16)} ${run.doneBy ?? ''}`}
          {run.bad > 0 ? ` · ${t('foundN', { n: run.bad })}` : ''}
        </small>
        <ChevronRight size={16} aria-hidden />
      </Link>
    </li>
  );
}

/** Self-reports that are due, filled in from the checks: read, and sent. */
function SelfReports() {
  const { data } = useCases({ kind: 'self-check', state: 'due', sort: 'due', size: 3 });
  return (
    <>
      {data?.rows.map((view) => (
        <SelfReport key={view.id} id={view.id} version={view.version} title={view.title} />
      ))}
    </>
  );
}

function SelfReport({ id, version, title }: { readonly id: string; readonly version: number; readonly title: string }) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const period = /\d{4}-\d{2}/.exec(title)?.[0];
  const known = useSelfReport(period);
  const act = useAct(id, version);
  const [requestId] = useState(newId);
  if (known.data === undefined || known.data.checks === 0) return null;
  const { checked, found, corrected, origin } = known.data;
  const send = () =>
    act.mutate(
      {
        action: 'report',
        label: title,
        input: { checked, found, corrected, statement: t('statement') },
        files: [],
        requestId,
      },
      { onSuccess: () => void message.success(t('reported')) },
    );
  return (
    <Card title={title} note={t('prefilled', { origin })}>
      <div className={styles.report}>
        {(
          [
            ['checkedItems', checked],
            ['foundDangers', found],
            ['corrected', corrected],
          ] as const
        ).map(([key, value]) => (
          <span key={key}>
            <small>{t(key)}</small>
            <b>{value}</b>
          </span>
        ))}
        <Button type="primary" size="large" loading={whileSlow(act.isPending)} onClick={send}>
          {t('reportNow')}
        </Button>
      </div>
      {act.isError ? <RefusalNote error={act.error} /> : null}
    </Card>
  );
}
