import { LINK_ROLES, type LinkDetail, type LinkView } from '@anlan/kernel/platform-link';
import { App, Button, Input, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Facts, Failed, Loading, PageHead, RefusalNote } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText, timeText } from '../time/index.ts';
import { Exchange } from './Exchange.tsx';
import { Frames } from './Frames.tsx';
import { LinkForm } from './LinkForm.tsx';
import styles from './Links.module.css';
import { Messages } from './Messages.tsx';
import { useAsk, useLink, useRetireLink } from './queries.ts';
import { Channels } from './Standing.tsx';
import { Vehicles } from './Vehicles.tsx';
import { WORDS } from './words.ts';

/** One link: its two connections, what is said on it, its vehicles, its last frames. */
export function LinkPage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const found = useLink(id);
  return (
    <Page title={found.data?.link.name ?? t('title')}>
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Shown detail={found.data} />}
    </Page>
  );
}

function Shown({ detail }: { readonly detail: LinkDetail }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const label = useLabel();
  const { link, messages } = detail;
  return (
    <>
      <PageHead
        title={link.name}
        note={label(LINK_ROLES[link.role])}
        crumbs={[{ label: t('title'), href: keep('/platform-links') }]}
        actions={<Acts link={link} />}
      />
      <Card>
        <Channels link={link} />
      </Card>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Messages link={link} messages={messages} />
          <Frames link={link} />
        </div>
        <div className={styles.column}>
          <Agreement link={link} />
          <Vehicles detail={detail} />
          <Exchange detail={detail} />
        </div>
      </div>
    </>
  );
}

function Acts({ link }: { readonly link: LinkView }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const navigate = useNavigate();
  const writes = useMay('link.write');
  const answers = useMay('link.answer');
  const retire = useRetireLink();
  const [open, setOpen] = useState<'edit' | 'query' | 'text' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      {answers && link.role === 'upper' ? (
        <>
          <Button onClick={() => setOpen('text')}>{t('askText')}</Button>
          <Button type="primary" onClick={() => setOpen('query')}>
            {t('askCheck')}
          </Button>
        </>
      ) : null}
      {writes ? (
        <>
          <Popconfirm
            title={t('retireSure')}
            onConfirm={() => retire.mutate(link.id, { onSuccess: () => void navigate(keep('/platform-links')) })}
          >
            <Button danger>{t('retire')}</Button>
          </Popconfirm>
          <Button onClick={() => setOpen('edit')}>{t('edit')}</Button>
        </>
      ) : null}
      {open === 'edit' ? <LinkForm known={link} close={close} /> : null}
      {open === 'query' || open === 'text' ? <AskForm link={link} kind={open} close={close} /> : null}
    </>
  );
}

function AskForm({ link, kind, close }: { readonly link: LinkView; readonly kind: 'query' | 'text'; close(): void }) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const ask = useAsk(link.id);
  const [text, setText] = useState('');
  return (
    <Modal
      open
      title={t(kind === 'query' ? 'askCheck' : 'askText')}
      okText={t('send')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: text.trim() === '' }}
      confirmLoading={ask.isPending}
      onOk={() =>
        ask.mutate(
          { kind, text: text.trim() },
          {
            onSuccess: () => {
              void message.success(t('send'));
              close();
            },
          },
        )
      }
      onCancel={close}
    >
      <Input
        autoFocus
        aria-label={t('askTitle')}
        placeholder={t('askHint')}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
      />
      {ask.isError ? <RefusalNote error={ask.error} kept /> : null}
    </Modal>
  );
}

function Agreement({ link }: { readonly link: LinkView }) {
  const t = useWords(WORDS);
  const { standing } = link;
  const time = (at: number | null | undefined): string | null => (at == null ? null : stampText(at));
  const notice = standing?.notice ?? null;
  const of = (seconds: number): string => timeText(seconds * 1000);
  return (
    <Card title={t('facts')}>
      <Facts
        rows={[
          [t('edition'), `JT/T 809—${link.edition}`],
          [t('code'), String(link.accessCode)],
          [t('user'), String(link.userId)],
          [t('peer'), link.peerPort == null ? link.peerHost : `${link.peerHost}:${link.peerPort}`],
          ...(link.role === 'lower' ? [[t('own'), link.ownHost ?? null] as const] : []),
          [t('encryption'), t(link.encrypted ? 'yes' : 'no')],
          [t('lastIn'), time(standing?.main.lastIn)],
          [t('lastOut'), time(standing?.main.lastOut)],
          ...(link.role === 'lower' ? [[t('forwardedUntil'), time(link.forwardedUntil)] as const] : []),
          ...(notice === null
            ? []
            : [
                [
                  t('notice'),
                  t('noticeText', { n: notice.count, from: of(notice.start), to: of(notice.end) }),
                ] as const,
              ]),
        ]}
      />
    </Card>
  );
}
