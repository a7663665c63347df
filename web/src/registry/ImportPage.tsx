import type { Entity } from '@anlan/kernel/entity';
import { importRowSchema, importRunSchema, membersOf, type ImportRow, type ImportRun } from '@anlan/kernel/registry';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Progress, Select } from 'antd';
import { CircleCheck, Download, FileSpreadsheet, FileX, TriangleAlert, Upload } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import {
  Card,
  Empty,
  Failed,
  Loading,
  numberText,
  PageHead,
  Pager,
  RefusalNote,
  Scroll,
  whileSlow,
} from '../parts/index.ts';
import { Lost } from '../shell/Lost.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { entityByPlural } from './entities.ts';
import { WORDS } from './tool-words.ts';
import styles from './Tools.module.css';
import { Value } from './Value.tsx';
import { WORDS as LIST_WORDS } from './words.ts';
import { problemText } from '../language/problems.ts';

/** Rows of a ledger shown at once. */
const SIZE = 100;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A ledger on its way into a register: upload, columns, errors and differences, confirmation. */
export function ImportPage() {
  const { plural } = useParams();
  const entity = entityByPlural(plural);
  return entity === undefined ? <Lost /> : <Import key={entity.plural} entity={entity} />;
}

function useRun(id: string | null) {
  return useQuery({
    queryKey: ['import', id],
    enabled: id !== null,
    queryFn: ({ signal }) => api.get(`/imports/${id}`, importRunSchema, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'reading' || state.data?.state === 'applying' ? 500 : false),
  });
}

const upload = (entity: Entity, file: File): Promise<ImportRun> =>
  // What the system takes the file for says nothing: it is a workbook here.
  api.post(`/${entity.plural}/imports${query({ name: file.name })}`, file.slice(0, file.size, XLSX), importRunSchema);

function Import({ entity }: { readonly entity: Entity }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const [params, setParams] = useSearchParams();
  const id = params.get('run');
  const run = useRun(id);
  const open = (next: string | null) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (next === null) after.delete('run');
      else after.set('run', next);
      return after;
    });
  const list = keep(`/registry/${entity.plural}`);
  const title = t('importTitle', { what: label(entity) });
  return (
    <Page title={title}>
      <PageHead
        title={title}
        note={t('importNote')}
        crumbs={[{ label: label(entity), href: list }]}
        actions={
          <Button icon={<Download size={15} aria-hidden />} href={`/api/${entity.plural}/template.xlsx`}>
            {t('template')}
          </Button>
        }
      />
      {id === null ? <Drop entity={entity} done={(made) => open(made.id)} /> : null}
      {id !== null && run.isPending ? <Loading /> : null}
      {run.isError && run.data === undefined ? <Failed error={run.error} retry={() => void run.refetch()} /> : null}
      {id === null || run.data === undefined ? null : (
        <Shown entity={entity} run={run.data} again={() => open(null)} list={list} />
      )}
    </Page>
  );
}

function Drop({ entity, done }: { readonly entity: Entity; readonly done: (run: ImportRun) => void }) {
  const t = useWords(WORDS);
  const [over, setOver] = useState(false);
  const send = useMutation({ mutationFn: (file: File) => upload(entity, file), onSuccess: done });
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file !== undefined) send.mutate(file);
  };
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keyboard uses the input inside; dropping needs a pointer */}
      <label
        className={styles.drop}
        data-over={over}
        onDragOver={(event) => (event.preventDefault(), setOver(true))}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => (event.preventDefault(), setOver(false), take(event.dataTransfer.files))}
      >
        <Upload size={24} strokeWidth={1.6} aria-hidden />
        <b>{send.isPending ? `${send.variables.name} …` : t('drop')}</b>
        <span>{t('dropNote')}</span>
        <input
          type="file"
          accept=".xlsx"
          className="visually-hidden"
          onChange={(event) => (take(event.target.files), (event.target.value = ''))}
        />
      </label>
      {send.isError ? <RefusalNote error={send.error} /> : null}
    </>
  );
}

