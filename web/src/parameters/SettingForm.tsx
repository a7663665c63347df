import { LENGTHS } from '@anlan/kernel/entity';
import type { ParameterView } from '@anlan/kernel/parameter';
import type { Field } from '@anlan/kernel/entity';
import { App, Button, Form, Input, InputNumber, Radio, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useCodeLists } from '../code-lists/lists.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import { problemOf } from '../parts/Refusal.tsx';
import { dropDraft, keepDraft, readDraft } from '../registry/draft.ts';
import { RegionInput } from '../registry/inputs.tsx';
import { useScope } from '../shell/index.ts';
import styles from './ParametersPage.module.css';
import { useSet } from './queries.ts';
import { instantOf } from '../time/index.ts';
import { entriesOf, type ParameterValue } from './value.ts';
import { WORDS } from './words.ts';
import { Unit } from '../language/units.ts';

interface Filled {
  readonly value?: number | boolean | string | readonly string[] | null;
  readonly regionPath?: string;
  readonly from?: string;
  readonly reason?: string;
}

interface FormProps {
  readonly parameter: ParameterView;
  /** Gives the wider jurisdiction's value back instead of setting one. */
  readonly withdraw: boolean;
  readonly close: () => void;
}

const FIELDS = ['value', 'regionPath', 'from', 'reason'] as const;

/** What an editor holds of a value: lists as one entry per line. */
function editable(value: ParameterValue): number | boolean | string {
  return Array.isArray(value) ? value.join('\n') : value;
}

