import { LENGTHS } from '@anlan/kernel/entity';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Input, InputNumber, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState, type ReactNode } from 'react';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import { Findings } from './Findings.tsx';
import { checkedSchema, waybillSchema } from '@anlan/systems/monitoring/hazchem-transport';
import styles from './Transport.module.css';
import { WORDS } from './words.ts';

type Draft = Readonly<Record<string, string | number | null | undefined>>;
const pickedSchema = z.object({ rows: z.array(z.looseObject({ id: z.string(), name: z.string() })) });
const TEXTS = [
  'consignor',
  'consignee',
  'cargo',
  'un',
  'cas',
  'goodsClass',
  'packing',
  'trailer',
  'origin',
  'destination',
] as const;
const NEEDED = [
  'enterprise',
  'vehicle',
  'consignor',
  'consignee',
  'cargo',
  'goodsClass',
  'quantity',
  'origin',
  'destination',
  'plannedStart',
  'plannedEnd',
];

/** A waybill is filled in, checked against all papers, and issued when nothing blocks it. */
export function WaybillForm({ onDone }: { readonly onDone: (id: string) => void }) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>({});
  const set = (key: string, value: string | number | null | undefined): void => {
    setDraft((before) => ({ ...before, [key]: value === '' ? null : value }));
    check.reset();
  };
  const check = useMutation({ mutationFn: () => api.post('/waybills/check', draft, checkedSchema) });
  const issue = useMutation({
    mutationFn: () => api.post('/waybills', draft, waybillSchema),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['waybills'] });
      onDone(id);
    },
  });
  const ready = NEEDED.every((key) => draft[key] != null);
  const text = (key: (typeof TEXTS)[number]): ReactNode => (
    <label key={key}>
      {t(key)}
      <Input
        maxLength={LENGTHS.line}
        value={(draft[key] as string | null | undefined) ?? ''}
        onChange={(event) => set(key, event.target.value)}
      />
    </label>
  );
  const moment = (key: 'plannedStart' | 'plannedEnd', word: 'start' | 'end'): ReactNode => (
    <label>
      {t(word)}
      <DatePicker
        showTime={{ format: 'HH:mm' }}
        onChange={(value: Dayjs | null) => set(key, value === null ? null : value.valueOf())}
      />
    </label>
  );
  return (
    <div className={styles.stack} data-testid="waybill-form">
      <div className={styles.form}>
        <Choose
          label={t('carrier')}
          path="/enterprises"
          filter={{ sector: 'logistics' }}
          onPick={(id) => set('enterprise', id)}
        />
        <Choose
          label={t('vehicle')}
          path="/vehicles"
          filter={{ category: 'dangerous-goods' }}
          onPick={(id) => set('vehicle', id)}
        />
        <Choose
          label={t('driver')}
          path="/transport-people"
          filter={{ kind: 'driver' }}
          onPick={(id) => set('driver', id)}
        />
        <Choose
          label={t('escort')}
          path="/transport-people"
          filter={{ kind: 'escort' }}
          onPick={(id) => set('escort', id)}
        />
        <Choose label={t('route')} path="/fences" filter={{ purpose: 'route' }} onPick={(id) => set('route', id)} />
        <label>
          {t('quantity')}
          <InputNumber min={0} style={{ width: '100%' }} onChange={(value) => set('quantity', value)} />
        </label>
        {TEXTS.map(text)}
        {moment('plannedStart', 'start')}
        {moment('plannedEnd', 'end')}
      </div>
      {check.data === undefined ? null : <Findings findings={check.data.findings} />}
      {check.isError ? <RefusalNote error={check.error} /> : null}
      {issue.isError ? <RefusalNote error={issue.error} /> : null}
      <div className={styles.acts}>
        <Button disabled={!ready} loading={whileSlow(check.isPending)} onClick={() => check.mutate()}>
          {t('check')}
        </Button>
        <Button
          type="primary"
          disabled={!ready || check.data === undefined || check.data.blocked}
          loading={whileSlow(issue.isPending)}
          onClick={() => issue.mutate()}
        >
          {t('issue')}
        </Button>
      </div>
    </div>
  );
}

/** Chooses a registered record by typing a part of its name. */
function Choose({
  label,
  path,
  filter,
  onPick,
}: {
  readonly label: string;
  readonly path: string;
  readonly filter: Readonly<Record<string, string>>;
  readonly onPick: (id: string | null) => void;
}) {
  const [search, setSearch] = useState('');
  const found = useQuery({
    queryKey: ['waybills', 'choose', path, filter, search],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`${path}${query({ ...filter, search })}`, pickedSchema, signal),
  });
  return (
    <label>
      {label}
      <Select
        allowClear
        showSearch={{ filterOption: false, onSearch: setSearch }}
        aria-label={label}
        options={(found.data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(value: string | undefined) => onPick(value ?? null)}
      />
    </label>
  );
}
