import { riskAssessmentSchema, type RiskAssessment } from '@anlan/systems/prevention';
import { LEVELS, type Level } from '@anlan/kernel/entity';
import { isRefusal } from '@anlan/kernel/refusal';
import { Button, Input, Modal, Select } from 'antd';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { api, useSession } from '../api/index.ts';
import { useLanguage } from '../language/index.tsx';
import {
  Card,
  Empty,
  Failed,
  levelWord,
  Loading,
  numberText,
  PageHead,
  RefusalNote,
  RiskMark,
  RiskTag,
  StatusWord,
} from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { deviations, HAZOP_PARAMETERS, LEC_SCALES, METHODS, scoreRow, type Method } from './methods.ts';
import { styles, useT } from './parts.tsx';
import { useAssessment, useWrite } from './queries.ts';

/** One row as it is typed. */
interface Draft {
  readonly key: number;
  step: string;
  parameter: string | null;
  guideWord: string | null;
  hazard: string;
  cause: string | null;
  consequence: string | null;
  existing: string | null;
  scale: 'LEC' | 'LS';
  l: number;
  e: number | null;
  c: number | null;
  s: number | null;
  level: Level | null;
  reason: string | null;
  suggestion: string | null;
}

/** The form of a method: steps of a job, items of a unit, deviations of a node, each scored with its working (S64). */
export function AssessmentPage() {
  const { id = '' } = useParams();
  const t = useT();
  const keep = useKeepScope();
  const { language } = useLanguage();
  const found = useAssessment(id);
  const one = found.data;
  return (
    <Page title={one?.title ?? t('assessments')}>
      <PageHead
        title={one?.title ?? t('assessments')}
        note={
          one === undefined ? undefined : language === 'zh' ? METHODS[one.method].label : METHODS[one.method].labelEn
        }
        crumbs={
          one === undefined
            ? []
            : [
                { label: one.enterpriseName ?? '—', href: keep(`/control/${one.enterpriseId}`) },
                { label: one.riskName, href: keep(`/control/points/${one.riskPoint}`) },
              ]
        }
        actions={one?.state === 'done' && one.level !== null ? <RiskTag level={one.level} /> : undefined}
      />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && one === undefined ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {one === undefined ? null : <Sheet key={`${one.id}/${one.version}`} one={one} />}
    </Page>
  );
}

const draftOf = (row: RiskAssessment['rows'][number]): Draft => ({
  key: row.seq,
  step: row.step,
  parameter: row.parameter,
  guideWord: row.guideWord,
  hazard: row.hazard,
  cause: row.cause,
  consequence: row.consequence,
  existing: row.existing,
  scale: row.scale,
  l: row.l,
  e: row.e,
  c: row.c,
  s: row.s,
  level: row.level === row.computedLevel ? null : row.level,
  reason: row.reason,
  suggestion: row.suggestion,
});

const empty = (key: number, method: Method): Draft => ({
  key,
  step: '',
  parameter: null,
  guideWord: null,
  hazard: '',
  cause: null,
  consequence: null,
  existing: null,
  scale: METHODS[method].scales[0],
  l: 1,
  e: 1,
  c: 1,
  s: 1,
  level: null,
  reason: null,
  suggestion: null,
});

function Sheet({ one }: { readonly one: RiskAssessment }) {
  const t = useT();
  const { verbs } = useSession();
  const [rows, setRows] = useState<readonly Draft[]>(() => one.rows.map(draftOf));
  const [touched, setTouched] = useState(false);
  const [closing, setClosing] = useState(false);
  const editable = one.state === 'draft' && verbs.includes('registry.write');
  const change = (next: readonly Draft[]) => (setRows(next), setTouched(true));
  const save = useWrite((sent: readonly Draft[]) =>
    api.patch(
      `/risk-assessments/${one.id}`,
      { version: one.version, rows: sent.map(({ key: _, ...row }) => row) },
      riskAssessmentSchema,
    ),
  );
  return (
    <Card
      title={`${t('step')} ${rows.length}`}
      note={one.state === 'done' ? `${t('done')} · ${one.doneBy ?? ''}` : t('draft')}
      extra={
        editable ? (
          <Button
            size="small"
            icon={<Plus size={14} aria-hidden />}
            onClick={() => change([...rows, empty(Date.now(), one.method)])}
          >
            {t('addRow')}
          </Button>
        ) : undefined
      }
      flush
    >
      {rows.length === 0 ? (
        <Empty title={t('rowsEmpty')} />
      ) : (
        <Rows one={one} rows={rows} change={editable ? change : undefined} />
      )}
      <div className={styles.foot}>
        {one.state === 'done' ? (
          <StatusWord state={one.rows.every(({ same }) => same) ? 'done' : 'late'}>
            {t(one.rows.every(({ same }) => same) ? 'same' : 'differs')}
          </StatusWord>
        ) : null}
        {editable ? (
          <>
            <Button type={touched ? 'primary' : 'default'} loading={save.isPending} onClick={() => save.mutate(rows)}>
              {t('save')}
            </Button>
            <Button disabled={touched || rows.length === 0} onClick={() => setClosing(true)}>
              {t('complete')}
            </Button>
            <small className={styles.quiet}>{t('completeNote')}</small>
          </>
        ) : null}
        {save.isError ? <RefusalNote error={save.error} /> : null}
      </div>
      {closing ? <Complete one={one} close={() => setClosing(false)} /> : null}
    </Card>
  );
}