interface ShownProps {
  readonly entity: Entity;
  readonly run: ImportRun;
  readonly again: () => void;
  readonly list: string;
}

function Shown({ entity, run, again, list }: ShownProps) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: ({ path, body }: { path: string; body: object }) =>
      api.post(`/imports/${run.id}/${path}`, body, importRunSchema),
    onSuccess: (next) => (
      client.setQueryData(['import', run.id], next),
      void client.invalidateQueries({ queryKey: ['registry', entity.plural] })
    ),
  });
  const anew = <Button onClick={again}>{t('another')}</Button>;
  if (run.state === 'reading' || run.state === 'applying')
    return (
      <Card
        title={
          <>
            <FileSpreadsheet size={16} aria-hidden /> {run.fileName}
          </>
        }
      >
        <p>{t(run.state, { done: run.done, total: run.total })}</p>
        <Progress percent={run.total === 0 ? 0 : Math.round((run.done / run.total) * 100)} status="active" />
        <Button onClick={() => act.mutate({ path: 'cancel', body: {} })}>{t('cancel')}</Button>
      </Card>
    );
  if (run.state === 'applied')
    return (
      <Empty
        icon={<CircleCheck size={20} strokeWidth={1.6} />}
        title={t('applied', { new: run.summary?.new ?? 0, changed: run.summary?.changed ?? 0 })}
        note={run.fileName}
        action={
          <span className={styles.acts}>
            {anew}
            <Link to={list}>{t('openList')}</Link>
          </span>
        }
      />
    );
  if (run.state === 'cancelled' || run.state === 'failed')
    return (
      <Empty
        icon={<FileX size={20} strokeWidth={1.6} />}
        title={run.state === 'cancelled' ? t('cancelled') : t('failedRun')}
        note={run.problem ?? run.fileName}
        action={anew}
      />
    );
  return (
    <Preview
      entity={entity}
      run={run}
      act={(path, body) => act.mutate({ path, body })}
      busy={act.isPending}
      error={act.error}
      anew={anew}
    />
  );
}

type State = ImportRow['state'];
const STATES: readonly State[] = ['invalid', 'changed', 'new', 'unchanged'];

const NOTHING = {
  new: 0,
  changed: 0,
  unchanged: 0,
  invalid: 0,
  skipped: 0,
  missing: 0,
  notices: 0,
  limits: [] as string[],
};

