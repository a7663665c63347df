import type { Field } from '@anlan/kernel/entity';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { api, query, recordPageSchema } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { entityByKey, useRecord } from '../registry/index.tsx';
import type { ControlProps } from '../registry/inputs.tsx';
import { WORDS } from './words.ts';

interface PickProps extends ControlProps<string> {
  readonly field: Extract<Field, { kind: 'reference' }>;
  /** Enterprise that the form is about: what enterprises own is offered of this one only. */
  readonly enterprise: string | null;
}

/** A record's name with its region. */
function named({ data }: { readonly data: { readonly label: string; readonly note: string } }) {
  return (
    <span>
      {data.label} <small style={{ color: 'var(--ink-3)' }}>{data.note}</small>
    </span>
  );
}

/** Picks a registered record by name or pinyin initials; what belongs to an enterprise, of the form's enterprise. */
export function ReferencePick({ field, enterprise, value, onChange, ...rest }: PickProps) {
  const t = useWords(WORDS);
  const region = useRegionName();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const entity = entityByKey(field.entity);
  const plural = entity?.plural ?? field.entity;
  const owned = entity?.ownerField;
  const waits = owned !== undefined && enterprise === null;
  const narrow = owned === undefined || enterprise === null ? {} : { [owned]: enterprise };
  const current = useRecord(plural, value);
  const wish = query({ search: wanted, size: 50, ...narrow });
  const found = useQuery({
    queryKey: ['registry', plural, 'pick', wish],
    enabled: !waits,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/${plural}${wish}`, recordPageSchema, signal),
  });
  const options = (found.data?.rows ?? []).map((row) => ({
    value: row.id,
    label: row.name,
    note: region(row.regionName ?? ''),
  }));
  if (current.data !== undefined && !options.some((option) => option.value === current.data.id))
    options.unshift({ value: current.data.id, label: current.data.name, note: region(current.data.regionName ?? '') });
  return (
    <Select
      {...rest}
      value={value ?? null}
      options={options}
      disabled={waits}
      allowClear={field.required !== true}
      placeholder={waits ? t('pickFirst') : owned === undefined ? t('pick') : t('pickOf')}
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: setText }}
      optionRender={named}
      onChange={(next: string | null | undefined) => onChange?.(next ?? null)}
    />
  );
}
