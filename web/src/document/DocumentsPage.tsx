import { LENGTHS } from '@anlan/kernel/entity';
import { DOCUMENT_STATES, type DocumentState, type DocumentView } from '@anlan/kernel/document';
import { Input, Segmented } from 'antd';
import { FileText } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, Pager, Scroll } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import styles from './Documents.module.css';
import { useDocuments } from './queries.ts';
import { StateTag } from './StateTag.tsx';
import { templateByKey } from './templates.ts';
import { WORDS } from './words.ts';

const SIZE = 50;

/** Official documents in scope by state, the newest first. */
export function DocumentsPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const [params, setParams] = useSearchParams();
  const state = params.get('state');
  const q = params.get('q') ?? '';
  const page = Number(params.get('page') ?? 1);
  const found = useDocuments({ state, q, page, size: SIZE });
  const set = (members: Readonly<Record<string, string | null>>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(members)) {
          if (value === null || value === '') next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: true },
    );
  const counts = found.data?.states ?? {};
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return (
    <Page title={t('documents')}>
      <PageHead title={t('documents')} note={t('note')} />
      <div className={styles.filters}>
        <Segmented
          value={state ?? ''}
          onChange={(value) => set({ state: value, page: null })}
          options={[
            { value: '', label: `${t('all')} ${total}` },
            ...(Object.keys(DOCUMENT_STATES) as DocumentState[]).map((key) => ({
              value: key as string,
              label: `${label(DOCUMENT_STATES[key])} ${counts[key] ?? 0}`,
            })),
          ]}
        />
        <Input.Search
          maxLength={LENGTHS.search}
          allowClear
          defaultValue={q}
          placeholder={t('search')}
          aria-label={t('search')}
          onSearch={(value) => set({ q: value.trim(), page: null })}
          className={styles.search}
        />
      </div>
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : (
        <Card flush>
          {found.data.rows.length === 0 ? (
            <Empty icon={<FileText size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
          ) : (
            <DocumentTable rows={found.data.rows} />
          )}
          <Pager page={page} size={SIZE} total={found.data.total} go={(next) => set({ page: String(next) })} />
        </Card>
      )}
    </Page>
  );
}

/** Documents as a table; on a phone each is a card. */
export function DocumentTable({
  rows,
  small = false,
}: {
  readonly rows: readonly DocumentView[];
  readonly small?: boolean;
}) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  return (
    <Scroll>
      <table className={`${table.table} ${styles.table}`} data-small={small}>
        <thead>
          <tr>
            {[t('title'), t('number'), t('state'), ...(small ? [] : [t('addressee'), t('issuer')]), t('when')].map(
              (head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const template = templateByKey(row.template);
            return (
              <tr key={row.id}>
                <td title={row.title} className={styles.what}>
                  <Link to={keep(`/documents/${row.id}`)}>{template === undefined ? row.title : label(template)}</Link>
                </td>
                <td>{row.number ?? <span className={styles.quiet}>{t('drafting')}</span>}</td>
                <td>
                  <StateTag state={row.state} />
                </td>
                {small ? null : (
                  <>
                    <td title={row.addressee}>{row.addressee}</td>
                    <td title={row.issuer}>{row.issuer}</td>
                  </>
                )}
                <td>{stampText(row.issuedAt ?? row.draftedAt).slice(0, 16)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
