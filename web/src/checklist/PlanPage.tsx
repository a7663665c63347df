import type { CheckPlan } from '@anlan/kernel/checklist';
import { App, Button, Checkbox, Input, Select } from 'antd';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, RefusalNote, whileSlow } from '../parts/index.ts';
import { Page } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Pages.module.css';
import { useKeepPlan, usePlan } from './queries.ts';
import { Tabs } from './Tabs.tsx';
import { WORDS } from './words.ts';

/** Rounds of the own enterprise: its shifts, its departments, the manager. */
export function PlanPage() {
  const t = useWords(WORDS);
  const { scope } = useSession();
  const enterprise = scope.kind === 'organisation' ? scope.organisationId : null;
  const found = usePlan(enterprise);
  return (
    <Page title={t('plan')}>
      <PageHead title={t('plan')} note={t('planNote')} />
      <Tabs />
      {enterprise === null ? <Empty title={t('none')} /> : null}
      {enterprise !== null && found.isPending ? <Loading rows={4} /> : null}
      {found.isError && found.data === undefined ? <Failed error={found.error} /> : null}
      {enterprise === null || found.data === undefined ? null : (
        <Plan enterprise={enterprise} known={found.data.plan} set={found.data.set} />
      )}
    </Page>
  );
}

function Plan({
  enterprise,
  known,
  set,
}: {
  readonly enterprise: string;
  readonly known: CheckPlan;
  readonly set: boolean;
}) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const { verbs } = useSession();
  const may = verbs.includes('check.plan');
  const [plan, setPlan] = useState(known);
  const keep = useKeepPlan(enterprise);
  const put = (part: Partial<CheckPlan>) => setPlan((before) => ({ ...before, ...part }));
  const shift = (index: number, part: Partial<CheckPlan['shifts'][number]>) =>
    put({ shifts: plan.shifts.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  const save = () =>
    keep.mutate(plan, {
      onSuccess: ({ nextAt }) =>
        void message.success(nextAt === null ? t('savedNone') : t('saved', { at: stampText(nextAt).slice(5, 16) })),
    });
  return (
    <Card note={set ? undefined : t('notSet')} title={t('plan')}>
      <div className={styles.form}>
        <div className={styles.line}>
          <span>{t('shifts')}</span>
          {plan.shifts.map((one, index) => (
            <div key={index} className={styles.shift}>
              <Input
                aria-label={t('shifts')}
                maxLength={20}
                value={one.name}
                onChange={(event) => shift(index, { name: event.target.value })}
              />
              <Input
                type="time"
                aria-label={t('from')}
                value={one.from}
                onChange={(event) => shift(index, { from: event.target.value })}
              />
              <Input
                type="time"
                aria-label={t('to')}
                value={one.to}
                onChange={(event) => shift(index, { to: event.target.value })}
              />
              <Button
                type="text"
                aria-label={t('remove')}
                icon={<X size={16} aria-hidden />}
                onClick={() => put({ shifts: plan.shifts.filter((_, at) => at !== index) })}
              />
            </div>
          ))}
          <Button
            icon={<Plus size={15} aria-hidden />}
            disabled={plan.shifts.length >= 6}
            onClick={() => put({ shifts: [...plan.shifts, { name: '', from: '08:00', to: '16:00' }] })}
          >
            {t('addShift')}
          </Button>
        </div>
        <div className={styles.line}>
          <span>{t('departments')}</span>
          <Select
            mode="tags"
            open={false}
            aria-label={t('departments')}
            value={plan.departments}
            onChange={(departments: string[]) => put({ departments })}
          />
        </div>
        <Checkbox checked={plan.manager} onChange={(event) => put({ manager: event.target.checked })}>
          {t('managerMonthly')}
        </Checkbox>
        <Checkbox checked={plan.daysOff} onChange={(event) => put({ daysOff: event.target.checked })}>
          {t('daysOff')}
        </Checkbox>
        <Checkbox checked={plan.paused} onChange={(event) => put({ paused: event.target.checked })}>
          {t('paused')}
        </Checkbox>
        {keep.isError ? <RefusalNote error={keep.error} /> : null}
        <Button type="primary" disabled={!may} loading={whileSlow(keep.isPending)} onClick={save}>
          {t('save')}
        </Button>
      </div>
    </Card>
  );
}
