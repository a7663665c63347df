import { PUBLICATION_KINDS, PUBLICATION_STATES, type PublicationDetail } from '@anlan/kernel/publication';
import { may } from '@anlan/kernel/access';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useSession } from '../api/index.ts';
import docs from '../document/Documents.module.css';
import { BlocksView } from '../document/PaperView.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Facts, Failed, Loading, PageHead, RefusalNote, whileSlow } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { usePublication, usePublicationAct, type PublicationActSent } from './queries.ts';
import { WORDS } from './words.ts';

/** One publication: exactly what is or will be public, who approves it, who has read it. */
export function PublicationPage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const found = usePublication(id);
  return (
    <Page title={found.data?.publication.title ?? t('publications')}>
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Shown key={id} detail={found.data} />}
    </Page>
  );
}

function Shown({ detail }: { readonly detail: PublicationDetail }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const { publication, preview, recipients } = detail;
  const unread = recipients.filter((one) => one.readAt === null);
  const at = (time: number | null) => (time === null ? null : stampText(time).slice(0, 16));
  return (
    <>
      <PageHead
        crumbs={[
          { label: t('publications'), href: keep('/publications') },
          { label: label(PUBLICATION_KINDS[publication.kind]) },
        ]}
        title={publication.title}
        actions={
          publication.publishedAt === null || publication.kind === 'internal' ? undefined : (
            <a href={`/public/notices/${publication.id}`} target="_blank" rel="noreferrer">
              <Button>{t('public')}</Button>
            </a>
          )
        }
      />
      <div className={docs.columns}>
        <Card
          title={t(publication.kind === 'internal' ? 'draftView' : 'publicView')}
          note={publication.kind === 'internal' ? undefined : t('masked')}
        >
          <div data-testid="publication-preview">
            <BlocksView blocks={preview.blocks} />
          </div>
        </Card>
        <div className={docs.side}>
          <Doing detail={detail} />
          <Card title={t('facts')}>
            <Facts
              rows={[
                [t('state'), label(PUBLICATION_STATES[publication.state])],
                [t('place'), publication.place],
                [t('draftedBy'), `${publication.draftedBy} · ${at(publication.draftedAt)}`],
                [
                  t('publishedBy'),
                  publication.publishedBy === null
                    ? null
                    : `${publication.publishedBy} · ${at(publication.publishedAt)}`,
                ],
                [
                  t('withdrawnBy'),
                  publication.withdrawnBy === null
                    ? null
                    : `${publication.withdrawnBy} · ${at(publication.withdrawnAt)}`,
                ],
                [t('reason'), publication.reason],
              ]}
            />
            {publication.sourceKind === 'case' && publication.sourceId !== null ? (
              <Link to={keep(`/case/${publication.sourceId}`)}>{publication.sourceId.slice(0, 8)}</Link>
            ) : null}
          </Card>
          {recipients.length === 0 ? null : (
            <Card
              title={t('recipients')}
              note={unread.length === 0 ? t('allRead') : t('notRead', { n: unread.length })}
            >
              <Facts
                rows={recipients.map((one) => [`${one.name} · ${one.place}`, at(one.readAt) ?? t('unread')] as const)}
              />
            </Card>
          )}
        </div>
      </div>
    </>
  );
}

function Doing({ detail }: { readonly detail: PublicationDetail }) {
  const t = useWords(WORDS);
  const session = useSession();
  const { message } = App.useApp();
  const act = usePublicationAct(detail);
  const [reason, setReason] = useState('');
  const { state } = detail.publication;
  const approver = may({ role: session.role.key }, 'publication.approve');
  const send = (sent: PublicationActSent) =>
    act.mutate(sent, { onSuccess: () => (setReason(''), void message.success(t('done'))) });
  const decides = approver && (state === 'drafted' || state === 'published');
  if (!decides && !detail.unread) return null;
  return (
    <Card title={t('toDo')}>
      <div className={docs.form} style={{ marginTop: 0 }}>
        {detail.unread ? (
          <Button type="primary" onClick={() => send({ act: 'read' })} loading={whileSlow(act.isPending)}>
            {t('markRead')}
          </Button>
        ) : null}
        {decides ? (
          <>
            {state === 'drafted' && detail.mine ? <p className={docs.hint}>{t('own')}</p> : null}
            {state === 'drafted' ? (
              <Button
                type="primary"
                disabled={detail.mine}
                loading={whileSlow(act.isPending)}
                onClick={() => send({ act: 'approve' })}
              >
                {t('approve')}
              </Button>
            ) : null}
            <Input.TextArea
              rows={2}
              maxLength={500}
              aria-label={t('reason')}
              placeholder={t('reason')}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
            <Button
              danger
              disabled={reason.trim() === ''}
              onClick={() => send({ act: state === 'drafted' ? 'reject' : 'withdraw', reason })}
            >
              {t(state === 'drafted' ? 'reject' : 'withdraw')}
            </Button>
          </>
        ) : null}
        {act.isError ? <RefusalNote error={act.error} kept /> : null}
      </div>
    </Card>
  );
}
