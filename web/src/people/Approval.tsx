import { APPROVAL_ACTS, APPROVAL_STATES, roleOf, type ApprovalView } from '@anlan/kernel/access';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { Copy } from 'lucide-react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { RegionName } from '../language/RegionName.tsx';
import { RefusalNote, StatusWord, whileSlow, type WorkState } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import { APPROVAL_WORDS } from './approval-words.ts';
import styles from './People.module.css';

const STATES: Readonly<Record<ApprovalView['state'], WorkState>> = {
  waiting: 'wait',
  approved: 'done',
  refused: 'late',
  withdrawn: 'draft',
  expired: 'draft',
};

/** What is asked for: whose account, which role where, by whom and why; and what became of it. */
export function ApprovalFacts({ asked }: { readonly asked: ApprovalView }) {
  const t = useWords(APPROVAL_WORDS);
  const label = useLabel();
  const { account, name, reason, decision } = asked;
  const waiting = asked.state === 'waiting';
  const facts = [
    asked.secondFactor ? t('withFactor') : '',
    asked.from === null ? '' : t('from', { time: stampText(asked.from) }),
    asked.to === null ? '' : t('to', { time: stampText(asked.to) }),
    t('asked', { name: asked.askedBy, time: stampText(asked.askedAt) }),
    waiting ? t('until', { time: stampText(asked.expiresAt) }) : '',
    asked.decidedAt === null || (asked.decidedBy === null && !asked.atMachine)
      ? ''
      : t('decided', { name: asked.decidedBy ?? t('machine'), time: stampText(asked.decidedAt) }),
  ].filter((fact) => fact !== '');
  return (
    <>
      <b>{t('line', { act: label(APPROVAL_ACTS[asked.act]), name, account })}</b>
      <StatusWord state={STATES[asked.state]}>{label(APPROVAL_STATES[asked.state])}</StatusWord>
      <small>
        {label(roleOf(asked.role) ?? { label: asked.role })} ·{' '}
        {asked.scopeLabel === null ? t('everywhere') : <RegionName of={asked.scopeLabel} />} · {facts.join(' · ')}
      </small>
      {reason === '' ? null : <small>{t('reason', { reason })}</small>}
      {decision === null ? null : <small>{t('opinionOf', { text: decision })}</small>}
    </>
  );
}

const decidedSchema = z.object({ code: z.string().nullable() });
export interface Decision {
  readonly approve: boolean;
  readonly reason: string;
}
export type Deciding = UseMutationResult<z.infer<typeof decidedSchema>, Error, Decision>;

/** Sends a decision to an address, with what that address needs beside it. */
export function useDecision(path: string, more: object = {}): Deciding {
  return useMutation({
    mutationFn: (wish: Decision) => api.post(path, { ...more, ...wish }, decidedSchema),
  });
}

/** Approve, or refuse with a reason; afterwards the code, this once. */
export function DecideForm({ asked, decision }: { readonly asked: ApprovalView; readonly decision: Deciding }) {
  const t = useWords(APPROVAL_WORDS);
  const [form] = Form.useForm<{ reason?: string }>();
  const { name } = asked;
  const code = decision.data?.code;
  if (decision.isSuccess)
    return code == null ? (
      <p className={styles.note} role="status">
        {decision.variables.approve ? t('done') : t('refused')}
      </p>
    ) : (
      <div className={styles.link} role="status">
        <b>{t('code')}</b>
        <code data-testid="approval-code" className={styles.code}>
          {code}
        </code>
        <small>{t('codeNote', { name })}</small>
        <div>
          <Button size="small" icon={<Copy size={14} />} onClick={() => void navigator.clipboard.writeText(code)}>
            {t('copy')}
          </Button>
        </div>
      </div>
    );
  const send = (approve: boolean) => decision.mutate({ approve, reason: form.getFieldValue('reason') ?? '' });
  return (
    <Form form={form} layout="vertical" requiredMark={false} aria-label={t('decide')} onFinish={() => send(true)}>
      <p className={styles.note}>{t('verify', { name })}</p>
      <Form.Item name="reason" label={t('opinion')}>
        <Input.TextArea rows={2} maxLength={500} placeholder={t('opinionHint')} />
      </Form.Item>
      {decision.isError ? <RefusalNote error={decision.error} /> : null}
      <div className={styles.acts}>
        <Button type="primary" htmlType="submit" loading={whileSlow(decision.isPending)}>
          {t('approve')}
        </Button>
        <Button danger disabled={decision.isPending} onClick={() => send(false)}>
          {t('refuse')}
        </Button>
      </div>
    </Form>
  );
}

/** After an act on an administrator's account: nothing is done yet. */
export function AskedNote() {
  const t = useWords(APPROVAL_WORDS);
  return (
    <div className={styles.link} role="status">
      <b>{t('sent')}</b>
      <small>{t('sentNote')}</small>
    </div>
  );
}
