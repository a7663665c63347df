import { LENGTHS } from '@anlan/kernel/entity';
import {
  collectionInputSchema,
  collectionViewSchema,
  OPCUA_MODES,
  OPCUA_POLICIES,
  trialSchema,
  type Collected,
  type CollectionView,
  type Trial,
} from '@anlan/kernel/collection';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useMemo } from 'react';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { numberText, RefusalNote, Table, whileSlow } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { POINT_COLUMNS, readRows, SOURCE_COLUMNS, writeRows, type Rows } from './collection-rows.ts';
import { WORDS } from './collection-words.ts';
import styles from './Collection.module.css';

interface Props {
  readonly id: string;
  readonly protocol: Collected;
  readonly view: CollectionView;
  readonly close: () => void;
}

interface Filled {
  readonly enabled: boolean;
  readonly secret?: string;
  readonly rows: string;
  readonly [field: string]: unknown;
}

const MOST_SHOWN = 5;
const COLUMN_WORDS = { unit: 'unitOf', address: 'address_' } as const;

/** Edits a collection: where the values come from, and the rows of its points. */
export function CollectionDrawer({ id, protocol, view, close }: Props) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Filled>();
  const text = Form.useWatch('rows', form) ?? '';
  const rows = useMemo(() => readRows(protocol, text), [protocol, text]);
  const settingsOf = ({ enabled: _, secret: __, rows: ___, ...fields }: Filled) => ({
    protocol,
    ...fields,
    sources: rows.sources,
  });
  const save = useMutation({
    mutationFn: (filled: Filled) => {
      const { enabled, secret } = filled;
      const input = { settings: settingsOf(filled), points: rows.points, enabled, version: view.version };
      const body = collectionInputSchema.parse({ ...input, ...(secret ? { secret } : {}) });
      return api.put(`/devices/${id}/collection`, body, collectionViewSchema);
    },
    onSuccess: async (saved) => {
      client.setQueryData(['collection', id], saved);
      await client.invalidateQueries({ queryKey: ['points'] });
      void message.success(t('saved'));
      close();
    },
  });
  const attempt = useMutation({
    mutationFn: (filled: Filled) => {
      const secret = filled.secret ? { secret: filled.secret } : {};
      return api.post(`/devices/${id}/collection/trial`, { settings: settingsOf(filled), ...secret }, trialSchema);
    },
  });
  const spoilt = rows.problems.length > 0;
  return (
    <Drawer title={t('title')} open onClose={close} size={760} styles={{ wrapper: { maxWidth: '100vw' } }}>
      <Form<Filled>
        form={form}
        layout="vertical"
        initialValues={initial(protocol, view)}
        onFinish={(filled) => save.mutate(filled)}
      >
        <div className={styles.fields}>
          <Place protocol={protocol} hasSecret={view.hasSecret} />
          <Form.Item name="enabled" label={t('enabled')} valuePropName="checked">
            <Switch />
          </Form.Item>
        </div>
        <Form.Item name="rows" label={t('rows')} extra={<Columns protocol={protocol} />}>
          <Input.TextArea maxLength={LENGTHS.table} rows={10} className={styles.rows} spellCheck={false} wrap="off" />
        </Form.Item>
        <Problems rows={rows} />
        {save.isError ? <RefusalNote error={save.error} /> : null}
        {attempt.isError ? <RefusalNote error={attempt.error} /> : null}
        <div className={styles.actions}>
          <Button type="primary" htmlType="submit" loading={whileSlow(save.isPending)} disabled={spoilt}>
            {t('save')}
          </Button>
          {SPEAKS.has(protocol) ? null : (
            <Button
              loading={whileSlow(attempt.isPending)}
              disabled={spoilt || rows.sources.length === 0}
              onClick={() => void form.validateFields().then((filled) => attempt.mutate(filled))}
            >
              {t('try')}
            </Button>
          )}
        </div>
      </Form>
      {attempt.data === undefined ? null : <Tried trial={attempt.data} />}
    </Drawer>
  );
}

function initial(protocol: Collected, view: CollectionView): Filled {
  const { protocol: _, sources: __, ...fields } = view.settings ?? { protocol, sources: [], ...DEFAULTS[protocol] };
  return { ...fields, enabled: view.version === 0 || view.enabled, rows: writeRows(protocol, view) };
}

