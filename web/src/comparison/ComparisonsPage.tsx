import type { Comparison, DueComparison } from '@anlan/systems/monitoring/comparison';
import { Button, Checkbox, Input, InputNumber, Segmented } from 'antd';
import { CircleCheck, Ruler } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { newId } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import {
  Card,
  Empty,
  Failed,
  Loading,
  numberText,
  PageHead,
  Pager,
  RefusalNote,
  StatusWord,
  Table,
  whileSlow,
} from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { RegionSelect } from '../prevention/Board.tsx';
import { FigureBand } from '../prevention/Figures.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Comparison.module.css';
import { useCompare, useDue, useMade, type Outcome } from './queries.ts';
import { WORDS } from './words.ts';

const SIZE = 20;
/** Readings as they are, three decimals at most. */
const digits = (value: number): string => String(Math.round(value * 1000) / 1000);

/** 人工比测: signals that are to be compared with a portable instrument, and comparisons made (S17, S21). */
export function ComparisonsPage() {
  const t = useWords(WORDS);
  const [params, setParams] = useSearchParams();
  const tab = params.get('tab') === 'made' ? 'made' : 'due';
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={t('note')} actions={<RegionSelect />} />
      <div className={styles.tabs}>
        <Segmented
          value={tab}
          onChange={(value) => setParams(value === 'made' ? { tab: 'made' } : {})}
          options={[
            { value: 'due', label: t('due') },
            { value: 'made', label: t('made') },
          ]}
        />
      </div>
      {tab === 'made' ? <Made /> : <Due />}
    </Page>
  );
}

function Due() {
  const t = useWords(WORDS);
  const scope = useScope();
  const [page, setPage] = useState(1);
  const found = useDue({ region: scope.narrowed ? scope.path : null, page, size: SIZE });
  if (found.isPending) return <Loading rows={8} />;
  if (found.data === undefined) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { rows, total, late } = found.data;
  return (
    <>
      <FigureBand
        figures={[
          { key: 'total', label: t('total'), value: numberText(total), note: t('due') },
          { key: 'late', label: t('late'), value: numberText(late), note: t('lateNote'), late: late > 0 },
        ]}
      />
      {rows.length === 0 ? (
        <Card>
          <Empty icon={<CircleCheck size={20} strokeWidth={1.6} />} title={t('nothingDue')} />
        </Card>
      ) : (
        <ul className={styles.due} data-testid="comparisons-due">
          {rows.map((one) => (
            <DueRow key={one.pointId} one={one} />
          ))}
        </ul>
      )}
      <Pager page={page} size={SIZE} total={total} go={setPage} />
    </>
  );
}

function DueRow({ one }: { readonly one: DueComparison }) {
  const t = useWords(WORDS);
  const { verbs } = useSession();
  const [open, setOpen] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  return (
    <li>
      <div className={styles.row}>
        <span className={styles.what}>
          <b>{one.name}</b>
          <small>
            {[one.place, one.enterprise].filter((part) => part !== null).join(' · ')} ·{' '}
            {one.lastAt === null ? t('never') : t('last', { day: stampText(one.lastAt).slice(0, 10) })}
          </small>
        </span>
        <span className={styles.value}>
          <b>{one.value === null ? t('silent') : `${digits(one.value)} ${one.unit}`}</b>
          <small>
            {t('tolerance')} ±{digits(one.tolerance)} {one.unit}
          </small>
        </span>
        <StatusWord state={one.late ? 'late' : 'wait'}>
          {t('dueOn')} {one.due}
        </StatusWord>
        {verbs.includes('check.answer') && !open && outcome === null ? (
          <Button onClick={() => setOpen(true)} disabled={one.value === null}>
            {t('compare')}
          </Button>
        ) : null}
      </div>
      {outcome === null ? null : <Said outcome={outcome} unit={one.unit} />}
      {open && outcome === null ? <Form one={one} done={setOutcome} close={() => setOpen(false)} /> : null}
    </li>
  );
}

function Said({ outcome, unit }: { readonly outcome: Outcome; readonly unit: string }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const facts = {
    shown: digits(outcome.shown),
    difference: digits(outcome.difference),
    tolerance: digits(outcome.tolerance),
    unit,
  };
  return (
    <p role="status" className={styles.said}>
      <StatusWord state={outcome.passed ? 'done' : 'late'}>{t(outcome.passed ? 'passed' : 'failed')}</StatusWord>{' '}
      {t('outcome', facts)}{' '}
      {outcome.caseId === null ? null : <Link to={keep(`/case/${outcome.caseId}`)}>{t('toDanger')}</Link>}
    </p>
  );
}