function Preview({
  entity,
  run,
  act,
  busy,
  error,
  anew,
}: {
  readonly entity: Entity;
  readonly run: ImportRun;
  readonly act: (path: string, body: object) => void;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly anew: React.ReactNode;
}) {
  const t = useWords(WORDS);
  const summary = run.summary ?? NOTHING;
  const [state, setState] = useState<State>(() => STATES.find((one) => summary[one] > 0) ?? 'unchanged');
  const valid = summary.new + summary.changed;
  const label = useLabel();
  const [reason, setReason] = useState('');
  const [from, setFrom] = useState('');
  const later = from === '' || summary.limits.length === 0 ? {} : { from };
  const limits = summary.limits.map((key) => label(entity.fields[key]!)).join('、');
  return (
    <>
      <Card
        title={
          <>
            <FileSpreadsheet size={16} aria-hidden /> {run.fileName}
          </>
        }
        note={run.layout?.sheet}
      >
        <div className={styles.chips} role="group">
          {STATES.map((one) => (
            <button key={one} type="button" aria-pressed={state === one} onClick={() => setState(one)}>
              {t(one)}
              <b>{numberText(summary[one])}</b>
            </button>
          ))}
          <span className={styles.acts} style={{ marginLeft: 'auto' }}>
            {summary.invalid + summary.notices === 0 ? null : (
              <Button icon={<Download size={15} aria-hidden />} href={`/api/imports/${run.id}/marked.xlsx`}>
                {t('downloadMarked')}
              </Button>
            )}
            {anew}
            <Button
              type="primary"
              loading={whileSlow(busy)}
              disabled={valid === 0 || (limits !== '' && reason.trim() === '')}
              onClick={() =>
                act('apply', { what: summary.invalid === 0 ? 'all' : 'valid', reason: reason.trim(), ...later })
              }
              style={{ fontWeight: 700 }}
            >
              {valid === 0
                ? t('nothingToDo')
                : t(summary.invalid === 0 ? 'applyAll' : 'applyValid', { n: numberText(valid) })}
            </Button>
          </span>
        </div>
        <p style={{ marginTop: 8, color: 'var(--ink-3)', fontSize: 'var(--fs-12)' }}>
          {t('skipped')} {numberText(summary.skipped)} · {t('missing')} {numberText(summary.missing)}
          {summary.missing === 0 ? '' : `（${t('missingNote')}）`}
          {summary.notices === 0 ? null : (
            <b className={styles.doubtful}>
              {' '}
              · {t('noticesN')} {numberText(summary.notices)}
            </b>
          )}
        </p>
        {limits === '' ? null : (
          <>
            <label className={styles.limits}>
              {t('limitsNote', { fields: limits })}
              <Input
                value={reason}
                maxLength={300}
                aria-required
                placeholder={t('reason')}
                onChange={(event) => setReason(event.target.value)}
              />
            </label>
            <label className={styles.limits}>
              {t('limitsFrom')}
              <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
              <small>{t('limitsFromNote')}</small>
            </label>
          </>
        )}
        {error === null ? null : <RefusalNote error={error} />}
      </Card>
      <Rows key={state} entity={entity} run={run} state={state} count={summary[state]} />
      {run.missing.length === 0 ? null : <Missing entity={entity} run={run} />}
      <Mapping key={JSON.stringify(run.layout)} entity={entity} run={run} />
    </>
  );
}

