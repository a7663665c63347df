import { riskAssessmentSchema, riskControlSchema, type RiskControl } from '@anlan/systems/prevention';
import { Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { ClipboardCheck, Plus, Scale } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, useSession } from '../api/index.ts';
import { newId } from '../case/index.tsx';
import { useLanguage } from '../language/index.tsx';
import {
  Card,
  Empty,
  Facts,
  Failed,
  levelWord,
  Loading,
  numberText,
  PageHead,
  RefusalNote,
  RiskTag,
  StatusWord,
} from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../shell/Table.module.css';
import { stampText } from '../time/index.ts';
import { MEASURE_KINDS, METHODS } from './methods.ts';
import { styles, usePair, useT } from './parts.tsx';
import { useControl, useWrite } from './queries.ts';
import { CONTROLS, OBJECTS } from './words.ts';

/** How one risk is held: grade with its method, owner, measures and their checks, assessments, dangers (S64). */
export function RiskPointPage() {
  const { id = '' } = useParams();
  const t = useT();
  const keep = useKeepScope();
  const control = useControl(id);
  const { verbs } = useSession();
  const writes = verbs.includes('registry.write');
  const found = control.data;
  return (
    <Page title={found?.point.name ?? t('point')}>
      <PageHead
        title={found?.point.name ?? t('point')}
        note={found?.point.hazard}
        crumbs={[
          { label: t('title'), href: keep('/prevention/control') },
          ...(found === undefined
            ? []
            : [{ label: found.point.enterpriseName ?? '—', href: keep(`/control/${found.point.enterpriseId}`) }]),
        ]}
        actions={
          <>
            <Link to={keep(`/registry/risk-points/${id}`)}>
              <Button>{t('register')}</Button>
            </Link>
            {writes ? <NewAssessment id={id} /> : null}
          </>
        }
      />
      {control.isPending ? <Loading rows={8} /> : null}
      {control.isError && found === undefined ? (
        <Failed error={control.error} retry={() => void control.refetch()} />
      ) : null}
      {found === undefined ? null : (
        <div className={styles.columns}>
          <div className={styles.column}>
            <Measures control={found} writes={writes} />
            <Assessments control={found} />
          </div>
          <div className={styles.column}>
            <Standing control={found} />
            <Checks control={found} />
            <Dangers control={found} />
          </div>
        </div>
      )}
    </Page>
  );
}

function Standing({ control: { point } }: { readonly control: RiskControl }) {
  const t = useT();
  const pair = usePair();
  const { language } = useLanguage();
  return (
    <Card title={<RiskTag level={point.level} />}>
      <Facts
        rows={[
          [t('object'), pair(OBJECTS, point.object)],
          [t('method'), point.method],
          [t('score'), point.score === null ? null : numberText(point.score, 1)],
          [t('computed'), point.computedLevel === null ? null : levelWord(point.computedLevel, 'risk', language)],
          [
            t('control'),
            <span key="control" className={point.unowned ? (styles.late ?? '') : ''}>
              {pair(CONTROLS, point.control)}
            </span>,
          ],
          [t('responsible'), point.responsible],
          [
            t('reviewedOn'),
            point.reviewedOn === null
              ? t('notReviewed')
              : point.reviewDue
                ? `${point.reviewedOn} · ${t('review')}`
                : point.reviewedOn,
          ],
        ]}
      />
    </Card>
  );
}

