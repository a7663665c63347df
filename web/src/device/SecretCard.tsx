import type { SecretShown, SecretStanding } from '@anlan/kernel/telemetry';
import { App, Button, Form, Input, InputNumber, Modal } from 'antd';
import { Copy, KeyRound, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../language/index.tsx';
import { Card, Facts, RefusalNote, whileSlow } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { stampText } from '../time/index.ts';
import { useSecretActs, useSecretStanding } from './enrol.ts';
import { WORDS } from './enrol-words.ts';
import styles from './Enrol.module.css';

/** Protocols whose devices prove themselves by a secret of the platform. */
const KEYED: ReadonlySet<string> = new Set(['mqtt', 'sparkplug', 'hj212', 'jt808', 'gb28181', 'coal']);

export function hasSecret(protocol: unknown, identity: unknown): boolean {
  // A device below an edge node of Sparkplug is connected by its node.
  const below = protocol === 'sparkplug' && String(identity).split('/').length > 2;
  return KEYED.has(String(protocol)) && !below;
}

/** Hours that an old secret is good beside the new one, unless somebody says otherwise. */
const USUAL_HOURS = 24;

/** How a device's secret stands; shown, with what to configure, and rotated by those who may. */
export function SecretCard({ id, protocol }: { readonly id: string; readonly protocol: string }) {
  const t = useWords(WORDS);
  const may = useMay('device.secret');
  const standing = useSecretStanding(id);
  const { show, rotate } = useSecretActs(id);
  const [shown, setShown] = useState<SecretShown | null>(null);
  const [rotating, setRotating] = useState(false);
  if (standing.data === undefined) return null;
  return (
    <Card title={t('secret')} note={t('secretNote')}>
      <Standing standing={standing.data} may={may} />
      {may ? (
        <div className={styles.do}>
          <Button
            icon={<KeyRound size={15} aria-hidden />}
            type={standing.data.shownAt === null ? 'primary' : 'default'}
            loading={whileSlow(show.isPending)}
            onClick={() => show.mutate(undefined, { onSuccess: setShown })}
          >
            {t('show')}
          </Button>
          <Button icon={<RotateCw size={15} aria-hidden />} onClick={() => setRotating(true)}>
            {t('rotate')}
          </Button>
        </div>
      ) : null}
      {show.isError ? <RefusalNote error={show.error} kept={false} /> : null}
      {shown === null ? null : <Lines shown={shown} protocol={protocol} hide={() => setShown(null)} />}
      {rotating ? (
        <Rotate
          rotate={rotate}
          close={() => setRotating(false)}
          done={(next) => {
            setShown(next);
            setRotating(false);
          }}
        />
      ) : null}
    </Card>
  );
}

function Standing({ standing, may }: { readonly standing: SecretStanding; readonly may: boolean }) {
  const t = useWords(WORDS);
  const { shownAt, shownBy, rotatedAt, rotatedBy, previousUntil } = standing;
  const act = (at: number | null, name: string | null) =>
    at === null ? null : t('by', { at: stampText(at).slice(0, 16), name: name ?? '' });
  return (
    <>
      {shownAt === null && may ? (
        <p className={styles.never}>
          <KeyRound size={15} aria-hidden /> {t('never')}
        </p>
      ) : null}
      <Facts
        rows={[
          [t('shown'), act(shownAt, shownBy)],
          [t('rotated'), act(rotatedAt, rotatedBy)],
          ...(previousUntil === null ? [] : [[t('overlap'), stampText(previousUntil).slice(0, 16)] as const]),
        ]}
      />
    </>
  );
}

/** What is typed into the device, line by line, each to be copied. */
function Lines({
  shown,
  protocol,
  hide,
}: {
  readonly shown: SecretShown;
  readonly protocol: string;
  readonly hide: () => void;
}) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const { hostname } = globalThis.location;
  const word = (key: SecretShown['lines'][number]['key']) => {
    const own = `${key}_${protocol}`;
    return t(own in WORDS ? (own as 'user_hj212') : key);
  };
  const address =
    shown.port === null ? [] : [{ name: t('address'), key: 'address', value: `${hostname}:${shown.port}` }];
  const lines = [...address, ...shown.lines.map(({ key, value }) => ({ name: word(key), key, value }))];
  const copy = (text: string) =>
    void navigator.clipboard?.writeText(text).then(() => void message.success(t('copied')));
  return (
    <section className={styles.secret} data-testid="secret">
      <h3>
        {t('configure')}
        <Button size="small" type="text" onClick={hide}>
          {t('hide')}
        </Button>
      </h3>
      <dl>
        {lines.map(({ name, key, value }) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd data-line={key}>{value}</dd>
            <Button
              size="small"
              type="text"
              icon={<Copy size={14} aria-hidden />}
              aria-label={`${t('copy')} ${name}`}
              onClick={() => copy(value)}
            />
          </div>
        ))}
      </dl>
    </section>
  );
}

interface RotateProps {
  readonly rotate: ReturnType<typeof useSecretActs>['rotate'];
  readonly close: () => void;
  readonly done: (shown: SecretShown) => void;
}

function Rotate({ rotate, close, done }: RotateProps) {
  const t = useWords(WORDS);
  const [form] = Form.useForm<{ hours: number; reason: string }>();
  const rules = (field: string) => [{ required: true, message: t('required', { field }) }];
  return (
    <Modal
      open
      title={t('rotate')}
      okText={t('rotateNow')}
      cancelText={t('cancel')}
      confirmLoading={rotate.isPending}
      onCancel={close}
      onOk={() => form.submit()}
    >
      <p className={styles.quiet}>{t('rotateNote')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ hours: USUAL_HOURS }}
        onFinish={({ hours, reason }) => rotate.mutate({ hours, reason: reason.trim() }, { onSuccess: done })}
      >
        <Form.Item name="hours" label={t('hours')} rules={rules(t('hours'))}>
          <InputNumber min={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="reason" label={t('why')} rules={rules(t('why'))}>
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} />
        </Form.Item>
        {rotate.isError ? <RefusalNote error={rotate.error} /> : null}
      </Form>
    </Modal>
  );
}
