import { LENGTHS } from '@anlan/kernel/entity';
import { may } from '@anlan/kernel/access';
import { SYSTEMS } from '@anlan/systems';
import { type FirmNotification, postWords } from '@anlan/systems/prevention';
import { App, Button, Input, Segmented, Select } from 'antd';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { api, query, recordPageSchema, useSession } from '../api/index.ts';
import { newId } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, RefusalNote, whileSlow } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import styles from './Notification.module.css';
import { useFirm, usePublishCard, useSignCard } from './queries.ts';
import { SignBox } from './SignBox.tsx';
import { WORDS } from './words.ts';

/** One enterprise's cards and signatures as a page of its own, for who supervises. */
export function FirmNotificationPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { id = '' } = useParams();
  const found = useFirm(id);
  const name = found.data?.enterprise.name ?? t('firmTitle');
  return (
    <Page title={name}>
      <PageHead crumbs={[{ label: t('title'), href: keep('/notification') }]} title={name} />
      <FirmPage id={id} />
    </Page>
  );
}

/** Rate, cards, who has not signed; in the enterprise itself also publishing and signing. */
export function FirmPage({ id }: { readonly id: string }) {
  const found = useFirm(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.data === undefined) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return <Shown firm={found.data} />;
}

const WORKER = SYSTEMS.flatMap(({ entities }) => entities).find(({ key }) => key === 'worker');

function usePostWord(): (post: string) => string {
  const label = useLabel();
  return (post) => label(postWords(WORKER, post));
}

interface Signing {
  readonly workerId: string;
  readonly cardId: string;
  readonly requestId: string;
}

function Shown({ firm }: { readonly firm: FirmNotification }) {
  const t = useWords(WORDS);
  const session = useSession();
  const { message } = App.useApp();
  const own =
    session.scope.organisationId === firm.enterprise.id && may({ role: session.role.key }, 'notification.write');
  const [signing, setSigning] = useState<Signing | null>(null);
  const word = usePostWord();
  const sign = useSignCard();
  const worker = firm.unsigned.find((one) => one.workerId === signing?.workerId);
  const card = firm.cards.find((one) => one.id === signing?.cardId);
  return (
    <div className={styles.columns}>
      <div className={styles.side}>
        <Card title={t('rate')}>
          <p className={styles.rate}>
            <b>{firm.rate === null ? '—' : `${Math.floor(firm.rate * 100)}%`}</b>
            <span>
              {firm.signed} / {firm.employees}
            </span>
          </p>
        </Card>
        <Card title={t('cards')} note={String(firm.cards.length)}>
          <ul className={styles.cards}>
            {firm.cards.map((one) => (
              <li key={one.id}>
                <span>
                  <b>{one.title}</b>
                  <small>
                    {one.post === '' ? t('everybody') : word(one.post)} · {t('version', { n: one.version })} ·{' '}
                    {one.signed} / {one.concerned}
                  </small>
                </span>
                {one.documentId === null ? null : (
                  <a href={`/api/documents/${one.documentId}/file.pdf`} target="_blank" rel="noreferrer">
                    {t('openPdf')}
                  </a>
                )}
              </li>
            ))}
          </ul>
        </Card>
        {own ? <PublishForm firm={firm} /> : null}
      </div>
      <Card title={t('unsignedTitle')} note={String(firm.unsigned.length)} flush>
        {firm.unsigned.length === 0 ? (
          <Empty icon={<ShieldCheck size={20} strokeWidth={1.6} />} title={t('allSigned')} />
        ) : null}
        {signing !== null && worker !== undefined && card !== undefined ? (
          <SignBox
            key={signing.requestId}
            heading={t('signFor', { who: worker.name, what: card.title })}
            pins={worker.pin ? 'both' : 'set'}
            pending={sign.isPending}
            error={sign.error}
            cancel={() => setSigning(null)}
            send={(given) =>
              sign.mutate(
                { ...signing, ...given },
                { onSuccess: () => (setSigning(null), void message.success(t('done'))) },
              )
            }
          />
        ) : null}
        <ul className={styles.people} aria-label={t('unsignedTitle')}>
          {firm.unsigned.map((one) => (
            <li key={one.workerId}>
              <span>
                <b>{one.name}</b>
                <small>
                  {word(one.post)}
                  {one.cards.length === 0 ? ` · ${t('noCard')}` : ''}
                </small>
              </span>
              {own
                ? one.cards.map((cardId) => (
                    <Button
                      key={cardId}
                      onClick={() => (sign.reset(), setSigning({ workerId: one.workerId, cardId, requestId: newId() }))}
                    >
                      {t('sign')}
                    </Button>
                  ))
                : null}
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

function PublishForm({ firm }: { readonly firm: FirmNotification }) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const word = usePostWord();
  const publish = usePublishCard();
  const [kind, setKind] = useState<'post' | 'gas'>('post');
  const [post, setPost] = useState(firm.posts[0]?.post ?? '');
  const [points, setPoints] = useState<string[]>([]);
  const [emergency, setEmergency] = useState('');
  const [phone, setPhone] = useState('');
  const risks = useQuery({
    queryKey: ['notification', 'points', firm.enterprise.id],
    queryFn: ({ signal }) =>
      api.get(`/risk-points${query({ enterprise: firm.enterprise.id, size: 100 })}`, recordPageSchema, signal),
  });
  const ready = phone.trim() !== '' && (kind === 'gas' || points.length > 0);
  return (
    <Card title={t('publish')}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          const lines = emergency
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== '');
          publish.mutate(
            { kind, post, points, emergency: lines, phone },
            { onSuccess: () => (setPoints([]), void message.success(t('published'))) },
          );
        }}
      >
        <Segmented
          value={kind}
          onChange={setKind}
          options={(['post', 'gas'] as const).map((value) => ({ value, label: t(`kind_${value}`) }))}
        />
        <Select
          aria-label={t('post')}
          value={post}
          onChange={setPost}
          options={[
            { value: '', label: t('everybody') },
            ...firm.posts.map((one) => ({ value: one.post, label: `${word(one.post)}（${one.workers}）` })),
          ]}
        />
        <Select
          mode="multiple"
          aria-label={t('points')}
          placeholder={t('points')}
          value={points}
          onChange={setPoints}
          optionFilterProp="label"
          options={(risks.data?.rows ?? []).map((row) => ({ value: row.id, label: row.name }))}
        />
        <Input.TextArea
          maxLength={LENGTHS.list}
          rows={3}
          aria-label={t('emergency')}
          placeholder={t('emergency')}
          value={emergency}
          onChange={(event) => setEmergency(event.target.value)}
        />
        <Input
          aria-label={t('phone')}
          placeholder={t('phone')}
          maxLength={60}
          value={phone}
          onChange={(event) => setPhone(event.target.value)}
        />
        <p className={styles.quiet}>{t('again')}</p>
        {publish.isError ? <RefusalNote error={publish.error} kept /> : null}
        <Button type="primary" htmlType="submit" loading={whileSlow(publish.isPending)} disabled={!ready}>
          {t('publish')}
        </Button>
      </form>
    </Card>
  );
}
