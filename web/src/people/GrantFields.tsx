import { OFFICES, ROLES } from '@anlan/kernel/access';
import type { Option } from '@anlan/kernel/entity';
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Radio, Select } from 'antd';
import { SYSTEMS } from '@anlan/systems';
import { useDeferredValue, useState } from 'react';
import { z } from 'zod';
import { api, query, useRegions, useSession } from '../api/index.ts';
import { useOptions } from '../code-lists/lists.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import styles from './People.module.css';
import { WORDS } from './words.ts';

/** What the fields of a grant give. Dates are `YYYY-MM-DD` of the browser's zone. */
export interface GrantWish {
  readonly role: string;
  readonly kind: 'region' | 'organisation' | 'participant';
  readonly regionPath?: string;
  readonly organisationId?: string;
  readonly sectors?: readonly string[];
  readonly fromDay?: string;
  readonly toDay?: string;
  readonly reason?: string;
}

/** The request of a grant: a day begins at its midnight, and an end day is over at the next. */
export function grantBody({ kind, fromDay, toDay, regionPath, organisationId, sectors, ...wish }: GrantWish): object {
  const midnight = (day: string, later = 0): number => new Date(`${day}T00:00:00`).getTime() + later;
  return {
    ...wish,
    ...(kind === 'organisation' ? { organisationId } : { regionPath }),
    ...(kind === 'region' && sectors !== undefined ? { sectors } : {}),
    ...(kind === 'participant' ? { participant: true } : {}),
    ...(fromDay === undefined || fromDay === '' ? {} : { from: midnight(fromDay) }),
    ...(toDay === undefined || toDay === '' ? {} : { to: midnight(toDay, 86_400_000) }),
  };
}

const enterpriseSector = SYSTEMS.flatMap((system) => system.entities).find((entity) => entity.key === 'enterprise')
  ?.fields['sector'];

/** The trades a grant may be narrowed to. */
export function useSectors(): readonly Option[] {
  return useOptions()(enterpriseSector);
}

/** Role, scope and dates of a grant; `roles` = those that may be chosen, left out = all. */
export function GrantFields({ roles }: { readonly roles?: readonly string[] | undefined }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const sectors = useSectors();
  const kind = Form.useWatch<GrantWish['kind']>('kind') ?? 'region';
  const role = Form.useWatch<string | undefined>('role') ?? '';
  const must = [{ required: true, message: t('required') }];
  return (
    <>
      <Form.Item
        name="role"
        label={t('role')}
        rules={must}
        extra={OFFICES.includes(role) ? t('twoPersons') : undefined}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={ROLES.filter(({ key }) => roles?.includes(key) ?? true).map((role) => ({
            value: role.key,
            label: label(role),
          }))}
        />
      </Form.Item>
      <Form.Item
        name="kind"
        label={t('where')}
        initialValue="region"
        extra={kind === 'participant' ? t('participantNote') : undefined}
      >
        <Radio.Group
          optionType="button"
          options={[
            { value: 'region', label: t('region') },
            { value: 'organisation', label: t('enterprise') },
            { value: 'participant', label: t('participant') },
          ]}
        />
      </Form.Item>
      {kind === 'organisation' ? (
        <Form.Item name="organisationId" label={t('enterprise')} rules={must}>
          <EnterpriseSelect />
        </Form.Item>
      ) : (
        <Form.Item name="regionPath" label={t('region')} rules={must}>
          <RegionSelect />
        </Form.Item>
      )}
      {kind === 'region' ? (
        <Form.Item name="sectors" label={t('sectors')}>
          <Select
            mode="multiple"
            allowClear
            placeholder={t('sectorsHint')}
            options={sectors.map((sector) => ({ value: sector.value, label: label(sector) }))}
          />
        </Form.Item>
      ) : null}
      <div className={styles.pair}>
        <Form.Item name="fromDay" label={t('from')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="toDay" label={t('to')} extra={t('toOpen')}>
          <Input type="date" />
        </Form.Item>
      </div>
      <Form.Item name="reason" label={t('reason')} rules={[{ ...must[0]!, whitespace: true }]}>
        <Input.TextArea rows={2} maxLength={500} placeholder={t('reasonHint')} />
      </Form.Item>
    </>
  );
}

interface SelectProps {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  /** Only regions under this one. */
  readonly under?: string | undefined;
}

export function RegionSelect({ under, ...control }: SelectProps) {
  const session = useSession();
  const regions = useRegions(under ?? session.scope.path).data ?? [];
  const placeName = useRegionName();
  return (
    <Select
      {...control}
      showSearch={{ optionFilterProp: 'label' }}
      options={regions.map((region) => ({ value: region.path, label: placeName(region.name) }))}
    />
  );
}

function EnterpriseSelect(control: SelectProps) {
  const [text, setText] = useState('');
  const search = useDeferredValue(text);
  const found = useQuery({
    queryKey: ['people', 'organisations', search],
    queryFn: ({ signal }) =>
      api.get(
        `/people/organisations${query({ search })}`,
        z.array(z.object({ id: z.string(), name: z.string() })),
        signal,
      ),
  });
  return (
    <Select
      {...control}
      showSearch={{ filterOption: false, onSearch: setText }}
      options={(found.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}
