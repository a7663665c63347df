import { PUBLICATION_KINDS, PUBLICATION_STATES, type PublicationState } from '@anlan/kernel/publication';
import { may } from '@anlan/kernel/access';
import { Button, Segmented } from 'antd';
import { Megaphone } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import docs from '../document/Documents.module.css';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, Pager, Table } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { usePublications } from './queries.ts';
import { WORDS } from './words.ts';

const TONE: Record<PublicationState, string> = {
  drafted: 'wait',
  rejected: 'soon',
  published: 'done',
  withdrawn: 'late',
};
const SIZE = 50;

/** What is to be published and what is; the notices addressed to the reader, unread ones first. */
export function PublicationsPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const session = useSession();
  const [params, setParams] = useSearchParams();
  const state = params.get('state') ?? '';
  const page = Number(params.get('page') ?? 1);
  const wish = state === 'inbox' ? { inbox: 'yes' } : { state, page, size: SIZE };
  const found = usePublications(wish);
  const counts = found.data?.states ?? {};
  return (
    <Page title={t('publications')}>
      <PageHead
        title={t('publications')}
        note={t('note')}
        actions={
          may({ role: session.role.key }, 'publication.write') ? (
            <Link to={keep('/publications/new')}>
              <Button type="primary">{t('create')}</Button>
            </Link>
          ) : undefined
        }
      />
      <div className={docs.filters}>
        <Segmented
          value={state}
          onChange={(value) => setParams(value === '' ? {} : { state: value })}
          options={[
            { value: '', label: t('all') },
            ...(Object.keys(PUBLICATION_STATES) as PublicationState[]).map((key) => ({
              value: key as string,
              label: `${label(PUBLICATION_STATES[key])} ${counts[key] ?? ''}`,
            })),
            { value: 'inbox', label: t('inbox') },
          ]}
        />
      </div>
      {found.isPending ? <Loading rows={6} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : (
        <Card flush>
          {found.data.rows.length === 0 ? (
            <Empty icon={<Megaphone size={20} strokeWidth={1.6} />} title={t('none')} />
          ) : (
            <Table heads={[t('title'), t('kind'), t('state'), t('place'), t('readers'), t('when')]} look={docs.table}>
              {found.data.rows.map((row) => (
                <tr key={row.id}>
                  <td title={row.title} className={docs.what}>
                    <Link to={keep(`/publications/${row.id}`)}>{row.title}</Link>
                  </td>
                  <td>{label(PUBLICATION_KINDS[row.kind])}</td>
                  <td>
                    <span className={docs.tag} data-tone={TONE[row.state]}>
                      {label(PUBLICATION_STATES[row.state])}
                    </span>
                  </td>
                  <td>{row.place}</td>
                  <td>{row.recipients === 0 ? '—' : `${row.read} / ${row.recipients}`}</td>
                  <td>{stampText(row.publishedAt ?? row.draftedAt).slice(0, 16)}</td>
                </tr>
              ))}
            </Table>
          )}
          <Pager
            page={page}
            size={SIZE}
            total={found.data.total}
            go={(next) => setParams({ ...(state === '' ? {} : { state }), page: String(next) })}
          />
        </Card>
      )}
    </Page>
  );
}
