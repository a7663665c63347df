import { noticeSchema, type AlarmDetail, type Notice } from '@anlan/kernel/alarm';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { api, useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import styles from './Desk.module.css';
import { WORDS } from './words.ts';

/** The notice that the reader's own government has of an alarm. */
export function useOwnNotice(detail: AlarmDetail | undefined): Notice | undefined {
  const { scope, verbs } = useSession();
  if (!verbs.includes('alarm.supervise') || scope.kind !== 'region') return undefined;
  return detail?.notices?.find((notice) => notice.regionPath === scope.path);
}

/** A government's own answers to an alarm: seen, and telling the enterprise what to do. Neither answers for the enterprise. */
export function NoticeBar({ detail }: { readonly detail: AlarmDetail }) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [text, setText] = useState('');
  const notice = useOwnNotice(detail);
  const act = useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body: object }) =>
      api.post(`/notices/${notice?.id}/${path}`, body, noticeSchema),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['alarms', 'detail', detail.alarm.id] });
      setAsking(false);
    },
  });
  if (notice === undefined || detail.alarm.response === 'closed') return null;
  const supervise = () => act.mutate({ path: 'supervise', body: { text: text.trim() } });
  return (
    <div className={styles.notice} data-testid="notice-bar">
      <span>{notice.seenAt === null ? t('noticeWaits') : t('noticeNote')}</span>
      {notice.seenAt === null ? (
        <Button
          type="primary"
          loading={whileSlow(act.isPending)}
          onClick={() => act.mutate({ path: 'seen', body: {} })}
          data-testid="notice-seen"
        >
          {t('noticeSee')}
        </Button>
      ) : null}
      <Button onClick={() => (act.reset(), setAsking(true))} data-testid="notice-supervise">
        {t('supervise')}
      </Button>
      {asking ? null : <RefusalNote error={act.error} kept={false} />}
      {asking ? (
        <Modal
          open
          title={t('supervise')}
          okText={t('supervise')}
          cancelText={t('logCancel')}
          onCancel={() => setAsking(false)}
          onOk={supervise}
          okButtonProps={{ disabled: text.trim() === '', loading: whileSlow(act.isPending) }}
        >
          <p className={styles.quiet}>{t('superviseNote')}</p>
          <Input.TextArea
            autoFocus
            rows={3}
            maxLength={500}
            value={text}
            aria-label={t('superviseWhat')}
            placeholder={t('superviseWhat')}
            onChange={(event) => setText(event.target.value)}
          />
          <RefusalNote error={act.error} />
        </Modal>
      ) : null}
    </div>
  );
}
