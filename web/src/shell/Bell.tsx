import { alarmViewSchema, decimalsOf } from '@anlan/kernel/alarm';
import { messageViewSchema, type MessageView } from '@anlan/kernel/notify';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Popover } from 'antd';
import { Bell as BellIcon, UserCheck } from 'lucide-react';
import { Link } from 'react-router';
import { useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { api, useSession } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Empty, Failed, Loading, levelWord, numberText, RiskMark } from '../parts/index.ts';
import { useLive } from '../live/index.ts';
import { APPROVAL_WORDS } from '../people/approval-words.ts';
import { useMyApprovals } from '../people/use-approvals.ts';
import { momentText, useNow } from '../time/index.ts';
import { useKeepScope } from './scope.ts';
import styles from './TopBar.module.css';
import { WORDS } from './words.ts';
import { useSpoken } from '../rules/index.ts';
import { useUnit } from '../language/units.ts';

const bellSchema = z.looseObject({
  alarms: z.array(alarmViewSchema),
  counts: z.looseObject({ unacknowledged: z.number() }),
});

/** Active alarms of the scope, for the bell and the phone's badge. */
export function useBell() {
  const session = useSession();
  return useQuery({
    queryKey: ['alarms', 'bell'],
    enabled: session.verbs.includes('alarm.read'),
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/alarms?state=active&limit=8', bellSchema, signal),
  });
}

const messagesSchema = z.object({ unread: z.number(), messages: z.array(messageViewSchema) });
const SOON_MS = 1500;

/** My unread messages; asked for again soon after anything happens, since whoever is told is decided after the event. */
function useMessages() {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const soon = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: ['messages', 'mine'] });
    }, SOON_MS);
  };
  useLive('event', soon);
  useLive('case', soon);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useQuery({
    queryKey: ['messages', 'mine'],
    refetchInterval: 30_000,
    queryFn: ({ signal }) => api.get('/messages?unread=1&limit=30', messagesSchema, signal),
  });
}

interface MessagesProps {
  readonly found: z.infer<typeof messagesSchema> | undefined;
  readonly onOpen: () => void;
}

function Messages({ found, onOpen }: MessagesProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const now = useNow(60_000);
  const client = useQueryClient();
  const read = useMutation({
    mutationFn: (ids: readonly string[]) => api.post('/messages/read', { ids }, z.unknown()),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['messages'] }),
  });
  if (found === undefined || found.messages.length === 0) return null;
  return (
    <>
      <div className={styles.bellFoot}>
        <b>{t('messagesUnread', { n: found.unread })}</b>
        <button
          type="button"
          className={styles.bellRead}
          onClick={() => read.mutate(found.messages.map(({ id }) => id))}
          data-testid="messages-read"
        >
          {t('markRead')}
        </button>
      </div>
      <div className={styles.bellMessages} data-testid="messages">
        {found.messages.map((message) => (
          <Link
            key={message.id}
            to={keep(hrefOf(message))}
            data-bold
            onClick={() => (read.mutate([message.id]), onOpen())}
          >
            <RiskMark level={(message.level ?? 'blue') as 'blue'} />
            <span style={{ minWidth: 0 }}>
              <b title={message.text}>{message.text}</b>
              <small>
                {message.gathered === 0 ? '' : `${t('gathered', { n: message.gathered })} · `}
                {message.why}
              </small>
            </span>
            <small>{momentText(message.at, now, language)}</small>
          </Link>
        ))}
      </div>
    </>
  );
}

/** Where what a message is about can be seen. */
function hrefOf({ topic, subjectId, thread, gathered }: MessageView): string {
  if (gathered > 0 && topic === 'case') return `/cases/${thread?.split(' ')[1] ?? ''}`;
  if (topic === 'alarm') return `/desk?alarm=${subjectId}`;
  if (topic === 'warning') return `/warnings/${subjectId}`;
  return topic === 'shared-alert' ? '/joint?tab=alerts' : `/case/${subjectId}`;
}