function Measures({ control, writes }: { readonly control: RiskControl; readonly writes: boolean }) {
  const t = useT();
  const pair = usePair();
  const keep = useKeepScope();
  const [open, setOpen] = useState(false);
  const [gone, setGone] = useState<string | null>(null);
  const { verbs } = useSession();
  return (
    <Card
      title={t('measures')}
      note={numberText(control.measures.length)}
      extra={
        writes ? (
          <Button size="small" icon={<Plus size={14} aria-hidden />} onClick={() => setOpen(true)}>
            {t('add')}
          </Button>
        ) : undefined
      }
      flush
    >
      {control.measures.length === 0 ? (
        <Empty title={t('noMeasures')} />
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                {[t('text'), t('kind'), t('responsible'), t('nextDue'), t('last'), ''].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {control.measures.map((measure) => (
                <tr key={measure.id}>
                  <td title={measure.text}>{measure.text}</td>
                  <td>{pair(MEASURE_KINDS, measure.kind)}</td>
                  <td>{measure.responsible ?? '—'}</td>
                  <td className={measure.missedNow > 0 ? (styles.late ?? '') : ''}>
                    {measure.nextDue} · {t('every', { n: measure.every })}
                    {measure.own ? ` (${t('ownRhythm')})` : ''}
                    {measure.missedNow > 0 ? ` · ${t('missedRounds', { n: measure.missedNow })}` : ''}
                  </td>
                  <td>
                    {measure.lastResult === null ? (
                      t('never')
                    ) : (
                      <StatusWord state={measure.lastResult === 'ineffective' ? 'late' : 'done'}>
                        {t(measure.lastResult === 'ineffective' ? 'ineffectiveOne' : 'effective')}
                      </StatusWord>
                    )}
                  </td>
                  <td>
                    <span className={styles.acts}>
                      {verbs.includes('case.report') ? (
                        <Link
                          to={keep(`/control/checks?measure=${measure.id}&point=${control.point.id}`)}
                          aria-label={`${t('checkNow')} ${measure.text}`}
                        >
                          <ClipboardCheck size={16} aria-hidden />
                        </Link>
                      ) : null}
                      {writes ? (
                        <Button size="small" type="link" onClick={() => setGone(measure.id)}>
                          {t('retire')}
                        </Button>
                      ) : null}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open ? <AddMeasure id={control.point.id} close={() => setOpen(false)} /> : null}
      {gone === null ? null : <Retire id={gone} close={() => setGone(null)} />}
    </Card>
  );
}

function AddMeasure({ id, close }: { readonly id: string; readonly close: () => void }) {
  const t = useT();
  const pair = usePair();
  const [form] = Form.useForm<{ kind: string; text: string; responsible?: string; everyDays?: number | null }>();
  const add = useWrite((body: object) => api.post(`/dual-prevention/points/${id}/measures`, body, riskControlSchema));
  const save = () =>
    void form.validateFields().then(({ everyDays, responsible, ...rest }) =>
      add.mutate(
        {
          ...rest,
          ...(everyDays != null && { everyDays }),
          ...(responsible !== undefined && responsible !== '' && { responsible }),
        },
        { onSuccess: close },
      ),
    );
  return (
    <Modal
      open
      title={t('add')}
      onCancel={close}
      onOk={save}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={add.isPending}
    >
      <Form form={form} layout="vertical" initialValues={{ kind: 'engineering' }}>
        <Form.Item name="kind" label={t('kind')}>
          <Select options={Object.keys(MEASURE_KINDS).map((value) => ({ value, label: pair(MEASURE_KINDS, value) }))} />
        </Form.Item>
        <Form.Item name="text" label={t('text')} rules={[{ required: true, max: 200 }]}>
          <Input.TextArea rows={2} />
        </Form.Item>
        <Form.Item name="responsible" label={t('responsible')}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="everyDays" label={t('everyDays')}>
          <InputNumber min={1} max={365} precision={0} />
        </Form.Item>
      </Form>
      {add.isError ? <RefusalNote error={add.error} /> : null}
    </Modal>
  );
}

function Retire({ id, close }: { readonly id: string; readonly close: () => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const retire = useWrite((body: object) =>
    api.post(`/dual-prevention/measures/${id}/retire`, body, riskControlSchema),
  );
  return (
    <Modal
      open
      title={t('retire')}
      onCancel={close}
      onOk={() => retire.mutate({ reason }, { onSuccess: close })}
      okText={t('retire')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: reason.trim() === '', loading: retire.isPending }}
    >
      <Input.TextArea
        rows={2}
        value={reason}
        maxLength={300}
        aria-label={t('retireWhy')}
        placeholder={t('retireWhy')}
        onChange={(event) => setReason(event.target.value)}
      />
      {retire.isError ? <RefusalNote error={retire.error} /> : null}
    </Modal>
  );
}

function NewAssessment({ id }: { readonly id: string }) {
  const t = useT();
  const go = useNavigate();
  const keep = useKeepScope();
  const [open, setOpen] = useState(false);
  const [method, setMethod] = useState<keyof typeof METHODS>('JHA');
  const [title, setTitle] = useState('');
  const { language } = useLanguage();
  const begin = useWrite((body: object) => api.post('/risk-assessments', body, riskAssessmentSchema));
  const start = () =>
    begin.mutate(
      { id: newId(), riskPoint: id, method, title: title.trim(), rows: [] },
      { onSuccess: (made) => void go(keep(`/risk-assessments/${made.id}`)) },
    );
  return (
    <>
      <Button
        type="primary"
        icon={<Scale size={15} aria-hidden />}
        style={{ fontWeight: 700 }}
        onClick={() => setOpen(true)}
      >
        {t('newAssessment')}
      </Button>
      <Modal
        open={open}
        title={t('newAssessment')}
        onCancel={() => setOpen(false)}
        onOk={start}
        okText={t('newAssessment')}
        cancelText={t('cancel')}
        okButtonProps={{ disabled: title.trim() === '', loading: begin.isPending }}
      >
        <Form layout="vertical">
          <Form.Item label={t('method')}>
            <Select
              value={method}
              onChange={setMethod}
              aria-label={t('method')}
              options={Object.entries(METHODS).map(([value, { label, labelEn }]) => ({
                value,
                label: language === 'zh' ? label : labelEn,
              }))}
            />
          </Form.Item>
          <Form.Item label={t('title_')} required>
            <Input
              value={title}
              maxLength={120}
              aria-label={t('title_')}
              onChange={(event) => setTitle(event.target.value)}
            />
          </Form.Item>
        </Form>
        {begin.isError ? <RefusalNote error={begin.error} /> : null}
      </Modal>
    </>
  );
}

function Assessments({ control }: { readonly control: RiskControl }) {
  const t = useT();
  const keep = useKeepScope();
  return (
    <Card title={t('assessments')} flush>
      {control.assessments.length === 0 ? (
        <Empty title={t('noAssessment')} />
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <tbody>
              {control.assessments.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to={keep(`/risk-assessments/${one.id}`)}>{one.title}</Link>
                  </td>
                  <td>{one.method}</td>
                  <td>{one.level === null ? '—' : <RiskTag level={one.level} />}</td>
                  <td>{one.score === null ? '—' : numberText(one.score, 1)}</td>
                  <td>
                    <StatusWord state={one.state === 'done' ? 'done' : 'draft'}>{t(one.state)}</StatusWord>
                  </td>
                  <td>
                    {one.doneBy ?? one.begunBy} · {stampText(one.doneAt ?? one.begunAt).slice(0, 10)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function Checks({ control }: { readonly control: RiskControl }) {
  const t = useT();
  const keep = useKeepScope();
  return (
    <Card title={t('checks')} flush>
      {control.checks.length === 0 ? (
        <Empty title={t('noChecks')} />
      ) : (
        <ul className={styles.objects}>
          {control.checks.slice(0, 12).map((one) => (
            <li key={one.id}>
              <StatusWord state={one.result === 'ineffective' ? 'late' : 'done'}>
                {t(one.result === 'ineffective' ? 'ineffectiveOne' : 'effective')}
              </StatusWord>{' '}
              {one.text}
              <small className={styles.trace}>
                {stampText(one.at)} · {one.by}
                {one.caseId === null ? null : (
                  <>
                    {' · '}
                    <Link to={keep(`/case/${one.caseId}`)}>{one.caseNumber ?? t('openDanger')}</Link>
                  </>
                )}
                {one.photos.map((sha256, index) => (
                  <a
                    key={sha256}
                    href={`/api/dual-prevention/checks/${one.id}/photos/${sha256}`}
                    target="_blank"
                    rel="noreferrer"
                  >
                    {' '}
                    {t('photo')} {index + 1}
                  </a>
                ))}
              </small>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Dangers({ control }: { readonly control: RiskControl }) {
  const t = useT();
  const keep = useKeepScope();
  return (
    <Card title={t('linked')} note={numberText(control.dangers.length)} flush>
      {control.dangers.length === 0 ? (
        <Empty title={t('noDangers')} />
      ) : (
        <ul className={styles.objects}>
          {control.dangers.slice(0, 12).map((one) => (
            <li key={one.id}>
              <Link to={keep(`/case/${one.id}`)}>{one.title}</Link>
              <small className={styles.formula}>
                {one.number} · {stampText(one.openedAt).slice(0, 10)}
              </small>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
