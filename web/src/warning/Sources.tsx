import { LENGTHS } from '@anlan/kernel/entity';
import type { WarningSource } from '@anlan/kernel/warning';
import { Alert, Button, Form, Input, InputNumber, Modal, Select, Switch, Typography } from 'antd';
import { Plus, Rss } from 'lucide-react';
import { useState } from 'react';
import { useRegions, useSession } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, RefusalNote, Table, whileSlow } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import table from '../parts/Table.module.css';
import { momentText, useNow } from '../time/index.ts';
import { useSourceActs, useSources, type SourceWish } from './queries.ts';
import styles from './Warning.module.css';
import { WORDS } from './words.ts';

/** Who brings in warnings, what came and what was refused. */
export function WarningSources() {
  const t = useWords(WORDS);
  const may = useMay('parameter.write');
  const found = useSources();
  const [making, setMaking] = useState(false);
  return (
    <Card
      title={t('sources')}
      extra={
        may ? (
          <Button size="small" type="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setMaking(true)}>
            {t('add')}
          </Button>
        ) : null
      }
      flush
    >
      {found.isPending ? <Loading rows={3} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data?.length === 0 ? <Empty icon={<Rss size={20} strokeWidth={1.6} />} title={t('noSources')} /> : null}
      {found.data === undefined || found.data.length === 0 ? null : <Rows rows={found.data} may={may} />}
      {making ? <NewSource close={() => setMaking(false)} /> : null}
    </Card>
  );
}

function Rows({ rows, may }: { readonly rows: readonly WarningSource[]; readonly may: boolean }) {
  const t = useWords(WORDS);
  const now = useNow(60_000);
  const { language } = useLanguage();
  const { turn } = useSourceActs();
  const reason = (key: string): string => (key in WORDS ? t(key as 'rules') : key);
  return (
    <Table
      heads={(['name', 'kind', 'region', 'heard', 'accepted', 'duplicates', 'refused', 'trouble', 'on'] as const).map(
        (key) => t(key),
      )}
    >
      {rows.map((row) => (
        <tr key={row.id} data-testid="warning-source">
          <td title={row.url ?? row.name}>{row.name}</td>
          <td>{t(row.kind)}</td>
          <td>{row.region}</td>
          <td>{row.heardAt === null ? '—' : momentText(row.heardAt, now, language)}</td>
          <td className={table.number}>{numberText(row.accepted)}</td>
          <td className={table.number}>{numberText(row.duplicates)}</td>
          <td title={row.refusals.map((one) => `${reason(one.reason)} ${one.count}: ${one.lastDetail}`).join('\n')}>
            {row.refusals.length === 0
              ? '—'
              : row.refusals.map((one) => `${reason(one.reason)} ${one.count}`).join('，')}
          </td>
          <td className={table.wide} title={row.trouble ?? undefined}>
            {row.trouble ?? '—'}
          </td>
          <td>
            <Switch
              size="small"
              checked={row.enabled}
              disabled={!may || turn.isPending}
              aria-label={`${t('on')} ${row.name}`}
              onChange={(enabled) => turn.mutate({ id: row.id, enabled })}
            />
          </td>
        </tr>
      ))}
    </Table>
  );
}

type Filled = Omit<SourceWish, 'url'> & { readonly url?: string };

function NewSource({ close }: { readonly close: () => void }) {
  const t = useWords(WORDS);
  const { scope } = useSession();
  const below = useRegions(scope.path);
  const places = [...(scope.path === null ? [] : [{ path: scope.path, name: t('ownRegion') }]), ...(below.data ?? [])];
  const { make } = useSourceActs();
  const [form] = Form.useForm<Filled>();
  const kind = Form.useWatch('kind', form) ?? 'push';
  const submit = ({ url, ...filled }: Filled) => {
    const wish = { ...filled, url: kind === 'feed' ? (url ?? '') : null };
    make.mutate(wish, { onSuccess: (made) => made.token === null && close() });
  };
  const token = make.data?.token ?? null;
  return (
    <Modal title={t('add')} open onCancel={close} footer={null}>
      {token === null ? (
        <Form<Filled>
          form={form}
          layout="vertical"
          onFinish={submit}
          initialValues={{ kind: 'push', intervalSeconds: 300, exercises: false, regionPath: scope.path ?? undefined }}
        >
          <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, max: 60 }]}>
            <Input maxLength={LENGTHS.line} />
          </Form.Item>
          <Form.Item name="kind" label={t('kind')}>
            <Select options={(['push', 'feed'] as const).map((value) => ({ value, label: t(value) }))} />
          </Form.Item>
          {kind === 'feed' ? (
            <Form.Item name="url" label={t('url')} rules={[{ required: true, type: 'url' }]}>
              <Input maxLength={LENGTHS.line} placeholder="https://…/alerts.atom" />
            </Form.Item>
          ) : null}
          <Form.Item name="intervalSeconds" label={t('interval')} hidden={kind !== 'feed'}>
            <InputNumber min={30} max={86_400} />
          </Form.Item>
          <Form.Item name="regionPath" label={t('region')} rules={[{ required: true }]}>
            <Select
              showSearch
              optionFilterProp="label"
              options={places.map(({ path, name }) => ({ value: path, label: name }))}
            />
          </Form.Item>
          <Form.Item name="exercises" label={t('exercises')} valuePropName="checked">
            <Switch />
          </Form.Item>
          {make.isError ? <RefusalNote error={make.error} /> : null}
          <Button type="primary" htmlType="submit" loading={whileSlow(make.isPending)}>
            {t('save')}
          </Button>
        </Form>
      ) : (
        <Alert
          type="warning"
          title={t('tokenTitle')}
          description={
            <>
              <Typography.Paragraph copyable className={styles.token ?? ''}>
                {token}
              </Typography.Paragraph>
              {t('tokenNote', { url: `${window.location.origin}/api/cap` })}
            </>
          }
        />
      )}
    </Modal>
  );
}
