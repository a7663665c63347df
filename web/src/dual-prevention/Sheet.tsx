import { riskAssessmentSchema, type RiskAssessment } from '@anlan/systems/prevention';
import { Button, Input, Modal, Select } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { api, useSession } from '../api/index.ts';
import { Card, Empty, RefusalNote, StatusWord, whileSlow } from '../parts/index.ts';
import { styles, useT } from './parts.tsx';
import { useWrite } from './queries.ts';
import { Rows } from './AssessmentRows.tsx';
import { type Draft, draftOf, empty } from './draft.ts';

export function Sheet({ one }: { readonly one: RiskAssessment }) {
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
            <Button
              type={touched ? 'primary' : 'default'}
              loading={whileSlow(save.isPending)}
              onClick={() => save.mutate(rows)}
            >
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
