import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { CircleCheck } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { z } from 'zod';
import { api, usePlatform } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Empty, Failed, Loading, RefusalNote, whileSlow } from '../parts/index.ts';
import { Entrance } from './Entrance.tsx';
import styles from './Entrance.module.css';
import { WORDS } from './words.ts';

const whoSchema = z.object({
  account: z.string(),
  name: z.string(),
  passwordLength: z.number(),
  code: z.boolean(),
});

interface Chosen {
  readonly password: string;
  readonly code?: string;
}

/** A person chooses their own password by the one-time link the security administrator gave them. */
export function ResetPage() {
  const t = useWords(WORDS);
  const [search] = useSearchParams();
  const token = search.get('token') ?? '';
  const platform = usePlatform();
  const who = useQuery({
    queryKey: ['link', token],
    staleTime: Infinity,
    queryFn: () => api.post('/session/link', { token: token === '' ? '-' : token }, whoSchema),
  });
  const save = useMutation({
    mutationFn: ({ password, code }: Chosen) =>
      api.post('/session/reset', { token, password, ...(code === undefined ? {} : { code }) }, whoSchema),
  });
  return (
    <Entrance platform={platform.data} jurisdiction={platform.data?.jurisdictions[0]} title={t('reset')}>
      {who.isPending ? <Loading /> : null}
      {who.isError ? <Failed error={who.error} /> : null}
      {save.isSuccess ? (
        <Empty
          icon={<CircleCheck size={20} strokeWidth={1.6} />}
          title={t('chosen')}
          note={t('chosenNote')}
          action={<Link to="/sign-in">{t('toSignIn')}</Link>}
        />
      ) : null}
      {who.data === undefined || save.isSuccess ? null : (
        <>
          <p className={styles.lead}>{t('resetFor', { name: who.data.name, account: who.data.account })}</p>
          <Form layout="vertical" requiredMark={false} onFinish={(values: Chosen) => save.mutate(values)}>
            <input type="text" autoComplete="username" value={who.data.account} readOnly hidden />
            {who.data.code ? (
              <Form.Item
                name="code"
                label={t('approvalCode')}
                extra={t('approvalCodeHelp')}
                rules={[{ required: true, whitespace: true, message: t('required') }]}
              >
                <Input size="large" autoComplete="off" autoCapitalize="characters" maxLength={40} />
              </Form.Item>
            ) : null}
            <Form.Item
              name="password"
              label={t('newPassword')}
              extra={t('passwordHelp', { length: who.data.passwordLength })}
              rules={[{ required: true, message: t('required') }]}
            >
              <Input.Password size="large" autoComplete="new-password" maxLength={128} />
            </Form.Item>
            <Form.Item
              name="again"
              label={t('again')}
              dependencies={['password']}
              rules={[
                ({ getFieldValue }) => ({
                  validator: (_, value) =>
                    value === getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error(t('differs'))),
                }),
              ]}
            >
              <Input.Password size="large" autoComplete="new-password" maxLength={128} />
            </Form.Item>
            {save.isError ? (
              <div className={styles.gap}>
                <RefusalNote error={save.error} />
              </div>
            ) : null}
            <Button type="primary" size="large" htmlType="submit" block loading={whileSlow(save.isPending)}>
              {t('save')}
            </Button>
          </Form>
        </>
      )}
    </Entrance>
  );
}