function Complete({ one, close }: { readonly one: RiskAssessment; readonly close: () => void }) {
  const t = useT();
  const [control, setControl] = useState<string>();
  const [responsible, setResponsible] = useState('');
  const complete = useWrite((body: object) =>
    api.post(`/risk-assessments/${one.id}/complete`, body, riskAssessmentSchema),
  );
  const go = () =>
    complete.mutate(
      {
        version: one.version,
        ...(control !== undefined && { control }),
        ...(responsible.trim() !== '' && { responsible: responsible.trim() }),
      },
      { onSuccess: close },
    );
  return (
    <Modal
      open
      title={t('complete')}
      onCancel={close}
      onOk={go}
      okText={t('complete')}
      cancelText={t('cancel')}
      confirmLoading={complete.isPending}
    >
      <p>{t('completeNote')}</p>
      <div className={styles.foot}>
        <Select
          allowClear
          placeholder={t('control')}
          aria-label={t('control')}
          value={control}
          onChange={setControl}
          style={{ width: 160 }}
          options={[
            { value: 'company', label: '公司 · Company' },
            { value: 'department', label: '部门 · Department' },
            { value: 'team', label: '班组 · Team' },
            { value: 'post', label: '岗位 · Post' },
          ]}
        />
        <Input
          style={{ width: 200 }}
          maxLength={40}
          value={responsible}
          aria-label={t('responsible')}
          placeholder={t('responsible')}
          onChange={(event) => setResponsible(event.target.value)}
        />
      </div>
      {complete.isError ? <RefusalNote error={complete.error} /> : null}
    </Modal>
  );
}

interface RowsProps {
  readonly one: RiskAssessment;
  readonly rows: readonly Draft[];
  readonly change: ((rows: readonly Draft[]) => void) | undefined;
}

function Rows({ one, rows, change }: RowsProps) {
  const t = useT();
  const { language } = useLanguage();
  const method = METHODS[one.method];
  const hazop = one.method === 'HAZOP';
  const heads = [
    language === 'zh' ? method.row : method.rowEn,
    ...(hazop ? [t('parameter'), t('guideWord')] : []),
    t('hazard'),
    t('consequence'),
    t('existing'),
    t('scale'),
    t('working'),
    t('level'),
    t('reason'),
    t('suggestion'),
    '',
  ];
  const put = (key: number, part: Partial<Draft>) =>
    change?.(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <div className={styles.scroll}>
      <table className={styles.rows}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.key}
              one={one}
              row={row}
              hazop={hazop}
              put={change === undefined ? undefined : (part) => put(row.key, part)}
              drop={change === undefined ? undefined : () => change(rows.filter(({ key }) => key !== row.key))}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly one: RiskAssessment;
  readonly row: Draft;
  readonly hazop: boolean;
  readonly put: ((part: Partial<Draft>) => void) | undefined;
  readonly drop: (() => void) | undefined;
}

