import { noticeDetailSchema, noticePageSchema, PUBLICATION_KINDS } from '@anlan/kernel/publication';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { api, query } from '../api/index.ts';
import { BlocksView } from '../document/PaperView.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Empty, Failed, Loading } from '../parts/index.ts';
import { usePublicPlace } from '../public/place.tsx';
import { useTitle } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Public.module.css';
import { WORDS } from './public-words.ts';

const KINDS = ['major-danger-list', 'exposure', 'notice'] as const;

/** What the authorities have made public under the chosen place, the newest first. */
export function PublicNoticesPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  useTitle(t('notices'));
  const { place } = usePublicPlace();
  const [params, setParams] = useSearchParams();
  const kind = KINDS.find((one) => one === params.get('kind')) ?? null;
  const page = Math.max(1, Number(params.get('page') ?? 1) || 1);
  const wanted = query({ place: place?.path, kind, page, size: 20 });
  const found = useQuery({
    queryKey: ['public', 'notices', wanted],
    enabled: place !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/public/notices${wanted}`, noticePageSchema, signal),
  });
  const to = (members: Readonly<Record<string, string | null>>) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      for (const [key, value] of Object.entries(members)) {
        if (value === null) next.delete(key);
        else next.set(key, value);
      }
      return next;
    });
  return (
    <div className={styles.page}>
      <header className={styles.title}>
        <h1>{t('notices')}</h1>
        <p>{t('noticesNote')}</p>
      </header>
      <nav className={styles.kinds} aria-label={t('notices')}>
        {[null, ...KINDS].map((one) => (
          <button
            key={one ?? ''}
            type="button"
            aria-pressed={one === kind}
            onClick={() => to({ kind: one, page: null })}
          >
            {one === null ? t('all') : label(PUBLICATION_KINDS[one])}
          </button>
        ))}
      </nav>
      {found.isPending ? <Loading rows={6} /> : null}
      {found.isError ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data?.rows.length === 0 ? <Empty title={t('none')} /> : null}
      <ul className={styles.list}>
        {(found.data?.rows ?? []).map((notice) => (
          <li key={notice.id}>
            <Link to={`/public/notices/${notice.id}`} data-withdrawn={notice.withdrawnAt !== null}>
              <span>
                <b>{notice.title}</b>
                <small>
                  {label(PUBLICATION_KINDS[notice.kind])} · {notice.place} ·{' '}
                  {stampText(notice.publishedAt).slice(0, 10)}
                </small>
              </span>
              {notice.withdrawnAt === null ? null : <em>{t('withdrawn')}</em>}
            </Link>
          </li>
        ))}
      </ul>
      {found.data !== undefined && found.data.total > page * 20 ? (
        <button type="button" className={styles.plain} onClick={() => to({ page: String(page + 1) })}>
          {t('more')}
        </button>
      ) : null}
    </div>
  );
}

/** One notice as it was approved; of a withdrawn one only that, when and why. */
export function PublicNoticePage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const { id = '' } = useParams();
  const found = useQuery({
    queryKey: ['public', 'notice', id],
    queryFn: ({ signal }) => api.get(`/public/notices/${id}`, noticeDetailSchema, signal),
  });
  useTitle(found.data?.title ?? t('notices'));
  const notice = found.data;
  return (
    <div className={styles.page}>
      <Link to="/public/notices" className={styles.back}>
        {t('back')}
      </Link>
      {found.isPending ? <Loading rows={6} /> : null}
      {found.isError ? <Failed error={found.error} /> : null}
      {notice === undefined ? null : (
        <article className={styles.card}>
          <h1>{notice.title}</h1>
          <p className={styles.quiet}>
            {label(PUBLICATION_KINDS[notice.kind])} · {notice.place} · {stampText(notice.publishedAt).slice(0, 16)} ·{' '}
            {t('masked')}
          </p>
          {notice.withdrawnAt === null ? null : (
            <p className={styles.late} role="status">
              {t('withdrawnNote', { at: stampText(notice.withdrawnAt).slice(0, 16), why: notice.reason ?? '' })}
            </p>
          )}
          {notice.body === null ? null : <BlocksView blocks={notice.body.blocks} />}
        </article>
      )}
    </div>
  );
}
