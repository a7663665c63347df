import type { Statement } from '@anlan/kernel/catalogue';
import { EVENTS } from '@anlan/systems/prevention';
import { App, Button, Input, Popconfirm, Select } from 'antd';
import { ArrowLeft, Calculator, Download, Printer } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { caseHref } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, RefusalNote } from '../parts/index.ts';
import { monthsUntil } from '../prevention/SelfCheckPage.tsx';
import { useKeepScope, useTitle } from '../shell/index.ts';
import table from '../shell/Table.module.css';
import { stampText } from '../time/index.ts';
import { useSettle, useStatement } from './rule-queries.ts';
import { WORDS } from './rule-words.ts';
import styles from './Rules.module.css';

/** Signed and with two places only where there are any: +30, −100.5. */
function money(value: number): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '';
  return `${sign}${numberText(Math.abs(value), Number.isInteger(value) ? 0 : 2)}`;
}

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
          <Button type="primary" loading={submit.isPending} style={{ fontWeight: 700 }}>
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
            loading={decide.isPending}
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
        <div className={table.scroll}>
          <LinesTable statement={statement} className={table.table} />
        </div>
      </Card>
    </>
  );
}

interface SumRow {
  readonly key: string;
  readonly name: string;
  readonly lines: number;
  readonly points: number;
  readonly amount: number;
}

function SumTable({
  head,
  rows,
  total,
}: {
  readonly head: string;
  readonly rows: readonly SumRow[];
  readonly total: Omit<SumRow, 'key' | 'name'>;
}) {
  const t = useWords(WORDS);
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{head}</th>
            <th className={table.number}>{t('count')}</th>
            <th className={table.number}>{t('points')}</th>
            <th className={table.number}>{t('amount')}</th>
          </tr>
        </thead>
        <tbody>
          {[...rows, { key: '', name: t('total'), ...total }].map((row) => (
            <tr key={row.key} style={row.key === '' ? { fontWeight: 700 } : {}}>
              <td title={row.name}>{row.name}</td>
              <td className={table.number}>{numberText(row.lines)}</td>
              <td className={table.number}>{money(row.points)}</td>
              <td className={`${table.number} ${row.amount < 0 ? styles.minus : ''}`}>{money(row.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LinesTable({
  statement,
  className = '',
}: {
  readonly statement: Statement;
  readonly className?: string | undefined;
}) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const event = (key: string) => {
    const found = EVENTS.find((one) => one.value === key);
    return found === undefined ? key : label(found);
  };
  return (
    <table className={className} data-testid="reward-lines">
      <thead>
        <tr>
          {[t('at'), t('rewards'), t('event'), t('danger'), t('person'), t('points'), t('amount')].map((head) => (
            <th key={head}>{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {statement.lines.map((line, index) => (
          <tr key={index}>
            <td>{stampText(line.at).slice(5)}</td>
            <td title={line.ruleTitle}>
              {line.ruleCode} {line.ruleTitle}
            </td>
            <td>{event(line.event)}</td>
            <td title={line.caseTitle}>
              <Link to={keep(caseHref(line.caseId))}>{line.caseNumber}</Link> {line.caseTitle}
            </td>
            <td>{line.person}</td>
            <td>{money(line.points)}</td>
            <td className={line.amount < 0 ? styles.minus : ''}>{money(line.amount)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The statement on paper, with the hash of its lines. */
export function StatementPrintPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { enterprise = '', month = '' } = useParams();
  const statement = useStatement(enterprise, month);
  useTitle(`${t('printTitle')} ${month}`);
  const { data } = statement;
  return (
    <div className={styles.paper}>
      <div className={styles.bar} data-noprint>
        <Link to={keep(`/internal-rules/${enterprise}?tab=statement&month=${month}`)}>
          <Button icon={<ArrowLeft size={15} aria-hidden />}>{t('back')}</Button>
        </Link>
        <Button
          type="primary"
          icon={<Printer size={15} aria-hidden />}
          disabled={data === undefined}
          onClick={() => window.print()}
        >
          {t('print')}
        </Button>
      </div>
      {statement.isPending ? <Loading rows={10} /> : null}
      {statement.isError && data === undefined ? <Failed error={statement.error} /> : null}
      {data === undefined ? null : (
        <article className={styles.sheet}>
          <h1>{t('printTitle')}</h1>
          <p>
            {data.enterpriseName} · {data.month} · {t(data.state)}
          </p>
          <h2>{t('byRule')}</h2>
          <table>
            <tbody>
              {[...data.rules, { rule: '', code: '', title: t('total'), ...data.total }].map((rule) => (
                <tr key={rule.rule}>
                  <td>
                    {rule.code} {rule.title}
                  </td>
                  <td>{rule.lines}</td>
                  <td>{money(rule.points)}</td>
                  <td>{money(rule.amount)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <h2>{t('lines')}</h2>
          <LinesTable statement={data} />
          <footer>
            <span>
              {t('submittedBy')}：{data.submittedBy ?? t('sign')}　
              {data.submittedAt === null ? '' : stampText(data.submittedAt)}
            </span>
            <span>
              {t('decidedBy')}：{data.decidedBy ?? t('sign')}　
              {data.decidedAt === null ? '' : stampText(data.decidedAt)}
            </span>
            <span>
              {t('hash')} {data.sha256}
            </span>
          </footer>
        </article>
      )}
    </div>
  );
}
