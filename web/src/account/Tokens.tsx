import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { api, useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, RefusalNote, whileSlow } from '../parts/index.ts';
import { useVerbs } from '../people/index.tsx';
import { stampText } from '../time/index.ts';
import styles from './Account.module.css';
import { useAct, type Account } from './use-account.ts';
import { WORDS } from './words.ts';

const madeSchema = z.object({ id: z.string(), token: z.string() });
interface Wish {
  readonly name: string;
  readonly verbs: readonly string[];
  readonly days: number;
}

/** Tokens for programs: named, for some matters, until a day; shown once. */
export function Tokens({ account }: { readonly account: Account }) {
  const t = useWords(WORDS);
  const { verbs } = useSession();
  const named = useVerbs();
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<string>();
  const make = useAct<z.infer<typeof madeSchema>>(({ token }) => (setMade(token), setOpen(false)));
  const revoke = useAct<unknown>();
  const must = [{ required: true, message: t('required') }];
  const used = (at: number | null) => (at === null ? t('tokenUnused') : t('tokenUsed', { time: stampText(at) }));
  return (
    <Card
      title={t('tokens')}
      note={t('tokensNote')}
      extra={
        open ? undefined : (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('tokenAdd')}
          </Button>
        )
      }
    >
      {made === undefined ? null : (
        <div className={styles.once} role="status">
          <b>{t('tokenShown')}</b>
          <code data-testid="token">{made}</code>
          <small>{t('tokenUse')}</small>
        </div>
      )}
      {open ? (
        <Form<Wish>
          layout="vertical"
          requiredMark={false}
          initialValues={{ days: Math.min(90, account.limits.tokenDays) }}
          onFinish={(wish) => make.mutate(() => api.post('/account/tokens', wish, madeSchema))}
        >
          <div className={styles.pair}>
            <Form.Item name="name" label={t('tokenName')} rules={must}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item name="days" label={t('tokenDays')} rules={must}>
              <InputNumber min={1} max={account.limits.tokenDays} precision={0} style={{ width: '100%' }} />
            </Form.Item>
          </div>
          <Form.Item name="verbs" label={t('matters')} rules={must}>
            <Select mode="multiple" options={verbs.map((verb) => ({ value: verb, label: named.one(verb) }))} />
          </Form.Item>
          {make.isError ? <RefusalNote error={make.error} /> : null}
          <div className={styles.acts}>
            <Button type="primary" htmlType="submit" loading={whileSlow(make.isPending)}>
              {t('save')}
            </Button>
            <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
          </div>
        </Form>
      ) : null}
      {account.tokens.length === 0 && made === undefined && !open ? <Empty title={t('tokenNone')} /> : null}
      {account.tokens.map((token) => (
        <div key={token.id} className={styles.line}>
          <b>{token.name}</b>
          <span title={named.all(token.verbs)}>
            {t('tokenFacts', { until: stampText(token.expiresAt), used: used(token.lastUsedAt) })}
          </span>
          <Button
            size="small"
            onClick={() => revoke.mutate(() => api.remove(`/account/tokens/${token.id}`, z.unknown()))}
          >
            {t('revoke')}
          </Button>
        </div>
      ))}
    </Card>
  );
}
