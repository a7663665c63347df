import { riskAssessmentSchema, type RiskControl } from '@anlan/systems/prevention';
import { Button, Form, Input, Modal, Select } from 'antd';
import { Scale } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api } from '../api/index.ts';
import { newId } from '../case/index.tsx';
import { useLanguage } from '../language/index.tsx';
import { Card, Empty, numberText, RefusalNote, RiskTag, Scroll, StatusWord, whileSlow } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { METHODS } from './methods.ts';
import { useT } from './parts.tsx';
import { useWrite } from './queries.ts';

export function NewAssessment({ id }: { readonly id: string }) {
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
        okButtonProps={{ disabled: title.trim() === '', loading: whileSlow(begin.isPending) }}
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

export function Assessments({ control }: { readonly control: RiskControl }) {
  const t = useT();
  const keep = useKeepScope();
  return (
    <Card title={t('assessments')} flush>
      {control.assessments.length === 0 ? (
        <Empty title={t('noAssessment')} />
      ) : (
        <Scroll>
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
        </Scroll>
      )}
    </Card>
  );
}
