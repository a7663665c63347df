import { LASTING, LEVELS, type Field, type FieldKind } from '@anlan/kernel/entity';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd';
import { useContext, useDeferredValue, useMemo, useState } from 'react';
import { api, query, recordPageSchema, useRegions, useSession } from '../api/index.ts';
import { FormPlace, useSelectOptions } from '../code-lists/lists.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { levelWord, RiskMark } from '../parts/index.ts';
import { useScope } from '../shell/index.ts';
import { entityByKey } from './entities.ts';
import { useRecord } from './queries.ts';
import styles from './RecordForm.module.css';
import { WORDS } from './words.ts';
import { useUnit } from '../language/units.ts';

/** What a form gives a control: its id for the label, its value and where changes go. */
export interface ControlProps<V> {
  readonly id?: string;
  readonly value?: V | null;
  readonly onChange?: (value: V | null) => void;
}

type Of<K extends FieldKind> = Extract<Field, { kind: K }>;

function ChoiceInput({ field, ...control }: { readonly field: Of<'choice'> } & ControlProps<string>) {
  const around = useContext(FormPlace);
  const place = Form.useWatch<string | undefined>('regionPath') ?? around;
  const options = useSelectOptions()(field, place, [control.value]);
  return (
    <Select
      {...control}
      options={options}
      allowClear={field.required !== true}
      showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
      onChange={(value: string | undefined) => control.onChange?.(value ?? null)}
    />
  );
}

function LevelInput({ value, onChange, id }: ControlProps<string>) {
  const { language } = useLanguage();
  return (
    <Radio.Group
      className={styles.levels ?? ''}
      id={id ?? ''}
      value={value ?? undefined}
      onChange={(event) => onChange?.(String(event.target.value))}
    >
      {LEVELS.map((level) => (
        <Radio key={level} value={level}>
          <span className={styles.level}>
            <RiskMark level={level} />
            {levelWord(level, 'risk', language)}
          </span>
        </Radio>
      ))}
    </Radio.Group>
  );
}

function YesNoInput({ value, onChange, id }: ControlProps<boolean>) {
  const t = useWords(WORDS);
  return (
    <Radio.Group id={id ?? ''} value={value ?? undefined} onChange={(event) => onChange?.(event.target.value === true)}>
      <Radio value={true}>{t('yes')}</Radio>
      <Radio value={false}>{t('no')}</Radio>
    </Radio.Group>
  );
}

/** Picks a registered record by name or pinyin initials. */
function ReferenceInput({ field, value, ...control }: { readonly field: Of<'reference'> } & ControlProps<string>) {
  const t = useWords(WORDS);
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const plural = entityByKey(field.entity)?.plural ?? field.entity;
  const current = useRecord(plural, value);
  const found = useQuery({
    queryKey: ['registry', plural, 'pick', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/${plural}${query({ search: wanted, size: 50 })}`, recordPageSchema, signal),
  });
  const options = (found.data?.rows ?? []).map((row) => ({ value: row.id, label: row.name }));
  if (current.data !== undefined && !options.some((option) => option.value === current.data.id))
    options.unshift({ value: current.data.id, label: current.data.name });
  return (
    <Select
      {...control}
      value={value}
      options={options}
      allowClear={field.required !== true}
      placeholder={t('pickRecord')}
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: setText }}
      onChange={(next: string | undefined) => control.onChange?.(next ?? null)}
    />
  );
}

/** Picks a region of the scope; an enterprise's people pick one of its supervisor's, which no scope switch lists for them. */
export function RegionInput({ value, ...control }: ControlProps<string>) {
  const t = useWords(WORDS);
  const organisation = useSession().scope.kind === 'organisation';
  const around = useRegions(null, organisation).data ?? [];
  const { regions: own } = useScope();
  const regions = organisation ? around : own;
  const placeName = useRegionName();
  const options = useMemo(() => {
    const names = new Map(regions.map((region) => [region.path, placeName(region.name)]));
    return regions.map((region) => {
      const parent = names.get(region.parentPath ?? '');
      const name = names.get(region.path);
      return { value: region.path, label: parent === undefined ? name : `${parent} / ${name}` };
    });
  }, [regions, placeName]);
  return (
    <Select
      {...control}
      value={value}
      options={options}
      placeholder={t('pickRegion')}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={(next: string) => control.onChange?.(next)}
    />
  );
}

/** What a value of each kind is while it is being filled in. */
interface Filled {
  readonly text: string;
  readonly number: number;
  readonly choice: string;
  readonly level: string;
  readonly 'yes-no': boolean;
  readonly date: string;
  readonly reference: string;
}

function TextControl({ field, value, onChange, ...rest }: { readonly field: Of<'text'> } & ControlProps<string>) {
  const max = field.max ?? 200;
  const shared = {
    ...rest,
    value: value ?? '',
    maxLength: max,
    onChange: (event: { target: { value: string } }) => onChange?.(event.target.value),
  };
  return max > 120 ? <Input.TextArea autoSize={{ minRows: 1, maxRows: 5 }} {...shared} /> : <Input {...shared} />;
}

function NumberControl({ field, value, onChange, ...rest }: { readonly field: Of<'number'> } & ControlProps<number>) {
  const unit = useUnit();
  const precision = field.integer === true ? { precision: 0 } : {};
  return (
    <InputNumber<number>
      {...rest}
      {...precision}
      style={{ width: '100%' }}
      value={value ?? null}
      suffix={field.unit === undefined ? undefined : unit(field.unit)}
      onChange={(next) => onChange?.(next)}
    />
  );
}

function DateControl({ field, value, onChange, ...rest }: { readonly field: Of<'date'> } & ControlProps<string>) {
  const t = useWords(WORDS);
  const lasts = field.lasting === true && value === LASTING;
  const day = (
    <Input
      type="date"
      {...rest}
      disabled={lasts}
      value={lasts ? '' : (value ?? '')}
      onChange={(event) => onChange?.(event.target.value === '' ? null : event.target.value)}
    />
  );
  if (field.lasting !== true) return day;
  return (
    <div className={styles.lasting}>
      {day}
      <Checkbox checked={lasts} onChange={(event) => onChange?.(event.target.checked ? LASTING : null)}>
        {t('lasting')}
      </Checkbox>
    </div>
  );
}

/** The control of each kind of field. */
const CONTROLS: { [K in FieldKind]: (field: Of<K>, control: ControlProps<Filled[K]>) => React.ReactNode } = {
  text: (field, control) => <TextControl field={field} {...control} />,
  number: (field, control) => <NumberControl field={field} {...control} />,
  choice: (field, control) => <ChoiceInput field={field} {...control} />,
  level: (_, control) => <LevelInput {...control} />,
  'yes-no': (_, control) => <YesNoInput {...control} />,
  date: (field, control) => <DateControl field={field} {...control} />,
  reference: (field, control) => <ReferenceInput field={field} {...control} />,
};

/** The control of a field; a form passes `id`, `value` and `onChange`. */
export function FieldInput({ field, ...control }: { readonly field: Field } & ControlProps<unknown>) {
  const draw = CONTROLS[field.kind] as unknown as (field: Field, control: ControlProps<unknown>) => React.ReactNode;
  return draw(field, control);
}
