import { CHANNELS, MEASURED_AT, type DevicePoints, type PointSetting, type Undeclared } from '@anlan/kernel/telemetry';
import { SYSTEMS } from '@anlan/systems';
import { App, Button, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { useEffect } from 'react';
import { useLabel, useLanguage, usePair, useWords } from '../language/index.tsx';
import { problemOf, RefusalNote } from '../parts/Refusal.tsx';
import { whileSlow } from '../parts/index.ts';
import { limitsOfQuantity } from '../points/index.ts';
import { useMay } from '../registry/index.tsx';
import { ComponentFields } from './ComponentFields.tsx';
import { placesFor, QUANTITIES, usePointActs } from './enrol.ts';
import { WORDS } from './enrol-words.ts';
import styles from './Enrol.module.css';
import { useUnit } from '../language/units.ts';

/** What the drawer is opened with: a point to change, a channel to register, or nothing. */
export interface Drawn {
  readonly point?: PointSetting;
  readonly from?: Undeclared;
}

interface Props {
  readonly device: string;
  readonly protocol: string;
  readonly places: DevicePoints['places'];
  readonly drawn: Drawn;
  readonly close: () => void;
}

interface Filled {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly unit: string;
  readonly place: string;
  readonly rangeLow?: number | null;
  readonly rangeHigh?: number | null;
  readonly expectedPeriod?: number | null;
  readonly scale?: number | null;
  readonly elevation?: number | null;
  readonly limits?: Readonly<Record<string, number | null>>;
  readonly reason?: string;
}

type Place = DevicePoints['places'][number];
const placeValue = ({ at, id }: Pick<Place, 'at' | 'id'>): string => `${at} ${id ?? ''}`;

function initial({ point, from }: Drawn, places: Props['places']): Partial<Filled> {
  if (point !== undefined) return { ...point, limits: {}, place: placeValue(point.binding) };
  const known = QUANTITIES.find(({ key }) => key === from?.kind);
  return {
    expectedPeriod: 60,
    ...(from === undefined ? {} : { key: from.key, name: from.label ?? known?.label ?? '' }),
    ...(known === undefined ? {} : { kind: known.key, ...usual(known.key, places) }),
    ...(from?.unit == null || known?.units.includes(from.unit) !== true ? {} : { unit: from.unit }),
  };
}

/** What follows from a quantity until somebody says otherwise: its usual unit, and the place where there is only one. */
function usual(kind: string, places: Props['places']): Partial<Filled> {
  const unit = QUANTITIES.find(({ key }) => key === kind)?.units[0] ?? '';
  const fitting = places.filter(({ at }) => placesFor(kind).has(at));
  return { unit, ...(fitting.length === 1 ? { place: placeValue(fitting[0]!) } : {}) };
}

/** Registers a point, or changes what may change of one. */
export function PointDrawer({ device, protocol, places, drawn, close }: Props) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const { language } = useLanguage();
  const [form] = Form.useForm<Filled>();
  const { add, change } = usePointActs(device);
  const { point } = drawn;
  const kind = Form.useWatch('kind', form) ?? point?.kind ?? drawn.from?.kind ?? undefined;
  const unit = Form.useWatch('unit', form) ?? point?.unit;
  const error = add.error ?? change.error;
  const problem = problemOf(error);
  useEffect(() => {
    const at = FIELD_OF[problem?.field ?? ''] ?? problem?.field?.split('.');
    if (at !== undefined && problem !== undefined) form.setFields([{ name: at as never, errors: [problem[language]] }]);
  }, [form, language, problem]);
  const submit = ({ place, limits = {}, reason, kind: quantity, unit, ...filled }: Filled) => {
    const [at, id] = place.split(' ') as [Place['at'], string];
    const { rangeLow = null, rangeHigh = null, expectedPeriod, scale = null, elevation = null } = filled;
    const facts = { ...filled, rangeLow, rangeHigh, expectedPeriod: expectedPeriod ?? 0, scale, elevation };
    const body = { ...facts, binding: { at, id: id === '' ? null : id } };
    const onSuccess = () => (void message.success(t('saved')), close());
    if (point !== undefined) return change.mutate({ id: point.id, version: point.version, ...body }, { onSuccess });
    const given = Object.entries(limits).filter((entry): entry is [string, number] => entry[1] != null);
    const why = reason?.trim() ? { reason: reason.trim() } : {};
    add.mutate({ ...body, kind: quantity, unit, limits: Object.fromEntries(given), ...why }, { onSuccess });
  };
  return (
    <Drawer
      title={t(point === undefined ? 'add' : 'change')}
      open
      onClose={close}
      size={620}
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      <Form<Filled> form={form} layout="vertical" initialValues={initial(drawn, places)} onFinish={submit}>
        <div className={styles.fields}>
          {protocol === 'gb26875' && point === undefined ? (
            <ComponentFields set={(key) => form.setFieldValue('key', key)} />
          ) : null}
          <ChannelField protocol={protocol} />
          <NameField />
          <QuantityFields
            fixed={point !== undefined}
            kind={kind}
            chosen={(next) => form.setFieldsValue({ place: undefined as never, ...usual(next, places) })}
          />
          <PlaceField places={places} kind={kind} />
          <Measures protocol={protocol} kind={kind} unit={unit} />
          {point === undefined ? <LimitFields kind={kind} unit={unit} /> : null}
        </div>
        {error == null ? null : <RefusalNote error={error} />}
        <div className={styles.buttons}>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={whileSlow(add.isPending || change.isPending)}>
            {t('save')}
          </Button>
        </div>
      </Form>
    </Drawer>
  );
}

