import { App, Button, DatePicker, Form, Input, InputNumber, Modal, Select } from 'antd';
import { standardDefaultsSchema, standardTargetsSchema, type StandardTarget } from '@anlan/systems/technology';
import type { Dayjs } from 'dayjs';
import { Plus, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { api, useSession } from '../api/index.ts';
import { useSectors, useSectorWord, useSide } from '../case/index.tsx';
import { useLabel, usePair, useWords } from '../language/index.tsx';
import { Card, Empty, numberText, RefusalNote, StatusWord, Table, whileSlow } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { useStandardWrite } from './queries.ts';
import { GRADES, KINDS, WORDS } from './words.ts';

/** Until when a trade has to be up to standard, how far it is, and the check of who is past it. */
export function TargetsCard({ targets }: { readonly targets: readonly StandardTarget[] }) {
  const t = useWords(WORDS);
  const pair = usePair();
  const sectorWord = useSectorWord();
  const { verbs } = useSession();
  const [open, setOpen] = useState(false);
  const acts = useSide() === 'authority' && verbs.includes('case.supervise');
  return (
    <Card title={t('targets')} extra={acts ? <Acts open={() => setOpen(true)} /> : undefined} flush>
      {targets.length === 0 ? (
        <Empty title={t('noTargets')} />
      ) : (
        <Table heads={[t('trade'), t('kind'), t('due'), t('reached'), t('state'), t('basis')]} look={table.tight}>
          {targets.map((one) => (
            <tr key={one.id}>
              <td>{sectorWord(one.trade)}</td>
              <td>
                {pair(KINDS, one.kind)} {pair(GRADES, one.grade)} ≥ {numberText(one.share)} %
              </td>
              <td>{one.dueOn}</td>
              <td>
                {one.reached.percent === null ? t('none') : `${numberText(one.reached.percent, 1)} %`} ·{' '}
                {t('of', { n: numberText(one.reached.numerator), d: numberText(one.reached.denominator) })}
              </td>
              <td>
                <StatusWord state={one.met ? 'done' : one.past ? 'late' : 'doing'}>
                  {t(one.met ? 'met' : one.past ? 'past' : 'running')}
                </StatusWord>
              </td>
              <td title={`${one.basis} · ${one.setBy}`}>{one.basis}</td>
            </tr>
          ))}
        </Table>
      )}
      {open ? <NewTarget close={() => setOpen(false)} /> : null}
    </Card>
  );
}

function Acts({ open }: { readonly open: () => void }) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const check = useStandardWrite(() => api.post('/standardisation/defaults', {}, standardDefaultsSchema));
  return (
    <>
      <Button
        size="small"
        icon={<RefreshCw size={14} aria-hidden />}
        loading={whileSlow(check.isPending)}
        onClick={() =>
          check.mutate(undefined, {
            onSuccess: ({ opened, reached }) => void message.success(t('checked', { n: opened, r: reached })),
          })
        }
      >
        {t('check')}
      </Button>{' '}
      <Button size="small" icon={<Plus size={14} aria-hidden />} onClick={open}>
        {t('setTarget')}
      </Button>
      {check.isError ? <RefusalNote error={check.error} kept={false} /> : null}
    </>
  );
}

interface Entered {
  readonly trade: string;
  readonly kind: string;
  readonly grade: string;
  readonly share: number;
  readonly dueOn: Dayjs;
  readonly basis: string;
}

function NewTarget({ close }: { readonly close: () => void }) {
  const t = useWords(WORDS);
  const pair = usePair();
  const label = useLabel();
  const sectors = useSectors();
  const [form] = Form.useForm<Entered>();
  const set = useStandardWrite((body: object) => api.post('/standardisation/targets', body, standardTargetsSchema));
  const save = () =>
    void form
      .validateFields()
      .then(({ dueOn, ...rest }) => set.mutate({ ...rest, dueOn: dueOn.format('YYYY-MM-DD') }, { onSuccess: close }));
  const must = [{ required: true }];
  return (
    <Modal
      open
      title={t('setTarget')}
      onCancel={close}
      onOk={save}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={set.isPending}
    >
      <Form form={form} layout="vertical" initialValues={{ kind: 'enterprise', grade: 'three', share: 100 }}>
        <Form.Item name="trade" label={t('trade')} rules={must}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={sectors.map((one) => ({ value: one.value, label: label(one) }))}
          />
        </Form.Item>
        <Form.Item name="kind" label={t('kind')}>
          <Select options={Object.keys(KINDS).map((value) => ({ value, label: pair(KINDS, value) }))} />
        </Form.Item>
        <Form.Item name="grade" label={t('grade')}>
          <Select options={['one', 'two', 'three'].map((value) => ({ value, label: pair(GRADES, value) }))} />
        </Form.Item>
        <Form.Item name="share" label={t('share')}>
          <InputNumber min={1} max={100} />
        </Form.Item>
        <Form.Item name="dueOn" label={t('due')} rules={must}>
          <DatePicker />
        </Form.Item>
        <Form.Item name="basis" label={t('basis')} rules={must}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
      {set.isError ? <RefusalNote error={set.error} /> : null}
    </Modal>
  );
}
