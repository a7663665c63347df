import type { Statement } from '@anlan/kernel/catalogue';
import { App, Button, Input, Popconfirm, Select } from 'antd';
import { Calculator, Download, Printer } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, RefusalNote, Scroll, whileSlow } from '../parts/index.ts';
import { monthsUntil } from '../prevention/SelfCheckPage.tsx';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { useSettle, useStatement } from './rule-queries.ts';
import { WORDS } from './rule-words.ts';
import styles from './Rules.module.css';
import { LinesTable, money, SumTable } from './StatementTables.tsx';

/** Rewards and penalties of a month: sums by rule and person, each line leading to its case. */
export function StatementTab({ enterprise }: { readonly enterprise: string }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const [params, setParams] = useSearchParams();
  const current = stampText(Date.now()).slice(0, 7);
  const asked = params.get('month') ?? '';
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : (monthsUntil(current, current)[2] ?? current);
  const statement = useStatement(enterprise, month);
  const choose = (next: string) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.set('month', next);
      return after;
    });
  const path = `/internal-rules/${enterprise}/rewards/${month}`;
  return (
    <>
      <div className={styles.filters}>
        <Select
          aria-label={t('month')}
          value={month}
          onChange={choose}
          style={{ width: 130 }}
          options={monthsUntil(current, month).map((one) => ({ value: one, label: one }))}
        />
        {statement.data === undefined ? null : <State statement={statement.data} />}
        <span style={{ marginLeft: 'auto' }} />
        <Link to={keep(`${path}/print`)}>
          <Button icon={<Printer size={15} aria-hidden />}>{t('print')}</Button>
        </Link>
        <a href={`/api${path}/export.csv`}>
          <Button icon={<Download size={15} aria-hidden />}>{t('export')}</Button>
        </a>
        {statement.data === undefined ? null : <Settle statement={statement.data} />}
      </div>
      {statement.isPending ? <Loading rows={8} /> : null}
      {statement.isError && statement.data === undefined ? (
        <Failed error={statement.error} retry={() => void statement.refetch()} />
      ) : null}
      {statement.data === undefined ? null : <Sums statement={statement.data} />}
    </>
  );
}

function State({ statement }: { readonly statement: Statement }) {
  const t = useWords(WORDS);
  const { state, submittedBy, decidedBy, note } = statement;
  const kind = state === 'approved' ? 'permitted' : state === 'returned' ? 'forbidden' : 'monitored';
  const who = [
    submittedBy === null ? null : `${t('submittedBy')} ${submittedBy}`,
    decidedBy === null ? null : `${t('decidedBy')} ${decidedBy}`,
    note,
  ];
  return (
    <span>
      <span className={styles.permission} data-kind={kind} data-testid="statement-state">
        {t(state)}
      </span>{' '}
      <span className={styles.quiet}>{who.filter((part) => part !== null).join(' · ')}</span>
    </span>
  );
}

function Settle({ statement }: { readonly statement: Statement }) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const { submit, decide } = useSettle(statement.enterprise, statement.month);
  const [note, setNote] = useState('');
  const done = () => void message.success(t('saved', { date: statement.month }));
  return (
    <>
      {statement.may.submit ? (
        <Popconfirm
          title={t('submitAsk')}
          okText={t('submit')}
          cancelText={t('cancel')}
          onConfirm={() => submit.mutate(undefined, { onSuccess: done })}
        >
          <Button type="primary" loading={whileSlow(submit.isPending)} style={{ fontWeight: 700 }}>
            {t('submit')}
          </Button>
        </Popconfirm>
      ) : null}
      {statement.may.decide ? (
        <>
          <Popconfirm
            title={t('reason')}
            description={
              <Input
                value={note}
                maxLength={300}
                aria-label={t('reason')}
                onChange={(event) => setNote(event.target.value)}
              />
            }
            okText={t('giveBack')}
            cancelText={t('cancel')}
            onConfirm={() =>
              decide.mutate({ approve: false, note: note.trim() === '' ? null : note.trim() }, { onSuccess: done })
            }
          >
            <Button>{t('giveBack')}</Button>
          </Popconfirm>
          <Button
            type="primary"
            loading={whileSlow(decide.isPending)}
            style={{ fontWeight: 700 }}
            onClick={() => decide.mutate({ approve: true, note: null }, { onSuccess: done })}
          >
            {t('approve')}
          </Button>
        </>
      ) : null}
      {submit.isError ? <RefusalNote error={submit.error} kept={false} /> : null}
      {decide.isError ? <RefusalNote error={decide.error} kept={false} /> : null}
    </>
  );
}

function Sums({ statement }: { readonly statement: Statement }) {
  const t = useWords(WORDS);
  const { lines, rules, people, total } = statement;
  if (lines.length === 0)
    return (
      <Card>
        <Empty icon={<Calculator size={20} strokeWidth={1.6} />} title={t('noLines')} note={t('noLinesNote')} />
      </Card>
    );
  return (
    <>
      <div className={styles.figures}>
        <Card title={t('byRule')} flush>
          <SumTable
            head={t('rewards')}
            rows={rules.map((rule) => ({ key: rule.rule, name: `${rule.code} ${rule.title}`, ...rule }))}
            total={total}
          />
        </Card>
        <Card title={t('byPerson')} flush>
          <SumTable
            head={t('person')}
            rows={people.map((one) => ({ key: one.person, name: one.person, ...one }))}
            total={total}
          />
        </Card>
      </div>
      <Card
        title={t('lines')}
        note={t('linesNote', { n: total.lines, points: money(total.points), amount: money(total.amount) })}
        flush
      >
        <Scroll>
          <LinesTable statement={statement} className={table.table} />
        </Scroll>
      </Card>
    </>
  );
}