const DEFAULTS: Record<Collected, object> = {
  modbus: { port: 502, unit: 1, interval: 10, timeout: 2000 },
  opcua: { mode: 'SignAndEncrypt', policy: 'Basic256Sha256', interval: 1, user: null },
  sparkplug: {},
  jt808: {},
};
/** Devices of these speak by themselves: there is nowhere to go and read. */
const SPEAKS: ReadonlySet<Collected> = new Set(['sparkplug', 'jt808']);

function Place({ protocol, hasSecret }: { readonly protocol: Collected; readonly hasSecret: boolean }) {
  const t = useWords(WORDS);
  const number = (name: string, label: keyof typeof WORDS, min: number, max: number) => (
    <Form.Item name={name} label={t(label)} rules={[{ required: true }]}>
      <InputNumber min={min} max={max} style={{ width: '100%' }} />
    </Form.Item>
  );
  if (SPEAKS.has(protocol)) return null;
  if (protocol === 'modbus') {
    return (
      <>
        <Form.Item name="host" label={t('host')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={LENGTHS.line} />
        </Form.Item>
        {number('port', 'port', 1, 65_535)}
        {number('unit', 'unit', 0, 255)}
        {number('interval', 'intervalSeconds', 0.5, 3600)}
        {number('timeout', 'timeout', 100, 30_000)}
      </>
    );
  }
  const options = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
  return (
    <>
      <Form.Item name="endpoint" label={t('endpoint')} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={LENGTHS.line} placeholder="opc.tcp://192.168.1.10:4840" />
      </Form.Item>
      <Form.Item name="mode" label={t('mode')}>
        <Select options={options(OPCUA_MODES)} />
      </Form.Item>
      <Form.Item name="policy" label={t('policy')}>
        <Select options={options(OPCUA_POLICIES)} />
      </Form.Item>
      {number('interval', 'intervalSeconds', 0.1, 3600)}
      <Form.Item name="user" label={t('user')} normalize={(value: string) => (value === '' ? null : value)}>
        <Input maxLength={LENGTHS.line} placeholder={t('anonymous')} autoComplete="off" />
      </Form.Item>
      <Form.Item name="secret" label={t('password')} extra={hasSecret ? t('passwordKept') : undefined}>
        <Input.Password maxLength={LENGTHS.line} autoComplete="new-password" />
      </Form.Item>
    </>
  );
}

function Columns({ protocol }: { readonly protocol: Collected }) {
  const t = useWords(WORDS);
  const columns = [...POINT_COLUMNS, ...SOURCE_COLUMNS[protocol]];
  const named = columns.map((column) =>
    t(column in COLUMN_WORDS ? COLUMN_WORDS[column as 'unit'] : (column as 'name')),
  );
  return (
    <>
      {t('rowsNote')} <code>{named.join(' ⇥ ')}</code>
    </>
  );
}

function Problems({ rows }: { readonly rows: Rows }) {
  const t = useWords(WORDS);
  if (rows.problems.length === 0) return null;
  return (
    <ul className={styles.problems} role="alert">
      {rows.problems.slice(0, MOST_SHOWN).map(({ row, text }) => (
        <li key={`${row} ${text}`}>{t('row', { n: row, text })}</li>
      ))}
      {rows.problems.length > MOST_SHOWN ? <li>{t('more', { n: rows.problems.length - MOST_SHOWN })}</li> : null}
    </ul>
  );
}

function Tried({ trial }: { readonly trial: Trial }) {
  const t = useWords(WORDS);
  return (
    <section data-testid="trial">
      <h3>{t('tried')}</h3>
      {trial.trouble === null ? null : <p role="alert">{trial.trouble}</p>}
      {trial.values.length === 0 ? null : (
        <Table heads={(['point', 'value', 'at', 'why'] as const).map((key) => t(key))}>
          {trial.values.map(({ point, value, at, detail }) => (
            <tr key={point}>
              <td>{point}</td>
              <td className={table.number}>{value === null ? '—' : numberText(value, 3)}</td>
              <td>{at === null ? '—' : stampText(at)}</td>
              <td>{detail}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}
