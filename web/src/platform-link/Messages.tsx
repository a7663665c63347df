import {
  type LinkMessage,
  type LinkView,
  MESSAGE_KINDS,
  MESSAGE_STATES,
  URGE_ANSWERS,
} from '@anlan/kernel/platform-link';
import { Button, Checkbox, Input, InputNumber, Modal, Radio } from 'antd';
import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, DeadlinePie, Empty, RefusalNote, Scroll, StatusWord, type WorkState } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import styles from './Links.module.css';
import { useReply, useUrge } from './queries.ts';
import { WORDS } from './words.ts';

const LOOKS: Readonly<Record<LinkMessage['state'], WorkState>> = {
  waiting: 'wait',
  sent: 'doing',
  open: 'doing',
  answering: 'wait',
  answered: 'done',
  late: 'late',
};

interface Of {
  readonly link: LinkView;
  readonly message: LinkMessage;
}

/** Everything said on a link but positions, with what may be done about it. */
export function Messages({ link, messages }: { readonly link: LinkView; readonly messages: readonly LinkMessage[] }) {
  const t = useWords(WORDS);
  return (
    <Card title={t('said')} note={t('saidNote')} flush>
      {messages.length === 0 ? (
        <Empty icon={<MessagesSquare size={20} strokeWidth={1.6} />} title={t('nothingSaid')} />
      ) : (
        <Scroll>
          <table className={table.table}>
            <tbody>
              {messages.map((message) => (
                <Row key={message.id} link={link} message={message} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Card>
  );
}

function Row({ link, message }: Of) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { kind, direction, state, text, title, plate, at, dueAt, answer, answeredBy } = message;
  const unanswered = state === 'open' || state === 'sent';
  const shown =
    kind === 'query' || kind === 'text' ? text : [plate, title, text === title ? '' : text].filter(Boolean).join(' ');
  return (
    <tr data-testid="link-message" data-kind={kind} data-direction={direction} data-state={state}>
      <td>{stampText(at)}</td>
      <td>
        {t(direction)} · {label(MESSAGE_KINDS[kind])} #{message.number}
      </td>
      <td className={styles.text}>
        {shown}
        {answer === null ? null : <small> {t('answered', { by: answeredBy ?? '—', text: answer })}</small>}
      </td>
      <td>
        {kind === 'alarm' && state === 'open' ? (
          <StatusWord state="doing">{t('arrived')}</StatusWord>
        ) : (
          <StatusWord state={LOOKS[state]}>{label(MESSAGE_STATES[state])}</StatusWord>
        )}{' '}
        {unanswered && dueAt !== null ? <DeadlinePie dueAt={dueAt} since={at} /> : null}
      </td>
      <td>
        <Acts link={link} message={message} />
      </td>
    </tr>
  );
}

function Acts({ link, message }: Of) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const answers = useMay('link.answer');
  const [open, setOpen] = useState<'urge' | 'reply' | null>(null);
  const { kind, direction, state, alarmId, urged } = message;
  const close = (): void => setOpen(null);
  const mayReply =
    direction === 'in' && (kind === 'query' || kind === 'urge') && (state === 'open' || state === 'late');
  const mayUrge = direction === 'in' && kind === 'alarm' && link.role === 'upper' && !urged;
  return (
    <span className={styles.row}>
      {alarmId === null ? null : <Link to={keep(`/desk?alarm=${alarmId}`)}>{t('toAlarm')}</Link>}
      {answers && mayUrge ? (
        <Button size="small" onClick={() => setOpen('urge')}>
          {t('urge')}
        </Button>
      ) : null}
      {answers && mayReply ? (
        <Button size="small" type="primary" onClick={() => setOpen('reply')}>
          {t('answer')}
        </Button>
      ) : null}
      {open === 'urge' ? <UrgeForm link={link} message={message} close={close} /> : null}
      {open === 'reply' ? <ReplyForm link={link} message={message} close={close} /> : null}
    </span>
  );
}

function UrgeForm({ link, message, close }: Of & { readonly close: () => void }) {
  const t = useWords(WORDS);
  const urge = useUrge(link.id, message.id);
  const [minutes, setMinutes] = useState(30);
  const [urgent, setUrgent] = useState(true);
  return (
    <Modal
      open
      title={t('urgeTitle')}
      okText={t('send')}
      cancelText={t('cancel')}
      confirmLoading={urge.isPending}
      onOk={() => urge.mutate({ minutes, urgent }, { onSuccess: close })}
      onCancel={close}
    >
      <div className={styles.form}>
        <p>
          {message.plate} {message.title} {message.text}
        </p>
        <label>
          {t('minutes')}
          <InputNumber value={minutes} min={1} max={1440} onChange={(value) => setMinutes(value ?? 30)} />
        </label>
        <Checkbox checked={urgent} onChange={(event) => setUrgent(event.target.checked)}>
          {t('urgent')}
        </Checkbox>
        {urge.isError ? <RefusalNote error={urge.error} kept /> : null}
      </div>
    </Modal>
  );
}

function ReplyForm({ link, message, close }: Of & { readonly close: () => void }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const reply = useReply(link.id, message.id);
  const [text, setText] = useState('');
  const [result, setResult] = useState(0);
  const inWords = message.kind === 'query';
  return (
    <Modal
      open
      title={t('answerTitle', { text: message.text })}
      okText={t('send')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: inWords && text.trim() === '' }}
      confirmLoading={reply.isPending}
      onOk={() => reply.mutate(inWords ? { text: text.trim() } : { result }, { onSuccess: close })}
      onCancel={close}
    >
      <div className={styles.form}>
        {inWords ? (
          <Input
            autoFocus
            aria-label={t('answer')}
            value={text}
            maxLength={200}
            onChange={(e) => setText(e.target.value)}
          />
        ) : (
          <Radio.Group
            aria-label={t('result')}
            value={result}
            onChange={(event) => setResult(event.target.value as number)}
            options={URGE_ANSWERS.map((one, value) => ({ value, label: label(one) }))}
          />
        )}
        {reply.isError ? <RefusalNote error={reply.error} kept /> : null}
      </div>
    </Modal>
  );
}
