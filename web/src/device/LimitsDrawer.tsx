import { pointViewSchema } from '@anlan/kernel/telemetry';
import { App, Button, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { useLanguage, useWords } from '../language/index.tsx';
import { Failed, levelWord, Loading, numberText, RefusalNote, RiskMark, Table, whileSlow } from '../parts/index.ts';
import { limitsOf, limitsOfQuantity } from '../points/index.ts';
import { useMay } from '../registry/index.tsx';
import table from '../parts/Table.module.css';
import { instantOf, stampText } from '../time/index.ts';
import { useLimits, useSetLimit } from './standing.ts';
import styles from './Standing.module.css';
import { WORDS } from './words.ts';
import { Unit } from '../language/units.ts';

type Point = z.infer<typeof pointViewSchema>;

/** The limits of a point: what holds, who set what when and why, and a dated change with its reason. */
export function LimitsDrawer({ point, close }: { readonly point: Point; readonly close: () => void }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const limits = useLimits(point.id);
  const may = useMay('alarm.limit');
  const names = new Map([
    ...limitsOfQuantity(point.kind),
    ...limitNames(limits.data?.limits ?? point.limits, point.kind),
  ]);
  return (
    <Drawer
      title={`${t('limits')} · ${point.name}`}
      open
      onClose={close}
      size={620}
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      {limits.isPending ? <Loading rows={4} /> : null}
      {limits.isError && limits.data === undefined ? (
        <Failed error={limits.error} retry={() => void limits.refetch()} />
      ) : null}
      {limits.data === undefined ? null : (
        <>
          <ul className={styles.limits}>
            {limitsOf(limits.data.limits, point.kind).map(({ value, label, level }) => (
              <li key={label}>
                <RiskMark level={level ?? 'blue'} label={levelWord(level ?? 'blue', 'alarm', language)} /> {label}
                <b>{numberText(value)}</b> <Unit of={point.unit} n={value} />
              </li>
            ))}
          </ul>
          {may ? <ChangeForm point={point} names={names} /> : null}
          <h3 className={styles.heading}>{t('history')}</h3>
          <Table heads={[t('limit'), t('value'), t('from'), t('by'), t('why')]}>
            {limits.data.history.length === 0 ? (
              <tr>
                <td colSpan={5}>{t('neverChanged')}</td>
              </tr>
            ) : null}
            {limits.data.history.map((row) => (
              <tr key={`${row.key}${row.from}${row.reason}`}>
                <td>{names.get(row.key) ?? row.key}</td>
                <td className={table.number}>{row.value === null ? t('taken') : numberText(row.value)}</td>
                <td>
                  {row.from === 0 ? t('fromRecord') : stampText(row.from).slice(0, 16)}
                  {row.inForce ? <em className={styles.holds}>{t('inForce')}</em> : null}
                </td>
                <td title={row.by}>{row.setBy === 'record' ? '—' : `${row.by}（${t(row.setBy)}）`}</td>
                <td title={row.reason}>{row.reason}</td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </Drawer>
  );
}

/** Keys of the limits with the names the rules give them; one at a time, so that labels keep their key. */
function limitNames(limits: Readonly<Record<string, number>>, kind: string): (readonly [string, string])[] {
  return Object.entries(limits).flatMap(([key, value]) => {
    const [named] = limitsOf({ [key]: value }, kind);
    return named === undefined ? [] : [[key, named.label ?? key] as const];
  });
}

interface Filled {
  readonly key?: string;
  readonly value?: number | null;
  readonly from?: string;
  readonly reason?: string;
}

/** One limit, one new value, one instant, one reason. */
function ChangeForm({ point, names }: { readonly point: Point; readonly names: ReadonlyMap<string, string> }) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const [open, setOpen] = useState(false);
  const set = useSetLimit(point.id);
  if (!open)
    return (
      <Button type="primary" onClick={() => setOpen(true)} disabled={names.size === 0}>
        {t('changeLimit')}
      </Button>
    );
  const submit = ({ key = '', value, from, reason = '' }: Filled) => {
    const at = instantOf(from ?? '');
    set.mutate(
      { key, value: value ?? null, reason: reason.trim(), ...(at === null ? {} : { from: at }) },
      {
        onSuccess: () => {
          void message.success(t('limitSet'));
          form.resetFields();
          setOpen(false);
        },
      },
    );
  };
  return (
    <Form<Filled> form={form} layout="vertical" onFinish={submit} className={styles.form ?? ''}>
      <Form.Item
        name="key"
        label={t('limit')}
        rules={[{ required: true, message: t('required', { field: t('limit') }) }]}
      >
        <Select options={[...names].map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      <Form.Item
        name="value"
        label={t('newLimit')}
        rules={[{ required: true, message: t('required', { field: t('newLimit') }) }]}
      >
        <InputNumber style={{ width: '100%' }} suffix={<Unit of={point.unit} />} />
      </Form.Item>
      <Form.Item name="from" label={t('from')} extra={t('fromNow')}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('why')}
        rules={[{ required: true, whitespace: true, message: t('required', { field: t('why') }) }]}
      >
        <Input.TextArea maxLength={500} showCount autoSize={{ minRows: 2, maxRows: 5 }} />
      </Form.Item>
      {set.isError ? <RefusalNote error={set.error} /> : null}
      <div className={styles.acts}>
        <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={whileSlow(set.isPending)}>
          {t('save')}
        </Button>
      </div>
    </Form>
  );
}