interface FormProps {
  readonly one: DueComparison;
  readonly done: (outcome: Outcome) => void;
  readonly close: () => void;
}

function Form({ one, done, close }: FormProps) {
  const t = useWords(WORDS);
  const sending = useCompare();
  const [id] = useState(newId);
  const [manual, setManual] = useState<number | null>(null);
  const [instrument, setInstrument] = useState('');
  const [note, setNote] = useState('');
  const ready = manual !== null && instrument.trim().length >= 2;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        sending.mutate(
          {
            id,
            point: one.pointId,
            manual,
            instrument: instrument.trim(),
            ...(note.trim() !== '' && { note: note.trim() }),
          },
          { onSuccess: done },
        );
      }}
    >
      <label>
        <span>{t('reading', { unit: one.unit })}</span>
        <InputNumber value={manual} onChange={setManual} inputMode="decimal" style={{ width: '100%' }} />
      </label>
      <label>
        <span>{t('instrument')}</span>
        <Input value={instrument} maxLength={80} onChange={(event) => setInstrument(event.target.value)} />
      </label>
      <label>
        <span>{t('remark')}</span>
        <Input value={note} maxLength={300} onChange={(event) => setNote(event.target.value)} />
      </label>
      <p className={styles.hint}>{t('takesShown')}</p>
      {sending.isError ? <RefusalNote error={sending.error} /> : null}
      <div className={styles.foot}>
        <Button onClick={close}>{t('cancel')}</Button>
        <Button
          type="primary"
          htmlType="submit"
          disabled={!ready}
          loading={whileSlow(sending.isPending)}
          style={{ fontWeight: 700 }}
        >
          {t('send')}
        </Button>
      </div>
    </form>
  );
}

function Made() {
  const t = useWords(WORDS);
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const [page, setPage] = useState(1);
  const failed = params.get('failed') === '1';
  const point = params.get('point');
  const found = useMade({
    region: scope.narrowed ? scope.path : null,
    failed: failed ? '1' : null,
    point,
    page,
    size: SIZE,
  });
  if (found.isPending) return <Loading rows={8} />;
  if (found.data === undefined) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { rows, total } = found.data;
  return (
    <>
      <div className={styles.tools}>
        <Checkbox
          checked={failed}
          onChange={({ target }) => {
            setPage(1);
            setParams(target.checked ? { tab: 'made', failed: '1' } : { tab: 'made' });
          }}
        >
          {t('failedOnly')}
        </Checkbox>
        {point === null ? null : (
          <span>
            {t('onePoint')}{' '}
            <button type="button" className={styles.door} onClick={() => setParams({ tab: 'made' })}>
              {t('all')}
            </button>
          </span>
        )}
      </div>
      <Card flush>
        {rows.length === 0 ? (
          <Empty icon={<Ruler size={20} strokeWidth={1.6} />} title={t('nothingMade')} />
        ) : (
          <Table
            heads={[
              t('at'),
              t('signal'),
              { label: t('manual'), number: true },
              { label: t('shown'), number: true },
              { label: t('difference'), number: true },
              t('verdict'),
              t('instrument'),
              t('next'),
            ]}
            testid="comparisons-made"
          >
            {rows.map((row) => (
              <MadeRow key={row.id} row={row} />
            ))}
          </Table>
        )}
      </Card>
      <Pager page={page} size={SIZE} total={total} go={setPage} />
    </>
  );
}

function MadeRow({ row }: { readonly row: Comparison }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  return (
    <tr>
      <td>{stampText(row.at).slice(0, 16)}</td>
      <td className={styles.signal} title={row.name}>
        <Link to={keep(`/history?points=${row.pointId}`)}>{row.name}</Link>
        <small>{[row.place, row.enterprise].filter((part) => part !== null).join(' · ')}</small>
      </td>
      <td className={table.number}>
        {digits(row.manual)} {row.unit}
      </td>
      <td className={table.number}>
        {digits(row.shown)} {row.unit}
      </td>
      <td className={table.number} title={`${t('tolerance')} ±${digits(row.tolerance)} ${row.unit}`}>
        {row.difference > 0 ? '+' : ''}
        {digits(row.difference)}
      </td>
      <td>
        <StatusWord state={row.passed ? 'done' : 'late'}>{t(row.passed ? 'passed' : 'failed')}</StatusWord>{' '}
        {row.caseId === null ? null : <Link to={keep(`/case/${row.caseId}`)}>{t('toDanger')}</Link>}
      </td>
      <td title={`${row.instrument} · ${row.by}`}>{row.instrument}</td>
      <td>{row.nextDue}</td>
    </tr>
  );
}
