import { ACTION_FORMS, type JointAction } from '@anlan/kernel/joint';
import { Button } from 'antd';
import { CheckCheck } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQuery } from '@tanstack/react-query';
import { caseDetailSchema } from '@anlan/kernel/case';
import { api, query, recordPageSchema } from '../api/index.ts';
import { caseHref } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Facts, Failed, Loading, PageHead, StatusWord } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { lookOf, useSideState } from './Actions.tsx';
import { Ask, type Asked } from './Ask.tsx';
import styles from './Joint.module.css';
import { useAction, useMayJoint, useSend } from './queries.ts';
import { WORDS } from './words.ts';

type Side = JointAction['sides'][number];

/** One joint action: every owner with its tasks and its confirmation; one's own side is worked on here. */
export function ActionPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const { id = '' } = useParams();
  const found = useAction(id);
  const title = found.data?.title ?? t('actions');
  return (
    <Page title={title}>
      <PageHead
        title={title}
        note={t('allConfirm')}
        crumbs={[{ label: t('title'), href: keep('/joint?tab=actions') }]}
      />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : (
        <>
          <Card>
            <Facts
              columns={3}
              rows={[
                [t('form'), label(ACTION_FORMS[found.data.form])],
                [t('due'), found.data.dueOn],
                [
                  t('state'),
                  <StatusWord key="state" state={found.data.closedAt === null ? 'doing' : 'done'}>
                    {found.data.closedAt === null
                      ? t('open')
                      : `${t('closed')} ${stampText(found.data.closedAt).slice(0, 16)}`}
                  </StatusWord>,
                ],
                [t('openedBy'), `${found.data.openedBy} ${stampText(found.data.openedAt).slice(0, 16)}`],
                [t('plan'), found.data.plan],
                [t('risksAbout'), found.data.risks.map((risk) => `${risk.region} ${risk.name}`).join('、') || null],
              ]}
            />
          </Card>
          <div className={styles.sides}>
            {found.data.sides.map((side) => (
              <SideCard key={side.id} action={found.data} side={side} />
            ))}
          </div>
        </>
      )}
    </Page>
  );
}

function SideCard({ action, side }: { readonly action: JointAction; readonly side: Side }) {
  const t = useWords(WORDS);
  const word = useSideState();
  const may = useMayJoint() && side.own && action.closedAt === null;
  return (
    <Card
      title={side.name}
      note={side.own ? t('own') : undefined}
      extra={<StatusWord state={lookOf(side.state)}>{word(side.state)}</StatusWord>}
    >
      <div className={styles.side} data-testid={side.own ? 'own-side' : 'other-side'}>
        {side.tasks.length === 0 ? (
          <Empty icon={<CheckCheck size={20} strokeWidth={1.6} />} title={t('noTasks')} />
        ) : null}
        <div className={styles.tasks}>
          {side.tasks.map((task) => (
            <Task key={task.id} action={action.id} task={task} may={may && side.state === 'working'} />
          ))}
        </div>
        {side.inspections === null ? null : <small>{t('inspections', { ...side.inspections })}</small>}
        {side.confirmedAt === null ? null : (
          <small>
            {t('confirmed', { by: side.confirmedBy ?? '', at: stampText(side.confirmedAt).slice(0, 16) })}
            {side.result === null ? '' : `：${side.result}`}
          </small>
        )}
        {may && side.caseId !== null ? <OwnActs action={action} side={side} caseId={side.caseId} /> : null}
      </div>
    </Card>
  );
}

interface TaskProps {
  readonly action: string;
  readonly task: Side['tasks'][number];
  readonly may: boolean;
}

