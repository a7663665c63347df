import { OPERATING_STATES, type OperatingState } from '@anlan/kernel/alarm';
import { SYSTEMS } from '@anlan/systems';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { CirclePause, Factory } from 'lucide-react';
import { useState } from 'react';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Failed, Loading, RefusalNote } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { fieldText, instantOf, spanText, stampText, useNow } from '../time/index.ts';
import { useDeclare, useStanding, type Declared, type Out, type Unit } from './standing.ts';
import styles from './Standing.module.css';
import { WORDS } from './words.ts';

/** Rules that say nothing of these quantities while the state holds. */
export function silentIn(state: string, quantities: ReadonlySet<string>): readonly string[] {
  return SYSTEMS.flatMap(({ rules }) => rules)
    .filter(
      ({ watches, suppressedBy = [] }) =>
        suppressedBy.some((by) => 'state' in by && by.state === state) && watches.some((kind) => quantities.has(kind)),
    )
    .map(({ label }) => label);
}

/** Operating states of the units a device measures, what of it is out of service, and the acts on both. */
export function StandingCard({ id }: { readonly id: string }) {
  const t = useWords(WORDS);
  const standing = useStanding(id);
  const may = useMay('alarm.service');
  const [open, setOpen] = useState<'out' | Unit | null>(null);
  const { end } = useDeclare();
  const name = useStateName();
  return (
    <Card
      title={t('standing')}
      note={t('standingNote')}
      extra={
        may && standing.data !== undefined ? (
          <Button size="small" icon={<CirclePause size={14} aria-hidden />} onClick={() => setOpen('out')}>
            {t('putOut')}
          </Button>
        ) : undefined
      }
    >
      {standing.isPending ? <Loading rows={2} /> : null}
      {standing.isError && standing.data === undefined ? (
        <Failed error={standing.error} retry={() => void standing.refetch()} />
      ) : null}
      {end.isError ? <RefusalNote error={end.error} /> : null}
      <ul className={styles.list}>
        {standing.data?.units.map((unit) => (
          <li key={unit.id}>
            <Factory size={15} aria-hidden />
            <span className={styles.what}>
              <b>{unit.name}</b>
              {unit.state === null ? (
                <small>{t('running')}</small>
              ) : (
                <SpanLine label={name(unit.state.state)} span={unit.state} />
              )}
            </span>
            {!may ? null : unit.state === null ? (
              <Button size="small" onClick={() => setOpen(unit)}>
                {t('declare')}
              </Button>
            ) : (
              <Button
                size="small"
                disabled={end.isPending}
                onClick={() => end.mutate({ kind: 'unit-states', id: unit.state!.id })}
              >
                {t('endState')}
              </Button>
            )}
          </li>
        ))}
        {standing.data?.outOfService.map((out) => (
          <li key={out.id}>
            <CirclePause size={15} aria-hidden />
            <span className={styles.what}>
              <b>{out.subjectName}</b>
              <SpanLine label={t('out')} span={out} />
            </span>
            {may ? (
              <Button
                size="small"
                disabled={end.isPending}
                onClick={() => end.mutate({ kind: 'out-of-service', id: out.id })}
              >
                {t('endOut')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {open === null || standing.data === undefined ? null : (
        <DeclareForm
          device={id}
          units={standing.data.units}
          out={standing.data.outOfService}
          unit={open === 'out' ? null : open}
          close={() => setOpen(null)}
        />
      )}
    </Card>
  );
}

/** The label of an operating state in the reader's language. */
export function useStateName(): (state: string) => string {
  const label = useLabel();
  return (state) => {
    const known = OPERATING_STATES[state as OperatingState] as { label: string; labelEn: string } | undefined;
    return known === undefined ? state : label(known);
  };
}

/** Until when, why, by whom; how long is left. */
function SpanLine({ label, span }: { readonly label: string; readonly span: Out | Declared }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const now = useNow(60_000);
  return (
    <small className={styles.span}>
      <em>{label}</em> ·{' '}
      {t('untilIn', { at: stampText(span.until).slice(0, 16), left: spanText(span.until - now, language) })}
      {' · '}
      {span.reason} · {span.by}
    </small>
  );
}

interface FormProps {
  readonly device: string;
  readonly units: readonly Unit[];
  readonly out: readonly Out[];
  /** The unit whose state is declared; null = something is put out of service. */
  readonly unit: Unit | null;
  readonly close: () => void;
}

interface Filled {
  readonly subject?: string;
  readonly state?: OperatingState;
  readonly until?: string;
  readonly reason?: string;
}

/** Longest span at once, as the platform allows (days). */
const LONGEST = 30;
const DAY = 86_400_000;

/** Reason and end are always asked for: what is not judged must come back by itself. */
function DeclareForm({ device, units, out, unit, close }: FormProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const state = Form.useWatch('state', form);
  const { declare } = useDeclare();
  const already = new Set(out.map(({ subjectId }) => subjectId));
  const points = units.flatMap((one) => one.points).filter((point) => !already.has(point.id));
  const quantities = new Set(unit?.points.map(({ kind }) => kind));
  const silent = state === undefined ? [] : silentIn(state, quantities);
  const submit = (filled: Filled) => {
    const span = { reason: (filled.reason ?? '').trim(), until: instantOf(filled.until ?? '') ?? 0 };
    const subject = filled.subject ?? device;
    const wish =
      unit === null
        ? ({ of: subject === device ? 'devices' : 'points', id: subject, ...span } as const)
        : ({ of: 'units', id: unit.id, state: filled.state ?? '', ...span } as const);
    declare.mutate(wish, {
      onSuccess: () => {
        void message.success(t('declared'));
        close();
      },
    });
  };
  return (
    <Modal
      open
      title={unit === null ? t('putOut') : `${t('declare')} · ${unit.name}`}
      onCancel={close}
      okText={t('confirm')}
      cancelText={t('cancel')}
      confirmLoading={declare.isPending}
      onOk={() => form.submit()}
    >
      <Form<Filled>
        form={form}
        layout="vertical"
        initialValues={{ subject: device, until: fieldText(Date.now() + DAY / 3) }}
        onFinish={submit}
      >
        {unit === null ? (
          <Form.Item name="subject" label={t('subject')}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={[
                ...(already.has(device) ? [] : [{ value: device, label: t('wholeDevice') }]),
                ...points.map((point) => ({ value: point.id, label: point.name })),
              ]}
            />
          </Form.Item>
        ) : (
          <Form.Item
            name="state"
            label={t('state')}
            rules={[{ required: true, message: t('required', { field: t('state') }) }]}
            extra={
              state === undefined
                ? undefined
                : silent.length === 0
                  ? t('noneSilent')
                  : t('silent', { rules: silent.join('、') })
            }
          >
            <Select options={Object.entries(OPERATING_STATES).map(([value, one]) => ({ value, label: label(one) }))} />
          </Form.Item>
        )}
        <Form.Item
          name="until"
          label={t('until')}
          extra={t('longest', { days: LONGEST })}
          rules={[
            {
              validator: async (_: unknown, text: string | undefined) => {
                const at = instantOf(text ?? '');
                if (at === null || at <= Date.now()) throw new Error(t('untilPast'));
                if (at > Date.now() + LONGEST * DAY) throw new Error(t('longest', { days: LONGEST }));
              },
            },
          ]}
        >
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('why')}
          rules={[{ required: true, whitespace: true, message: t('required', { field: t('why') }) }]}
        >
          <Input.TextArea maxLength={500} showCount autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        {declare.isError ? <RefusalNote error={declare.error} /> : null}
      </Form>
    </Modal>
  );
}
