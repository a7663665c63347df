import { articleLabel, type LawDiff } from '@anlan/kernel/catalogue';
import { Checkbox, Select } from 'antd';
import { GitCompareArrows } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, Table } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { useDiff, useLaw } from './law-queries.ts';
import { WORDS } from './law-words.ts';
import styles from './Laws.module.css';
import { partsOf } from './text-diff.ts';

const KINDS = ['changed', 'new', 'repealed', 'renumbered', 'same'] as const;

/** Two versions of a law side by side, article by article. */
export function DiffPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { key = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const [all, setAll] = useState(false);
  const diff = useDiff(key, params.get('from'), params.get('to'));
  const law = useLaw(key, null);
  const set = (name: string, value: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set(name, value);
      return next;
    });
  const options = (law.data?.versions ?? []).map((one) => ({ value: one.id, label: `${one.name} · ${one.validFrom}` }));
  const title = `${law.data?.title ?? ''} ${t('diffTitle')}`;
  return (
    <Page title={title}>
      <PageHead
        title={title}
        crumbs={[
          { label: t('title'), href: keep('/laws') },
          { label: law.data?.title ?? key, href: keep(`/laws/${key}`) },
        ]}
        actions={
          diff.data === undefined ? null : (
            <>
              <Select
                aria-label="from"
                style={{ minWidth: 180 }}
                value={diff.data.before.id}
                options={options}
                onChange={(id) => set('from', id)}
              />
              →
              <Select
                aria-label="to"
                style={{ minWidth: 180 }}
                value={diff.data.after.id}
                options={options}
                onChange={(id) => set('to', id)}
              />
            </>
          )
        }
      />
      {diff.isPending ? <Loading rows={10} /> : null}
      {diff.isError && law.data?.versions.length === 1 ? (
        <Card>
          <Empty icon={<GitCompareArrows size={20} strokeWidth={1.6} />} title={t('diffNone')} />
        </Card>
      ) : null}
      {diff.isError && law.data?.versions.length !== 1 ? <Failed error={diff.error} /> : null}
      {diff.data === undefined ? null : (
        <Card
          title={
            <span className={styles.counts}>
              {KINDS.map((kind) => (
                <span key={kind}>
                  {t(kind === 'repealed' ? 'repealedArticle' : kind)} <b>{diff.data.counts[kind] ?? 0}</b>
                </span>
              ))}
            </span>
          }
          extra={
            <Checkbox checked={!all} onChange={(event) => setAll(!event.target.checked)}>
              {t('onlyChanges')}
            </Checkbox>
          }
          flush
        >
          <Rows diff={diff.data} all={all} />
        </Card>
      )}
    </Page>
  );
}

function Rows({ diff, all }: { readonly diff: LawDiff; readonly all: boolean }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const shown = diff.changes.filter(({ kind }) => all || kind !== 'same');
  return (
    <Table heads={[t('what'), diff.before.name, diff.after.name]} testid="law-diff" look={styles.diff}>
      {shown.map((change) => {
        const { kind, from, to, before, after, cited } = change;
        const parts = kind === 'changed' ? partsOf(before ?? '', after ?? '') : [];
        return (
          <tr key={`${from}>${to}`}>
            <td>
              <span className={styles.change} data-kind={kind}>
                {t(kind === 'repealed' ? 'repealedArticle' : kind)}
              </span>
              {cited === 0 || from === null ? null : (
                <>
                  {' '}
                  <Link to={keep(`/laws/${diff.key}/${from}?version=${diff.before.id}`)}>
                    {t('cited', { n: cited })}
                  </Link>
                </>
              )}
            </td>
            <td>
              {from === null ? '—' : <b>{articleLabel(from)}　</b>}
              {kind === 'changed'
                ? parts
                    .filter((part) => part.kind !== 'ins')
                    .map((part, at) => (part.kind === 'del' ? <del key={at}>{part.text}</del> : part.text))
                : before}
            </td>
            <td>
              {to === null ? '—' : <b>{articleLabel(to)}　</b>}
              {kind === 'changed'
                ? parts
                    .filter((part) => part.kind !== 'del')
                    .map((part, at) => (part.kind === 'ins' ? <ins key={at}>{part.text}</ins> : part.text))
                : kind === 'renumbered'
                  ? t('same')
                  : after}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}
