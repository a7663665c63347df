import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Account.module.css';
import { useAct, type Account } from './use-account.ts';
import { WORDS } from './words.ts';

interface Change {
  readonly current: string;
  readonly password: string;
}

/** The password: since when, until when, and changing it. */
export function Password({ account, due }: { readonly account: Account; readonly due: boolean }) {
  const t = useWords(WORDS);
  const [open, setOpen] = useState(due);
  const [done, setDone] = useState(false);
  const act = useAct<unknown>(() => (setOpen(false), setDone(true)));
  const since = account.passwordChangedAt;
  const until = account.passwordDueAt;
  const state = !account.hasPassword
    ? t('passwordNone')
    : since === null
      ? ''
      : until === null
        ? t('passwordSinceOnly', { since: stampText(since) })
        : t('passwordSince', { since: stampText(since), due: stampText(until) });
  const must = [{ required: true, message: t('required') }];
  return (
    <div className={styles.part}>
      <div className={styles.line}>
        <b>{t('password')}</b>
        <span>{done ? t('changed') : state}</span>
        {account.hasPassword && !open ? (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('change')}
          </Button>
        ) : null}
      </div>
      {open ? (
        <Form<Change>
          layout="vertical"
          requiredMark={false}
          onFinish={(values) => act.mutate(() => api.post('/account/password', values, z.unknown()))}
        >
          <input type="text" autoComplete="username" value={account.account} readOnly hidden />
          <div className={styles.pair}>
            <Form.Item name="current" label={t('current')} rules={must}>
              <Input.Password autoComplete="current-password" maxLength={128} />
            </Form.Item>
            <Form.Item name="password" label={t('fresh')} rules={must}>
              <Input.Password autoComplete="new-password" maxLength={128} />
            </Form.Item>
          </div>
          <p className={styles.note}>
            {t('passwordRule', { n: account.limits.passwordHistory, length: account.limits.passwordLength })}
          </p>
          {act.isError ? <RefusalNote error={act.error} kept={false} /> : null}
          <div className={styles.acts}>
            <Button type="primary" htmlType="submit" loading={whileSlow(act.isPending)}>
              {t('save')}
            </Button>
            <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
          </div>
        </Form>
      ) : null}
    </div>
  );
}
