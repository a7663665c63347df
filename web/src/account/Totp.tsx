import { Button, Form, Input, QRCode } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import styles from './Account.module.css';
import { useAct, type Account } from './use-account.ts';
import { WORDS } from './words.ts';

const enrolmentSchema = z.object({ secret: z.string(), uri: z.string() });
const recoverySchema = z.object({ recovery: z.array(z.string()) });
type Step =
  | { readonly enrolment: z.infer<typeof enrolmentSchema> }
  | { readonly recovery: readonly string[] }
  | { readonly removing: true };

/** The authenticator: QR code drawn in the page, confirmed by a code of it; recovery codes shown once. */
export function Totp({ account }: { readonly account: Account }) {
  const t = useWords(WORDS);
  const [step, setStep] = useState<Step>();
  const begin = useAct<z.infer<typeof enrolmentSchema>>((enrolment) => setStep({ enrolment }));
  const confirm = useAct<z.infer<typeof recoverySchema>>(({ recovery }) => setStep({ recovery }));
  const remove = useAct<unknown>(() => setStep(undefined));
  return (
    <div className={styles.part}>
      <div className={styles.line}>
        <b>{t('totp')}</b>
        <span>{account.totp ? t('totpOn', { n: account.recoveryLeft }) : t('totpOff')}</span>
        {step !== undefined ? null : account.totp ? (
          <Button size="small" onClick={() => setStep({ removing: true })}>
            {t('remove')}
          </Button>
        ) : (
          <Button
            size="small"
            loading={whileSlow(begin.isPending)}
            onClick={() => begin.mutate(() => api.post('/account/totp', {}, enrolmentSchema))}
          >
            {t('totpBegin')}
          </Button>
        )}
      </div>
      {begin.isError ? <RefusalNote error={begin.error} kept={false} /> : null}
      {step !== undefined && 'enrolment' in step ? (
        <div className={styles.enrol}>
          <div role="img" aria-label={t('qr')}>
            <QRCode value={step.enrolment.uri} type="svg" size={168} errorLevel="M" />
          </div>
          <div>
            <p className={styles.note}>{t('totpScan')}</p>
            <p>
              {t('totpKey')}{' '}
              <span className={styles.key} data-testid="totp-secret">
                {step.enrolment.secret}
              </span>
            </p>
            <CodeForm
              act={confirm}
              label={t('confirm')}
              submit={(code) => confirm.mutate(() => api.post('/account/totp/confirm', { code }, recoverySchema))}
            />
          </div>
        </div>
      ) : null}
      {step !== undefined && 'recovery' in step ? (
        <div className={styles.once} role="status">
          <b>{t('recovery')}</b>
          <div className={styles.codes}>
            {step.recovery.map((code) => (
              <span key={code}>{code}</span>
            ))}
          </div>
          <small>{t('recoveryNote')}</small>
          <div>
            <Button size="small" onClick={() => setStep(undefined)}>
              {t('kept')}
            </Button>
          </div>
        </div>
      ) : null}
      {step !== undefined && 'removing' in step ? (
        <CodeForm
          act={remove}
          label={t('removeTotp')}
          submit={(code) => remove.mutate(() => api.post('/account/totp/remove', { code }, z.unknown()))}
          cancel={() => setStep(undefined)}
        />
      ) : null}
    </div>
  );
}

interface CodeFormProps {
  readonly act: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown };
  readonly label: string;
  readonly submit: (code: string) => void;
  readonly cancel?: () => void;
}

function CodeForm({ act, label, submit, cancel }: CodeFormProps) {
  const t = useWords(WORDS);
  return (
    <Form layout="vertical" requiredMark={false} onFinish={({ code }: { code: string }) => submit(code)}>
      <Form.Item name="code" label={t('code')} rules={[{ required: true, message: t('required') }]}>
        <Input autoComplete="one-time-code" maxLength={20} />
      </Form.Item>
      {act.isError ? <RefusalNote error={act.error} kept={false} /> : null}
      <div className={styles.acts}>
        <Button type="primary" htmlType="submit" loading={whileSlow(act.isPending)}>
          {label}
        </Button>
        {cancel === undefined ? null : <Button onClick={cancel}>{t('cancel')}</Button>}
      </div>
    </Form>
  );
}