/** Sets a value for a jurisdiction from an instant on, with the reason; refused where the field stands. */
export function SettingForm({ parameter, withdraw, close }: FormProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const scope = useScope();
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const set = useSet(parameter.key);
  const draft = withdraw ? `${parameter.key}.withdraw` : parameter.key;
  const [found] = useState(() => readDraft('parameter', draft, Date.now()));
  const problem = problemOf(set.error);
  const atField = FIELDS.find((field) => field === problem?.field);
  useEffect(() => {
    if (atField !== undefined && problem !== undefined)
      form.setFields([{ name: atField, errors: [problem[language]] }]);
  }, [set.error, atField, form, language, problem]);
  const must = (field: string) => ({ required: true, whitespace: true, message: t('required', { field }) });
  const submit = (filled: Filled) => {
    const setting = {
      regionPath: filled.regionPath ?? '',
      from: instantOf(filled.from ?? '') ?? Date.now(),
      value: withdraw ? null : valueOf(parameter, filled.value),
      reason: (filled.reason ?? '').trim(),
    };
    set.mutate(setting, {
      onSuccess: () => {
        dropDraft('parameter', draft);
        void message.success(t('saved'));
        close();
      },
    });
  };
  const initial: Filled = {
    // Of a list that adds up, a place sets its own part only.
    value: parameter.options === null ? editable(parameter.own ?? parameter.value) : (parameter.own ?? parameter.value),
    ...(scope.path === null ? {} : { regionPath: withdraw ? (parameter.setBy?.regionPath ?? scope.path) : scope.path }),
    ...found?.values,
  };
  return (
    <Form<Filled>
      form={form}
      layout="vertical"
      className={styles.form ?? ''}
      initialValues={initial}
      onFinish={submit}
      onValuesChange={() =>
        void keepDraft('parameter', draft, { at: Date.now(), values: { ...form.getFieldsValue() } })
      }
      scrollToFirstError
    >
      {found === undefined ? null : <p className={styles.quiet}>{t('draftFound')}</p>}
      {withdraw ? <p className={styles.quiet}>{t('withdraw')}</p> : <ValueItem parameter={parameter} />}
      <Form.Item name="regionPath" label={t('where')} rules={[must(t('where'))]}>
        <RegionInput />
      </Form.Item>
      <Form.Item
        name="from"
        label={t('from')}
        extra={t('fromNow')}
        rules={[
          {
            validator: async (_: unknown, text: string | undefined) => {
              const at = instantOf(text ?? '');
              if (at !== null && at < Date.now() - 60_000) throw new Error(t('past_from'));
            },
          },
        ]}
      >
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name="reason" label={t('reason')} rules={[must(t('reason'))]}>
        <Input.TextArea maxLength={500} showCount autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
      {set.isError && atField === undefined ? <RefusalNote error={set.error} /> : null}
      <div className={styles.acts}>
        <Button onClick={close}>{t('cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={whileSlow(set.isPending)} style={{ fontWeight: 700 }}>
          {t(withdraw ? 'withdraw' : 'save')}
        </Button>
      </div>
    </Form>
  );
}

function valueOf(parameter: ParameterView, value: Filled['value']): ParameterValue {
  if (parameter.kind === 'number' || parameter.kind === 'yes-no') return value as number | boolean;
  return Array.isArray(value) ? [...value] : entriesOf(String(value ?? ''));
}

interface EntriesProps {
  readonly parameter: ParameterView;
  readonly offered: NonNullable<ParameterView['options']>;
  readonly id?: string;
  readonly value?: readonly string[];
  readonly onChange?: (value: string[]) => void;
}

/** Picks entries; of a list that places extend those of the place the value is set for. */
function EntriesInput({ parameter, offered, value = [], ...control }: EntriesProps) {
  const label = useLabel();
  const place = Form.useWatch<string | undefined>('regionPath') ?? null;
  const lists = useCodeLists();
  const field: Field | undefined =
    parameter.optionsFrom === null
      ? undefined
      : { kind: 'choice', label: '', labelEn: '', options: [], optionsFrom: parameter.optionsFrom };
  const options =
    field === undefined
      ? offered
      : lists.options(field, place, Date.now()).filter((one) => one.ended !== true || value.includes(one.value));
  return (
    <Select
      {...control}
      mode="multiple"
      value={[...value]}
      options={options.map((option) => ({ value: option.value, label: label(option) }))}
      showSearch={{ optionFilterProp: 'label' }}
    />
  );
}

/** The editor of each kind of value, with its bounds said and kept. */
function ValueItem({ parameter }: { readonly parameter: ParameterView }) {
  const t = useWords(WORDS);
  const { min, max, unit, kind } = parameter;
  const bounds = min === null || max === null ? undefined : t('bounds', { min, max });
  const check = async (_: unknown, value: Filled['value']) => {
    if (kind === 'number') {
      if (typeof value !== 'number') throw new Error(t('required', { field: t('newValue') }));
      if ((min !== null && value < min) || (max !== null && value > max))
        throw new Error(t('outOfBounds', { min: min ?? '', max: max ?? '' }));
    }
    if (kind === 'days') {
      const wrong = entriesOf(String(value ?? '')).find((day) => Number.isNaN(Date.parse(`${day}T00:00:00Z`)));
      if (wrong !== undefined) throw new Error(t('notDays', { day: wrong }));
    }
  };
  const chosen = parameter.options !== null;
  const extra = kind === 'days' ? t('perLineDay') : kind === 'list' && !chosen ? t('perLine') : bounds;
  return (
    <Form.Item name="value" label={t('newValue')} extra={extra} required rules={[{ validator: check }]}>
      {kind === 'number' ? (
        <InputNumber style={{ width: '100%' }} suffix={<Unit of={unit} />} />
      ) : kind === 'yes-no' ? (
        <Radio.Group
          options={[
            { value: true, label: t('yes') },
            { value: false, label: t('no') },
          ]}
        />
      ) : parameter.options !== null ? (
        <EntriesInput parameter={parameter} offered={parameter.options} />
      ) : (
        <Input.TextArea maxLength={LENGTHS.list} autoSize={{ minRows: 3, maxRows: 12 }} />
      )}
    </Form.Item>
  );
}
