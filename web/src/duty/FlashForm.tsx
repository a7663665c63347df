import { FLASH_KINDS, flashSchema, type FlashKind, type FlashReport } from '@anlan/kernel/notify';
import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { api } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import styles from './Duty.module.css';
import { useDutyAct } from './queries.ts';
import { WORDS } from './words.ts';

const MINUTE = 60_000;

interface Fields {
  readonly kind: FlashKind;
  readonly place: string;
  readonly ago: number;
  readonly learned: number | null;
  readonly what: string;
  readonly dead: number | null;
  readonly injured: number | null;
  readonly missing: number | null;
  readonly trapped: number | null;
  readonly measures?: string;
  readonly reporter: string;
  readonly reporterPhone: string;
  readonly next: number | null;
}

interface FlashFormProps {
  /** The alarm it is about. */
  readonly alarm?: {
    readonly id: string;
    readonly placeName: string;
    readonly regionPath: string;
    readonly since: number;
    /** What it says of the event, and what has been done; left out they are asked. */
    readonly what?: string;
    readonly measures?: string;
    /** The duty telephone of the enterprise, which is called first. */
    readonly phone?: string;
  };
  /** The report it supplements. */
  readonly follows?: FlashReport;
  readonly onClose: () => void;
}

const ago = (at: number): number => Math.max(0, Math.round((Date.now() - at) / MINUTE));

function firstValues({ alarm, follows }: FlashFormProps): Partial<Fields> {
  if (follows !== undefined)
    return {
      kind: follows.kind,
      place: follows.place,
      dead: follows.dead,
      injured: follows.injured,
      missing: follows.missing,
      trapped: follows.trapped,
    };
  if (alarm !== undefined)
    return {
      kind: 'work',
      place: alarm.placeName,
      ago: ago(alarm.since),
      ...(alarm.what === undefined ? {} : { what: alarm.what }),
      ...(alarm.measures === undefined ? {} : { measures: alarm.measures }),
      ...(alarm.phone === undefined ? {} : { reporterPhone: alarm.phone }),
      dead: null,
      injured: null,
      missing: null,
      trapped: null,
    };
  return { kind: 'work', ago: 0, dead: null, injured: null, missing: null, trapped: null };
}

/** Writes down a telephone report while the caller speaks: minutes ago instead of dates, unknown numbers left empty. */
export function FlashForm(props: FlashFormProps) {
  const { alarm, follows, onClose } = props;
  const t = useWords(WORDS);
  const label = useLabel();
  const [form] = Form.useForm<Fields>();
  const act = useDutyAct<FlashReport>(onClose);
  const save = (fields: Fields) => {
    const now = Date.now();
    const { ago: minutes, learned, next, measures = '', ...rest } = fields;
    const region = follows?.regionPath ?? alarm?.regionPath;
    act.mutate(() =>
      api.post(
        '/flash-reports',
        {
          ...rest,
          dead: rest.dead ?? null,
          injured: rest.injured ?? null,
          missing: rest.missing ?? null,
          trapped: rest.trapped ?? null,
          measures,
          occurredAt: follows?.occurredAt ?? now - minutes * MINUTE,
          learnedAt: follows === undefined ? (learned == null ? null : now - learned * MINUTE) : follows.learnedAt,
          nextDueAt: next == null ? null : now + next * MINUTE,
          alarmId: alarm?.id ?? follows?.alarmId ?? null,
          follows: follows?.id ?? null,
          ...(region === undefined ? {} : { regionPath: region }),
        },
        flashSchema,
      ),
    );
  };
  const must = [{ required: true, message: t('required') }];
  const count = (name: 'dead' | 'injured' | 'missing' | 'trapped') => (
    <Form.Item name={name} label={t(name)}>
      <InputNumber min={0} precision={0} placeholder={t('notKnown')} style={{ width: '100%' }} />
    </Form.Item>
  );
  return (
    <Modal
      open
      title={`${t('flash')} · ${follows === undefined ? t('first') : t('follow', { n: follows.seq })}`}
      width={680}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('save')}
      cancelText={t('cancel')}
      okButtonProps={{ loading: whileSlow(act.isPending), 'data-testid': 'flash-save' }}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        size="middle"
        initialValues={firstValues(props)}
        onFinish={save}
        data-testid="flash-form"
      >
        <div className={styles.pair}>
          <Form.Item name="place" label={t('place')} rules={must}>
            <Input maxLength={200} autoFocus />
          </Form.Item>
          <Form.Item name="kind" label={t('kind')} rules={must}>
            <Select options={Object.entries(FLASH_KINDS).map(([value, kind]) => ({ value, label: label(kind) }))} />
          </Form.Item>
        </div>
        {follows === undefined ? (
          <div className={styles.pair}>
            <Form.Item name="ago" label={t('minutesAgo')} rules={must}>
              <InputNumber min={0} max={100_000} precision={0} style={{ width: '100%' }} />
            </Form.Item>
            <Form.Item name="learned" label={t('learnedAgo')}>
              <InputNumber min={0} max={100_000} precision={0} style={{ width: '100%' }} />
            </Form.Item>
          </div>
        ) : null}
        <Form.Item name="what" label={t('what')} rules={must}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        <div className={styles.four}>
          {count('dead')}
          {count('injured')}
          {count('missing')}
          {count('trapped')}
        </div>
        <Form.Item name="measures" label={t('measures')}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        <div className={styles.pair}>
          <Form.Item name="reporter" label={t('reporter')} rules={must}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="reporterPhone" label={t('phone')} rules={must}>
            <Input maxLength={20} inputMode="tel" />
          </Form.Item>
        </div>
        <Form.Item name="next" label={t('nextIn')}>
          <InputNumber min={1} max={10_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <RefusalNote error={act.error} />
      </Form>
    </Modal>
  );
}