function Rows({
  entity,
  run,
  state,
  count,
}: {
  readonly entity: Entity;
  readonly run: ImportRun;
  readonly state: State;
  readonly count: number;
}) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const word = useMemberWord(entity);
  const said = ({ problem, problemEn }: ImportRow['errors'][number]) =>
    language === 'en' && problemEn !== undefined ? problemEn : problemText(problem, language);
  const [page, setPage] = useState(1);
  const rows = useQuery({
    queryKey: ['import', run.id, 'rows', state, page, run.summary],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(`/imports/${run.id}/rows${query({ state, page, size: SIZE })}`, z.array(importRowSchema), signal),
  });
  if (rows.isPending) return <Loading />;
  if (rows.isError) return <Failed error={rows.error} retry={() => void rows.refetch()} />;
  return (
    <Card title={t(state)} note={numberText(count)} flush>
      {rows.data.length === 0 ? <Empty title={t('noRows')} /> : null}
      <Scroll className={styles.scroll} style={{ maxHeight: 460 }}>
        <table className={`${styles.table} ${styles.rows}`} aria-label={t(state)}>
          <thead>
            <tr>
              <th>{t('line')}</th>
              <th>{word('name', entity.nameLabel)}</th>
              <th>{t('what')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.data.map((row) => (
              <tr key={row.n}>
                <td className={styles.nowrap}>{row.line}</td>
                <td>
                  {row.record !== null ? (
                    <Link to={keep(`/registry/${entity.plural}/${row.record}`)}>{row.name}</Link>
                  ) : row.name === '' ? (
                    '—'
                  ) : (
                    row.name
                  )}
                </td>
                <td>
                  {row.errors.length + row.notices.length + row.changes.length === 0 ? '—' : null}
                  {row.errors.map((wrong) => (
                    <span key={`${wrong.member}${wrong.problem}`} className={styles.wrong}>
                      <b>{word(wrong.member, wrong.label)}</b> {said(wrong)}{' '}
                      {wrong.given === '' ? null : <small>{t('given', { given: wrong.given })}</small>}
                    </span>
                  ))}
                  {row.notices.map((notice) => (
                    <span key={`${notice.member}${notice.problem}`} className={styles.doubtful} data-testid="notice">
                      <TriangleAlert size={13} aria-hidden /> {said(notice)}
                    </span>
                  ))}
                  {row.changes.map((change) => (
                    <span key={change.field} className={styles.change}>
                      {word(change.field, change.label)}{' '}
                      <del>
                        <Side entity={entity} member={change.field} value={change.from} />
                      </del>{' '}
                      →{' '}
                      <ins>
                        <Side entity={entity} member={change.field} value={change.to} />
                      </ins>
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <Pager page={page} size={SIZE} total={count} go={setPage} />
    </Card>
  );
}

/** What a column of a ledger is taken for, in the reader's language. */
function useMemberWord(entity: Entity): (key: string, told: string) => string {
  const t = useWords(LIST_WORDS);
  const label = useLabel();
  const own: Readonly<Record<string, string>> = {
    name: label({ label: entity.nameLabel, labelEn: entity.nameLabelEn }),
    regionPath: t('region'),
    lon: t('longitude'),
    lat: t('latitude'),
  };
  return (key, told) => own[key] ?? (entity.fields[key] === undefined ? told : label(entity.fields[key]));
}

/** One side of a change as people read it. */
function Side({
  entity,
  member,
  value,
}: {
  readonly entity: Entity;
  readonly member: string;
  readonly value: unknown;
}) {
  const field = entity.fields[member];
  if (field !== undefined) return <Value field={field} value={value} inTable />;
  return <>{value === null || value === undefined || value === '' ? '—' : String(value)}</>;
}

function Missing({ entity, run }: { readonly entity: Entity; readonly run: ImportRun }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  return (
    <Card title={t('missing')} note={`${numberText(run.summary?.missing ?? 0)} · ${t('missingNote')}`}>
      <p className={styles.acts}>
        {run.missing.map(({ id, name }) => (
          <Link key={id} to={keep(`/registry/${entity.plural}/${id}`)}>
            {name}
          </Link>
        ))}
      </p>
    </Card>
  );
}

function Mapping({ entity, run }: { readonly entity: Entity; readonly run: ImportRun }) {
  const t = useWords(WORDS);
  const word = useMemberWord(entity);
  const client = useQueryClient();
  const [members, setMembers] = useState<Record<string, string | null>>({});
  const change = useMutation({
    mutationFn: (body: object) => api.patch(`/imports/${run.id}`, body, importRunSchema),
    onSuccess: (next) => client.setQueryData(['import', run.id], next),
  });
  const layout = run.layout;
  if (layout === null) return null;
  const options = [
    { value: '', label: t('ignored') },
    ...membersOf(entity).map(({ key, label }) => ({ value: key, label: word(key, label) })),
  ];
  return (
    <Card
      title={t('mapping')}
      note={t('mappingNote', { row: layout.headerRow + 1 })}
      flush
      extra={
        <>
          {run.sheets.length < 2 ? null : (
            <Select
              size="small"
              style={{ minWidth: 160 }}
              aria-label={t('sheet')}
              value={layout.sheet}
              options={run.sheets.map(({ name, rows, fits }) => ({
                value: name,
                disabled: !fits,
                label: t(fits ? 'sheetRows' : 'noHeader', { name, n: rows }),
              }))}
              onChange={(sheet) => change.mutate({ sheet })}
            />
          )}
          <Button
            size="small"
            disabled={Object.keys(members).length === 0}
            loading={whileSlow(change.isPending)}
            onClick={() => change.mutate({ members })}
          >
            {t('reread')}
          </Button>
        </>
      }
    >
      <div className={styles.columns}>
        {layout.columns.map((column) => (
          <label key={column.column}>
            <span title={column.header}>{column.header}</span>
            <Select
              size="small"
              value={(String(column.column) in members ? members[String(column.column)] : column.member) ?? ''}
              options={options}
              showSearch={{ optionFilterProp: 'label' }}
              onChange={(value: string) =>
                setMembers({ ...members, [String(column.column)]: value === '' ? null : value })
              }
            />
          </label>
        ))}
      </div>
      {change.isError ? <RefusalNote error={change.error} /> : null}
    </Card>
  );
}