function Task({ action, task, may }: TaskProps) {
  const t = useWords(WORDS);
  const send = useSend();
  const [open, setOpen] = useState(false);
  const note = [task.person, task.dueOn, task.doneBy === null ? null : `${task.doneBy}：${task.result ?? ''}`];
  return (
    <div className={styles.task}>
      <span>
        {task.title}
        <br />
        <small>{note.filter(Boolean).join(' · ')}</small>
      </span>
      {task.doneAt !== null ? (
        <StatusWord state="done">{t('done')}</StatusWord>
      ) : may ? (
        <Button size="small" onClick={() => setOpen(true)}>
          {t('finish')}
        </Button>
      ) : (
        <StatusWord state="doing">{t('open')}</StatusWord>
      )}
      <Ask
        title={task.title}
        submit={t('finish')}
        open={open}
        close={() => setOpen(false)}
        fields={[{ key: 'result', label: t('result'), kind: 'area', required: true, max: 500 }]}
        send={(answers) => send(`/joint/actions/${action}/tasks/${task.id}/done`, answers)}
      />
    </div>
  );
}

type Form = 'task' | 'inspect' | 'confirm' | 'decline' | 'reopen';

function OwnActs({
  action,
  side,
  caseId,
}: {
  readonly action: JointAction;
  readonly side: Side;
  readonly caseId: string;
}) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const send = useSend();
  const [form, setForm] = useState<Form>();
  const firms = useFirms(form === 'inspect', side.regionPath);
  const act = async (key: string, input: object) => {
    const { case: view } = await api.get(`/cases/${caseId}`, caseDetailSchema);
    return send(`/cases/${caseId}/acts/${key}`, { version: view.version, input });
  };
  const fields: Readonly<Record<Form, readonly Asked[]>> = {
    task: [
      { key: 'title', label: t('task'), kind: 'text', required: true, max: 120 },
      { key: 'person', label: t('person'), kind: 'text', max: 40 },
      { key: 'dueOn', label: t('due'), kind: 'date' },
    ],
    inspect: [
      { key: 'enterprises', label: t('firms'), kind: 'picks', required: true, hint: t('inspectHint'), options: firms },
    ],
    confirm: [{ key: 'result', label: t('result'), kind: 'area', required: true, max: 1000 }],
    decline: [{ key: 'reason', label: t('reason'), kind: 'area', required: true, max: 500 }],
    reopen: [{ key: 'reason', label: t('reason'), kind: 'area', required: true, max: 500 }],
  };
  const sends: Readonly<Record<Form, (answers: object) => Promise<unknown>>> = {
    task: (answers) => send(`/joint/actions/${action.id}/tasks`, { ...answers, side: side.id }),
    inspect: (answers) => send(`/joint/actions/${action.id}/inspections`, answers),
    confirm: (answers) => act('confirm', answers),
    decline: (answers) => act('decline', answers),
    reopen: (answers) => act('reopen', answers),
  };
  const titles = {
    task: t('addTask'),
    inspect: t('inspect'),
    confirm: t('confirm'),
    decline: t('decline'),
    reopen: t('reopen'),
  };
  const shown: readonly Form[] =
    side.state === 'proposed'
      ? ['decline']
      : side.state === 'working'
        ? ['task', 'inspect', 'confirm']
        : side.state === 'confirmed'
          ? ['reopen']
          : [];
  return (
    <div className={styles.acts}>
      {side.state === 'proposed' ? (
        <Button type="primary" onClick={() => void act('accept', {})} style={{ fontWeight: 700 }}>
          {t('accept')}
        </Button>
      ) : null}
      {shown.map((key) => (
        <Button key={key} type={key === 'confirm' ? 'primary' : 'default'} onClick={() => setForm(key)}>
          {titles[key]}
        </Button>
      ))}
      <Link to={keep(caseHref(caseId))}>
        <Button type="text">{t('toCase')}</Button>
      </Link>
      {form === undefined ? null : (
        <Ask
          title={titles[form]}
          submit={titles[form]}
          open
          close={() => setForm(undefined)}
          fields={fields[form]}
          send={(answers) => sends[form](answers)}
        />
      )}
    </div>
  );
}

/** Enterprises of a place, highest risk first, for a pick list. */
function useFirms(wanted: boolean, region: string): readonly { value: string; label: string }[] {
  const found = useQuery({
    queryKey: ['joint', 'firms', region],
    enabled: wanted,
    queryFn: ({ signal }) => api.get(`/enterprises${query({ region, size: 200 })}`, recordPageSchema, signal),
  });
  return (found.data?.rows ?? []).map((row) => ({ value: row.id, label: row.name }));
}