/** Members of the answer that have another name in the form. */
const FIELD_OF: Readonly<Record<string, readonly string[]>> = { binding: ['place'] };

function useRequired() {
  const t = useWords(WORDS);
  return (field: string) => [{ required: true, message: t('required', { field }) }];
}

function NameField() {
  const t = useWords(WORDS);
  const required = useRequired();
  return (
    <Form.Item name="name" label={t('name')} className={styles.whole ?? ''} rules={required(t('name'))}>
      <Input maxLength={60} />
    </Form.Item>
  );
}

function ChannelField({ protocol }: { readonly protocol: string }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const required = useRequired();
  const channel = CHANNELS[protocol];
  const help = language === 'zh' ? channel?.help : channel?.helpEn;
  const rules = channel === undefined ? [] : [{ pattern: channel.pattern, message: help ?? '' }];
  return (
    <Form.Item
      name="key"
      label={t('channel')}
      className={styles.whole ?? ''}
      extra={help}
      rules={[...required(t('channel')), ...rules]}
    >
      <Input maxLength={64} autoComplete="off" disabled={channel === undefined} />
    </Form.Item>
  );
}

interface QuantityProps {
  readonly fixed: boolean;
  readonly kind: string | undefined;
  readonly chosen: (kind: string) => void;
}

/** The quantity by the systems that measure it, and its unit. */
function QuantityFields({ fixed, kind, chosen }: QuantityProps) {
  const inUnit = useUnit();
  const t = useWords(WORDS);
  const label = useLabel();
  const required = useRequired();
  const units = QUANTITIES.find(({ key }) => key === kind)?.units ?? [];
  const groups = SYSTEMS.flatMap((system) => {
    const own = QUANTITIES.filter((quantity) => quantity.system === system.id);
    const options = own.map((quantity) => ({ value: quantity.key, label: label(quantity) }));
    return own.length === 0 ? [] : [{ label: label(system), options }];
  });
  return (
    <>
      <Form.Item
        name="kind"
        label={t('quantity')}
        rules={required(t('quantity'))}
        extra={fixed ? t('fixed') : undefined}
      >
        <Select
          options={groups}
          disabled={fixed}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(next: string) => chosen(next)}
        />
      </Form.Item>
      <Form.Item name="unit" label={t('unit')}>
        <Select
          disabled={fixed}
          options={units.map((unit) => ({ value: unit, label: inUnit(unit) || unit || t('state') }))}
        />
      </Form.Item>
    </>
  );
}

function PlaceField({ places, kind }: { readonly places: Props['places']; readonly kind: string | undefined }) {
  const t = useWords(WORDS);
  const pair = usePair();
  const required = useRequired();
  const fitting = placesFor(kind);
  const kinds = [...new Set(places.map(({ at }) => at))].filter((at) => fitting.size === 0 || fitting.has(at));
  const groups = kinds.map((at) => ({
    label: pair(MEASURED_AT, at),
    options: places
      .filter((place) => place.at === at)
      .map((place) => ({ value: placeValue(place), label: place.name ?? pair(MEASURED_AT, at) })),
  }));
  return (
    <Form.Item name="place" label={t('bound')} className={styles.whole ?? ''} rules={required(t('bound'))}>
      <Select options={groups} showSearch={{ optionFilterProp: 'label' }} />
    </Form.Item>
  );
}

interface MeasuresProps {
  readonly protocol: string;
  readonly kind: string | undefined;
  readonly unit: string | undefined;
}

function Measures({ protocol, kind, unit }: MeasuresProps) {
  const t = useWords(WORDS);
  const number = (name: string, label: string, extra?: string, suffix?: string) => (
    <Form.Item name={name} label={label} extra={extra}>
      <InputNumber style={{ width: '100%' }} suffix={suffix} />
    </Form.Item>
  );
  return (
    <>
      {number('rangeLow', t('rangeLow'), undefined, unit)}
      {number('rangeHigh', t('rangeHigh'), undefined, unit)}
      {number('expectedPeriod', t('period'), t('periodNote'))}
      {protocol === 'gb26875' ? number('scale', t('scale'), t('scaleNote')) : null}
      {placesFor(kind).has('building') ? number('elevation', t('elevation')) : null}
    </>
  );
}

/** The limits that the rules of a quantity know. */
function LimitFields({ kind, unit }: { readonly kind: string | undefined; readonly unit: string | undefined }) {
  const t = useWords(WORDS);
  const may = useMay('alarm.limit');
  const limits = limitsOfQuantity(kind ?? '');
  if (kind === undefined) return null;
  return (
    <div className={styles.limits}>
      <h4>
        {t('limits')} <small>{t(limits.length === 0 ? 'limitsDerived' : may ? 'limitsNote' : 'limitsNot')}</small>
      </h4>
      {may && limits.length > 0 ? (
        <div className={styles.fields}>
          {limits.map(([key, label]) => (
            <Form.Item key={key} name={['limits', key]} label={label}>
              <InputNumber style={{ width: '100%' }} suffix={unit} />
            </Form.Item>
          ))}
          <Form.Item name="reason" label={t('reason')} className={styles.whole ?? ''}>
            <Input maxLength={500} />
          </Form.Item>
        </div>
      ) : null}
    </div>
  );
}
