import { LENGTHS } from '@anlan/kernel/entity';
import { Button, Form, Input, Popover } from 'antd';
import { KeyRound, Lock, User } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { useSignIn, type Entered } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import styles from './Entrance.module.css';
import { WORDS } from './words.ts';

interface PasswordFormProps {
  readonly enter: (lands: string) => void;
  /** Other ways in, below the button. */
  readonly children: ReactNode;
}

/** Account and password, then the code where one is in use. */
export function PasswordForm({ enter, children }: PasswordFormProps) {
  const t = useWords(WORDS);
  const signIn = useSignIn('/session');
  // An identity provider's answer comes back with the ticket in the fragment.
  const returned = /^#code=([\w-]+)$/.exec(useLocation().hash)?.[1];
  const [ticket, setTicket] = useState(returned);
  const go = (entered: Entered) => ('pending' in entered ? setTicket(entered.ticket) : enter(entered.lands));
  if (ticket !== undefined) return <CodeForm ticket={ticket} enter={enter} back={() => setTicket(undefined)} />;
  return (
    <>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={(values: { account: string; password: string }) => signIn.mutate(values, { onSuccess: go })}
      >
        <Form.Item name="account" label={t('account')} rules={[{ required: true, message: t('required') }]}>
          <Input
            maxLength={LENGTHS.line}
            size="large"
            prefix={<User size={16} strokeWidth={1.7} />}
            placeholder={t('accountHint')}
            autoComplete="username webauthn"
          />
        </Form.Item>
        <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('required') }]}>
          <Input.Password
            maxLength={LENGTHS.line}
            size="large"
            prefix={<Lock size={16} strokeWidth={1.7} />}
            autoComplete="current-password"
          />
        </Form.Item>
        <p className={styles.forgot}>
          <Popover trigger={['click']} arrow={false} content={<p className={styles.forgotNote}>{t('forgotNote')}</p>}>
            <button type="button">{t('forgot')}</button>
          </Popover>
        </p>
        {signIn.isError ? (
          <div className={styles.gap}>
            <RefusalNote error={signIn.error} kept={false} />
          </div>
        ) : null}
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          block
          loading={whileSlow(signIn.isPending)}
          style={{ fontWeight: 700 }}
        >
          {t('signIn')}
        </Button>
      </Form>
      {children}
    </>
  );
}

interface CodeFormProps {
  readonly ticket: string;
  readonly enter: (lands: string) => void;
  readonly back: () => void;
}

function CodeForm({ ticket, enter, back }: CodeFormProps) {
  const t = useWords(WORDS);
  const signIn = useSignIn('/session/code');
  const submit = ({ code }: { code: string }) =>
    signIn.mutate(
      { ticket, code },
      { onSuccess: (entered) => ('lands' in entered ? enter(entered.lands) : undefined) },
    );
  return (
    <Form layout="vertical" requiredMark={false} onFinish={submit} aria-label={t('codeTitle')}>
      <Form.Item
        name="code"
        label={t('code')}
        extra={t('codeHelp')}
        rules={[{ required: true, min: 6, message: t('required') }]}
      >
        <Input
          size="large"
          autoFocus
          prefix={<KeyRound size={16} strokeWidth={1.7} />}
          autoComplete="one-time-code"
          maxLength={20}
        />
      </Form.Item>
      {signIn.isError ? (
        <div className={styles.gap}>
          <RefusalNote error={signIn.error} kept={false} />
        </div>
      ) : null}
      <Button
        type="primary"
        size="large"
        htmlType="submit"
        block
        loading={whileSlow(signIn.isPending)}
        style={{ fontWeight: 700 }}
      >
        {t('confirm')}
      </Button>
      <p className={styles.forgot}>
        <button type="button" onClick={back}>
          {t('back')}
        </button>
      </p>
    </Form>
  );
}
