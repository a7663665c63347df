import { ROLES } from '@anlan/kernel/access';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Facts, Failed, Loading, RefusalNote, whileSlow } from '../parts/index.ts';
import styles from './People.module.css';
import { WORDS } from './words.ts';

const NUMBERS = [
  'attempts',
  'lockMinutes',
  'passwordDays',
  'passwordHistory',
  'idleMinutes',
  'sessionHours',
  'linkHours',
  'delegationDays',
  'tokenDays',
] as const;
const policySchema = z.object({
  ...(Object.fromEntries(NUMBERS.map((key) => [key, z.number()])) as Record<(typeof NUMBERS)[number], z.ZodNumber>),
  twoFactorRoles: z.array(z.string()).nullable(),
});
type Policy = z.infer<typeof policySchema>;

/** Numbers of sign-in and session, changed with the audit's knowledge. */
export function PolicyCard() {
  const t = useWords(WORDS);
  const label = useLabel();
  const client = useQueryClient();
  const [editing, setEditing] = useState(false);
  const policy = useQuery({
    queryKey: ['people', 'policy'],
    queryFn: ({ signal }) => api.get('/people/policy', policySchema, signal),
  });
  const save = useMutation({
    mutationFn: (next: Policy) => api.patch('/people/policy', next, z.unknown()),
    onSuccess: () => (setEditing(false), client.invalidateQueries({ queryKey: ['people', 'policy'] })),
  });
  if (policy.isPending) return <Loading />;
  if (policy.isError) return <Failed error={policy.error} />;
  const roles = policy.data.twoFactorRoles?.map((key) =>
    label(ROLES.find((role) => role.key === key) ?? { label: key }),
  );
  const edit = (
    <Button size="small" onClick={() => setEditing(true)}>
      {t('edit')}
    </Button>
  );
  return (
    <Card title={t('policy')} extra={editing ? undefined : edit}>
      {editing ? (
        <Form<Policy>
          layout="vertical"
          requiredMark={false}
          initialValues={policy.data}
          onFinish={(next) =>
            save.mutate({
              ...next,
              twoFactorRoles: (next.twoFactorRoles ?? []).length === 0 ? null : next.twoFactorRoles,
            })
          }
        >
          <div className={styles.pair}>
            {NUMBERS.map((key) => (
              <Form.Item key={key} name={key} label={t(key)} rules={[{ required: true, message: t('required') }]}>
                <InputNumber min={0} precision={0} style={{ width: '100%' }} />
              </Form.Item>
            ))}
          </div>
          <Form.Item name="twoFactorRoles" label={t('twoFactorRoles')} extra={t('twoFactorDefault')}>
            <Select
              mode="multiple"
              allowClear
              options={ROLES.map((role) => ({ value: role.key, label: label(role) }))}
            />
          </Form.Item>
          {save.isError ? <RefusalNote error={save.error} /> : null}
          <div className={styles.acts}>
            <Button type="primary" htmlType="submit" loading={whileSlow(save.isPending)}>
              {t('save')}
            </Button>
            <Button onClick={() => setEditing(false)}>{t('cancel')}</Button>
          </div>
        </Form>
      ) : (
        <Facts
          columns={2}
          rows={[
            ...NUMBERS.map((key) => [t(key), policy.data[key]] as const),
            [t('twoFactorRoles'), roles?.join('、') ?? t('twoFactorDefault')],
          ]}
        />
      )}
    </Card>
  );
}
