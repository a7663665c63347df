import { LENGTHS } from '@anlan/kernel/entity';
import { riskControlSchema, type RiskControl } from '@anlan/systems/prevention';
import { Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { ClipboardCheck, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, useSession } from '../api/index.ts';
import { usePair } from '../language/index.tsx';
import { Card, Empty, numberText, RefusalNote, StatusWord, Table, whileSlow } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { MEASURE_KINDS } from './methods.ts';
import { styles, useT } from './parts.tsx';
import { useWrite } from './queries.ts';

export function Measures({ control, writes }: { readonly control: RiskControl; readonly writes: boolean }) {
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
        <Table heads={[t('text'), t('kind'), t('responsible'), t('nextDue'), t('last'), '']}>
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
        </Table>
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
          <Input.TextArea maxLength={LENGTHS.line} rows={2} />
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
      okButtonProps={{ disabled: reason.trim() === '', loading: whileSlow(retire.isPending) }}
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