/** How many alarms nobody has acknowledged, and the newest of them. */
export function Bell() {
  const inUnit = useUnit();
  const t = useWords(WORDS);
  const a = useWords(APPROVAL_WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const say = useSpoken();
  const now = useNow(60_000);
  const [open, setOpen] = useState(false);
  const bell = useBell();
  const { data } = bell;
  const { verbs } = useSession();
  const reads = verbs.includes('alarm.read');
  const messages = useMessages();
  const unread = messages.data?.unread ?? 0;
  const approvals = useMyApprovals().length;
  const waiting = data?.counts.unacknowledged ?? 0;
  const close = () => setOpen(false);
  const list = (
    <div className={styles.bellList}>
      <Messages found={messages.data} onOpen={close} />
      {approvals === 0 ? null : (
        <Link to={keep('/people')} data-bold onClick={close}>
          <UserCheck size={14} strokeWidth={1.7} aria-hidden />
          <b>{a('turn', { n: approvals })}</b>
        </Link>
      )}
      {reads ? <b className={styles.bellHead}>{t('alarms')}</b> : null}
      {data?.alarms.map((alarm) => (
        <Link
          key={alarm.id}
          to={keep(`/desk?alarm=${alarm.id}`)}
          data-bold={alarm.response === 'unacknowledged'}
          onClick={close}
        >
          <RiskMark level={alarm.level} label={levelWord(alarm.level, 'alarm', language)} />
          <span style={{ minWidth: 0 }}>
            <b>
              {say(alarm).subjectName}{' '}
              {alarm.value === null
                ? alarm.label
                : `${numberText(Number(alarm.value.toFixed(decimalsOf(alarm.value, alarm.limit))))} ${inUnit(alarm.unit, alarm.value)}`}
            </b>
            <small>{say(alarm).placeName}</small>
          </span>
          <small>{momentText(alarm.raisedAt, now, language)}</small>
        </Link>
      ))}
      {data?.alarms.length === 0 ? <Empty title={t('noAlarms')} note={t('noAlarmsNote')} /> : null}
      {reads && data === undefined ? <NotKnown bell={bell} /> : null}
      <div className={styles.bellFoot}>
        {data === undefined ? <span /> : <span>{t('alarmsUnacknowledged', { n: waiting })}</span>}
        {reads ? (
          <Link
            to={keep('/desk')}
            onClick={close}
            style={{ display: 'inline', padding: 0, border: 0, color: 'var(--link)' }}
          >
            {t('openDesk')}
          </Link>
        ) : null}
      </div>
    </div>
  );
  if (!reads && unread + approvals === 0) return null;
  const badge = unread + approvals > 0 ? unread + approvals : waiting;
  const shown = badge > 99 ? '99+' : String(badge);
  // What stands on the button is part of its name: who speaks to the machine says what they see.
  const said = [
    ...(badge > 99 ? [shown] : []),
    t('messagesUnread', { n: unread }),
    ...(approvals === 0 ? [] : [a('turn', { n: approvals })]),
    ...(data === undefined ? [] : [t('alarmsUnacknowledged', { n: waiting })]),
  ].join(language === 'zh' ? '，' : ', ');
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger={['click']}
      placement="bottomRight"
      arrow={false}
      content={list}
    >
      <button type="button" className={styles.icon} aria-label={said} data-testid="bell">
        <BellIcon size={16} strokeWidth={1.7} aria-hidden />
        {badge > 0 ? <em aria-hidden>{shown}</em> : null}
      </button>
    </Popover>
  );
}

/** Before an answer nobody may read that there is no alarm. */
function NotKnown({ bell }: { readonly bell: ReturnType<typeof useBell> }) {
  return bell.isError ? <Failed error={bell.error} retry={() => void bell.refetch()} /> : <Loading rows={2} />;
}
