import { CAPACITIES, CAPACITY_KEYS } from '@anlan/kernel/access';
import { SYSTEMS } from '@anlan/systems';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { z } from 'zod';
import { api, query, recordPageSchema } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import styles from './People.module.css';
import { PARTICIPANT_WORDS } from './participant-words.ts';

interface Wish {
  readonly entity: string;
  readonly record: string;
  readonly account: string;
  readonly capacity: string;
  readonly reason: string;
  readonly fromDay?: string;
  readonly toDay: string;
}

const ENTITIES = SYSTEMS.flatMap((system) => system.entities);

/** A day begins at its midnight, and the last day is over at the next. */
function bodyOf({ fromDay, toDay, ...wish }: Wish): object {
  const to = new Date(`${toDay}T00:00:00`).getTime() + 86_400_000;
  const from = fromDay === undefined || fromDay === '' ? {} : { from: new Date(`${fromDay}T00:00:00`).getTime() };
  return { ...wish, to, ...from };
}

interface OpenRecordProps {
  readonly entity: string | null;
  readonly record: string | null;
  readonly close: () => void;
}

/** Lets one person into one record, in a capacity, with a reason and a last day. */
export function OpenRecord({ entity, record, close }: OpenRecordProps) {
  const t = useWords(PARTICIPANT_WORDS);
  const label = useLabel();
  const client = useQueryClient();
  const [form] = Form.useForm<Wish>();
  const chosen = Form.useWatch('entity', form) ?? entity;
  const open = useMutation({
    mutationFn: (wish: Wish) => api.post('/participations', bodyOf(wish), z.object({ id: z.string() })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['participations'] });
      close();
    },
  });
  const must = [{ required: true, message: t('required') }];
  return (
    <Modal open title={t('open')} footer={null} onCancel={close} destroyOnHidden>
      <Form<Wish>
        form={form}
        layout="vertical"
        requiredMark={false}
        aria-label={t('open')}
        initialValues={{ entity: entity ?? 'enterprise', ...(record === null ? {} : { record }) }}
        onFinish={(wish) => open.mutate(wish)}
      >
        <div className={styles.pair}>
          <Form.Item name="entity" label={t('register')} rules={must}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={ENTITIES.map((one) => ({ value: one.key, label: label(one) }))}
              onChange={() => form.setFieldValue('record', undefined)}
            />
          </Form.Item>
          <Form.Item name="record" label={t('record')} rules={must}>
            <RecordSelect plural={ENTITIES.find(({ key }) => key === (chosen ?? 'enterprise'))?.plural} />
          </Form.Item>
          <Form.Item name="account" label={t('account')} extra={t('accountNote')} rules={must}>
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
          <Form.Item name="capacity" label={t('capacity')} rules={must}>
            <Select options={CAPACITY_KEYS.map((key) => ({ value: key, label: label(CAPACITIES[key]) }))} />
          </Form.Item>
          <Form.Item name="fromDay" label={t('from')}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="toDay" label={t('to')} rules={must}>
            <Input type="date" />
          </Form.Item>
        </div>
        <Form.Item name="reason" label={t('reason')} rules={[{ ...must[0]!, whitespace: true }]}>
          <Input.TextArea rows={2} maxLength={500} placeholder={t('reasonHint')} />
        </Form.Item>
        {open.isError ? <RefusalNote error={open.error} /> : null}
        <div className={styles.acts}>
          <Button type="primary" htmlType="submit" loading={whileSlow(open.isPending)}>
            {t('open')}
          </Button>
          <Button onClick={close}>{t('cancel')}</Button>
        </div>
      </Form>
    </Modal>
  );
}

interface SelectProps {
  readonly id?: string;
  readonly plural: string | undefined;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

function RecordSelect({ plural = 'enterprises', ...control }: SelectProps) {
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['registry', plural, 'open', search],
    queryFn: ({ signal }) => api.get(`/${plural}${query({ search, size: 20 })}`, recordPageSchema, signal),
  });
  return (
    <Select
      {...control}
      showSearch={{ filterOption: false, onSearch: setText }}
      options={(found.data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