function Row({ one, row, hazop, put, drop }: RowProps) {
  const t = useT();
  const { language } = useLanguage();
  const scored = scoreRow(row, 'lower');
  const said = isRefusal(scored) ? undefined : scored;
  const text = (key: 'step' | 'hazard' | 'consequence' | 'existing' | 'suggestion' | 'reason', label: string) =>
    put === undefined ? (
      (row[key] ?? '—')
    ) : (
      <Input.TextArea
        autoSize
        aria-label={label}
        value={row[key] ?? ''}
        onChange={(event) =>
          put({
            [key]:
              key === 'step' || key === 'hazard'
                ? event.target.value
                : event.target.value === ''
                  ? null
                  : event.target.value,
          })
        }
      />
    );
  return (
    <tr>
      <td className={styles.wide}>{text('step', t('step'))}</td>
      {hazop ? (
        <>
          <td>
            {put === undefined ? (
              row.parameter
            ) : (
              <Select
                style={{ width: 96 }}
                aria-label={t('parameter')}
                value={row.parameter}
                onChange={(parameter) => put({ parameter, guideWord: null })}
                options={HAZOP_PARAMETERS.map((value) => ({ value }))}
              />
            )}
          </td>
          <td>
            {put === undefined ? (
              row.guideWord
            ) : (
              <Select
                style={{ width: 96 }}
                aria-label={t('guideWord')}
                value={row.guideWord}
                onChange={(guideWord) => put({ guideWord })}
                options={deviations(row.parameter ?? '').map(({ guideWord }) => ({ value: guideWord }))}
              />
            )}
          </td>
        </>
      ) : null}
      <td className={styles.wide}>{text('hazard', t('hazard'))}</td>
      <td className={styles.wide}>{text('consequence', t('consequence'))}</td>
      <td className={styles.wide}>{text('existing', t('existing'))}</td>
      <td>
        <Values one={one} row={row} put={put} />
      </td>
      <td>
        {said === undefined ? (
          '—'
        ) : (
          <>
            <b>{numberText(said.score, 1)}</b>{' '}
            <RiskMark level={said.level} label={levelWord(said.level, 'risk', language)} />
            <small className={styles.formula}>
              {said.working.steps[0]?.clause} · {said.working.steps[0]?.formula}
            </small>
          </>
        )}
      </td>
      <td>
        {put === undefined ? (
          <RiskTag level={row.level ?? said?.level ?? 'blue'} />
        ) : (
          <Select
            style={{ width: 96 }}
            aria-label={t('level')}
            value={row.level ?? said?.level ?? 'blue'}
            onChange={(level: Level) => put({ level: level === said?.level ? null : level })}
            options={LEVELS.map((value) => ({ value, label: levelWord(value, 'risk', language) }))}
          />
        )}
      </td>
      <td className={row.level === null ? '' : (styles.wide ?? '')}>
        {row.level === null ? '—' : text('reason', t('reason'))}
      </td>
      <td className={styles.wide}>{text('suggestion', t('suggestion'))}</td>
      <td>
        {drop === undefined ? null : (
          <Button type="text" aria-label={t('remove')} icon={<Trash2 size={15} aria-hidden />} onClick={drop} />
        )}
      </td>
    </tr>
  );
}

const MATRIX = [1, 2, 3, 4, 5].map((value) => ({ value, label: String(value) }));

/** L, E and C of the scales with their meaning, or L and S of the matrix. */
function Values({
  one,
  row,
  put,
}: {
  readonly one: RiskAssessment;
  readonly row: Draft;
  readonly put: ((part: Partial<Draft>) => void) | undefined;
}) {
  const scales: readonly ('LEC' | 'LS')[] = METHODS[one.method].scales;
  if (put === undefined) return <>{row.scale === 'LEC' ? `L${row.l} E${row.e} C${row.c}` : `L${row.l} S${row.s}`}</>;
  const pick = (key: 'l' | 'e' | 'c' | 's', options: readonly { value: number; label: string }[]) => (
    <Select
      key={key}
      style={{ width: 66 }}
      popupMatchSelectWidth={220}
      aria-label={key.toUpperCase()}
      value={row[key] ?? 1}
      onChange={(value) => put({ [key]: value })}
      options={[...options]}
    />
  );
  const scale = (key: 'L' | 'E' | 'C') =>
    LEC_SCALES[key].map(([value, label]) => ({ value, label: `${value} ${label}` }));
  return (
    <span className={styles.scores}>
      {scales.length < 2 ? null : (
        <Select
          style={{ width: 74 }}
          aria-label="LEC / LS"
          value={row.scale}
          onChange={(next: 'LEC' | 'LS') => put({ scale: next, l: 1 })}
          options={scales.map((value) => ({ value }))}
        />
      )}
      {row.scale === 'LEC'
        ? [pick('l', scale('L')), pick('e', scale('E')), pick('c', scale('C'))]
        : [pick('l', MATRIX), pick('s', MATRIX)]}
    </span>
  );
}
