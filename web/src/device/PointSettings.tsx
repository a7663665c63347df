import { findQuantity } from '@anlan/kernel/system';
import {
  CHANNELS,
  MADE_POINTS,
  MEASURED_AT,
  type DevicePoints,
  type PointSetting,
  type Undeclared,
} from '@anlan/kernel/telemetry';
import { SYSTEMS } from '@anlan/systems';
import { App, Button, Form, Input, Modal } from 'antd';
import { FileSpreadsheet, Plus, Radio } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { RegistryRecord } from '../api/index.ts';
import { useLabel, useLanguage, usePair, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, RefusalNote, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { useMay } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { momentText, useNow } from '../time/index.ts';
import { useDevicePoints, usePointActs } from './enrol.ts';
import { WORDS } from './enrol-words.ts';
import styles from './Enrol.module.css';
import { PointDrawer, type Drawn } from './PointDrawer.tsx';
import { Unit } from '../language/units.ts';

/** The points of a device as they are set up, the channels it uses without one, and the way to register them. */
export function PointSettings({ record }: { readonly record: RegistryRecord }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const writes = useMay('registry.write');
  const found = useDevicePoints(record.id);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [retiring, setRetiring] = useState<PointSetting | null>(null);
  const protocol = String(record['protocol']);
  const adds = writes && protocol in CHANNELS;
  const enterprise = record['enterprise'];
  return (
    <Card
      title={t('title')}
      note={t('note')}
      flush
      extra={
        <span className={styles.extra}>
          {writes && typeof enterprise === 'string' ? (
            <Link to={keep(`/registry/enterprises/${enterprise}/points`)} className={styles.link}>
              <FileSpreadsheet size={14} aria-hidden /> {t('sheet')}
            </Link>
          ) : null}
          {adds && found.data !== undefined ? (
            <Button size="small" type="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setDrawn({})}>
              {t('add')}
            </Button>
          ) : null}
        </span>
      }
    >
      {found.isPending ? <Loading rows={3} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : (
        <>
          <Channels channels={found.data.undeclared} register={adds ? (from) => setDrawn({ from }) : undefined} />
          <Points
            data={found.data}
            note={protocol in CHANNELS ? t('noneNote') : t('elsewhere')}
            edit={writes && !MADE_POINTS.has(protocol) ? (point) => setDrawn({ point }) : undefined}
            retire={setRetiring}
          />
          {drawn === null ? null : (
            <PointDrawer
              device={record.id}
              protocol={protocol}
              places={found.data.places}
              drawn={drawn}
              close={() => setDrawn(null)}
            />
          )}
        </>
      )}
      {retiring === null ? null : <Retire device={record.id} point={retiring} close={() => setRetiring(null)} />}
    </Card>
  );
}

/** What came in and nobody has registered: one press each. */
function Channels({
  channels,
  register,
}: {
  readonly channels: readonly Undeclared[];
  readonly register: ((channel: Undeclared) => void) | undefined;
}) {
  const t = useWords(WORDS);
  const now = useNow(5000);
  const { language } = useLanguage();
  if (channels.length === 0) return null;
  return (
    <section className={styles.undeclared} aria-label={t('undeclared')} data-testid="undeclared">
      <h3>
        <Radio size={14} aria-hidden /> {t('undeclared')} <small>{t('undeclaredNote')}</small>
      </h3>
      <ul>
        {channels.map((channel) => (
          <li key={channel.key}>
            <code>{channel.key}</code>
            <span>
              {channel.label === null ? null : <b>{channel.label}</b>} {numberText(channel.value)}{' '}
              <Unit of={channel.unit} n={channel.value} />
            </span>
            <small>
              {t('times', { n: channel.count })} · {momentText(channel.lastAt, now, language)}
            </small>
            {register === undefined ? null : (
              <Button size="small" onClick={() => register(channel)} aria-label={`${t('register')} ${channel.key}`}>
                {t('register')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Points({
  data,
  note,
  edit,
  retire,
}: {
  readonly data: DevicePoints;
  readonly note: string;
  readonly edit: ((point: PointSetting) => void) | undefined;
  readonly retire: (point: PointSetting) => void;
}) {
  const t = useWords(WORDS);
  const label = useLabel();
  const pair = usePair();
  const points = data.points.filter(({ retiredAt }) => retiredAt === null);
  const gone = data.points.length - points.length;
  const range = ({ rangeLow, rangeHigh }: PointSetting) =>
    rangeLow === null ? '—' : `${numberText(rangeLow)} ～ ${numberText(rangeHigh)}`;
  const heads = [t('name'), t('channel'), t('quantity'), t('bound'), { label: t('range'), number: true }];
  return (
    <>
      {points.length === 0 ? <Empty title={t('none')} note={note} /> : null}
      {points.length === 0 ? null : (
        <Table
          heads={edit === undefined ? heads : [...heads, { label: t('edit'), quiet: true }]}
          testid="point-settings"
          className={points.length > 12 ? table.tall : undefined}
        >
          {points.map((point) => {
            const quantity = findQuantity(SYSTEMS, point.kind, point.binding.at) ?? findQuantity(SYSTEMS, point.kind);
            return (
              <tr key={point.id}>
                <td title={point.name}>{point.name}</td>
                <td>
                  <code className={styles.code}>{point.key}</code>
                </td>
                <td title={point.system}>
                  {quantity === undefined ? point.kind : label(quantity)} {point.unit}
                </td>
                <td title={point.binding.name ?? ''}>{point.binding.name ?? pair(MEASURED_AT, point.binding.at)}</td>
                <td className={table.number}>{range(point)}</td>
                {edit === undefined ? null : (
                  <td className={styles.acts}>
                    <Button size="small" type="link" onClick={() => edit(point)}>
                      {t('edit')}
                    </Button>
                    <Button size="small" type="link" onClick={() => retire(point)}>
                      {t('retire')}
                    </Button>
                  </td>
                )}
              </tr>
            );
          })}
        </Table>
      )}
      {gone === 0 ? null : <p className={styles.foot}>{t('retired', { n: gone })}</p>}
    </>
  );
}

function Retire({
  device,
  point,
  close,
}: {
  readonly device: string;
  readonly point: PointSetting;
  readonly close: () => void;
}) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const { retire } = usePointActs(device);
  return (
    <Modal
      open
      title={t('retireTitle', { name: point.name })}
      okText={t('retire')}
      cancelText={t('cancel')}
      okButtonProps={{ danger: true }}
      confirmLoading={retire.isPending}
      onCancel={close}
      onOk={() => form.submit()}
    >
      <p className={styles.quiet}>{t('retireNote')}</p>
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reason }) =>
          retire.mutate(
            { id: point.id, reason: reason.trim() },
            { onSuccess: () => (void message.success(t('done')), close()) },
          )
        }
      >
        <Form.Item
          name="reason"
          label={t('why')}
          rules={[{ required: true, whitespace: true, message: t('required', { field: t('why') }) }]}
        >
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} />
        </Form.Item>
        {retire.isError ? <RefusalNote error={retire.error} /> : null}
      </Form>
    </Modal>
  );
}
