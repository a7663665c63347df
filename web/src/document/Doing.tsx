import type { DocumentDetail, Signature } from '@anlan/kernel/document';
import { App, Button, Input } from 'antd';
import { FileSignature } from 'lucide-react';
import { useState } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, RefusalNote, whileSlow } from '../parts/index.ts';
import styles from './Documents.module.css';
import { useDocumentAct, type ActSent } from './queries.ts';
import { deviceName, SignaturePad } from './SignaturePad.tsx';
import { WORDS } from './words.ts';

const NEEDS_REASON = new Set(['return', 'revoke']);
const NEEDS_SIGNATURE = new Set(['serve', 'sign']);
export type ActWord = 'approve' | 'return' | 'issue' | 'serve' | 'read' | 'sign' | 'revoke';
const PRIMARY = ['approve', 'issue', 'sign', 'serve'];

export function Doing({ detail }: { readonly detail: DocumentDetail }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { message } = App.useApp();
  const [open, setOpen] = useState<ActWord | null>(null);
  const act = useDocumentAct(detail);
  const offered = detail.may.filter(
    (one) => one.act !== 'edit' && !(one.act === 'read' && detail.document.readAt !== null),
  );
  const allowed = offered.filter((one) => one.allowed);
  const barred = offered.filter((one) => !one.allowed);
  const first = PRIMARY.find((key) => allowed.some((one) => one.act === key));
  const send = (sent: ActSent) =>
    act.mutate(sent, {
      onSuccess: () => {
        setOpen(null);
        void message.success(t('done', { act: t(sent.act as ActWord) }));
      },
    });
  const begin = (key: ActWord) => {
    act.reset();
    if (NEEDS_REASON.has(key) || NEEDS_SIGNATURE.has(key)) setOpen(open === key ? null : key);
    else send({ act: key, ...(key === 'approve' && { contentSha256: detail.contentSha256 }) });
  };
  return (
    <Card title={t('toDo')}>
      <div className={styles.acts} role="group" aria-label={t('toDo')}>
        {allowed.length === 0 ? <p className={styles.hint}>{barred.length === 0 ? t('nothing') : '—'}</p> : null}
        {allowed.map(({ act: key }) => (
          <Button
            key={key}
            type={key === first ? 'primary' : 'default'}
            danger={key === 'revoke'}
            loading={whileSlow(act.isPending && act.variables?.act === key)}
            onClick={() => begin(key as ActWord)}
          >
            {t(key as ActWord)}
          </Button>
        ))}
      </div>
      {open !== null && NEEDS_REASON.has(open) ? <ReasonForm act={open} pending={act.isPending} send={send} /> : null}
      {open !== null && NEEDS_SIGNATURE.has(open) ? <SignForm act={open} pending={act.isPending} send={send} /> : null}
      {act.isError ? <RefusalNote error={act.error} kept /> : null}
      {barred.length === 0 ? null : (
        <ul className={styles.barred} aria-label={t('cannot')}>
          {barred.map(({ act: key, why }) => (
            <li key={key}>
              <b>{t(key as ActWord)}</b>　{why?.[language]}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

interface FormProps {
  readonly act: ActWord;
  readonly pending: boolean;
  readonly send: (sent: ActSent) => void;
}

function ReasonForm({ act, pending, send }: FormProps) {
  const t = useWords(WORDS);
  const [reason, setReason] = useState('');
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send({ act, reason });
      }}
    >
      <Input.TextArea
        autoFocus
        rows={3}
        maxLength={500}
        aria-label={t('reason')}
        placeholder={t('reasonAsk', { act: t(act) })}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {act === 'revoke' ? <p className={styles.hint}>{t('ends')}</p> : null}
      <Button
        htmlType="submit"
        type="primary"
        danger={act === 'revoke'}
        loading={whileSlow(pending)}
        disabled={reason.trim() === ''}
      >
        {t('confirm')}
      </Button>
    </form>
  );
}

function SignForm({ act, pending, send }: FormProps) {
  const t = useWords(WORDS);
  const [strokes, setStrokes] = useState<Signature>([]);
  const [refused, setRefused] = useState(false);
  const [reason, setReason] = useState('');
  const ready = refused ? reason.trim() !== '' : strokes.length > 0;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send(refused ? { act, how: 'refused', reason } : { act, signature: strokes, device: deviceName() });
      }}
    >
      <b>{t(act === 'serve' ? 'serveTitle' : 'signTitle')}</b>
      {refused ? (
        <Input.TextArea
          rows={3}
          maxLength={500}
          aria-label={t('refusedWhy')}
          placeholder={t('refusedWhy')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      ) : (
        <SignaturePad value={strokes} change={setStrokes} />
      )}
      {act === 'serve' ? (
        <Button type="link" onClick={() => setRefused(!refused)}>
          {t('refusedSign')}
        </Button>
      ) : null}
      <p className={styles.hint}>{t('signNote')}</p>
      <Button
        htmlType="submit"
        type="primary"
        size="large"
        icon={<FileSignature size={17} aria-hidden />}
        loading={whileSlow(pending)}
        disabled={!ready}
      >
        {t(act === 'serve' ? 'confirmServe' : 'confirm')}
      </Button>
    </form>
  );
}
