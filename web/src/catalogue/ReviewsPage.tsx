import { articleLabel, type Review } from '@anlan/kernel/catalogue';
import { App, Button, Checkbox, Input, Popover } from 'antd';
import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { caseHref } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, RefusalNote, Table, whileSlow } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { useDecideReview, useReviews } from './law-queries.ts';
import { WORDS } from './law-words.ts';
import styles from './Laws.module.css';

/** Everything that cites what a new version changed, by law; each is changed or kept with a reason. */
export function ReviewsPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const [params] = useSearchParams();
  const [all, setAll] = useState(false);
  const reviews = useReviews({ caseId: params.get('case'), all });
  const groups = new Map<string, Review[]>();
  for (const review of reviews.data ?? [])
    groups.set(review.versionId, [...(groups.get(review.versionId) ?? []), review]);
  return (
    <Page title={t('reviewsTitle')}>
      <PageHead
        title={t('reviewsTitle')}
        note={t('reviewsNote')}
        crumbs={[{ label: t('title'), href: keep('/laws') }]}
        actions={
          <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>
            {t('allReviews')}
          </Checkbox>
        }
      />
      {reviews.isPending ? <Loading rows={8} /> : null}
      {reviews.isError && reviews.data === undefined ? (
        <Failed error={reviews.error} retry={() => void reviews.refetch()} />
      ) : null}
      {reviews.data !== undefined && reviews.data.length === 0 ? (
        <Card>
          <Empty
            icon={<ListChecks size={20} strokeWidth={1.6} />}
            title={t('reviewsNone')}
            note={t('reviewsNoneNote')}
          />
        </Card>
      ) : null}
      {[...groups.values()].map((rows) => (
        <Group key={rows[0]!.versionId} rows={rows} />
      ))}
    </Page>
  );
}

function Group({ rows }: { readonly rows: readonly Review[] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const [first] = rows as [Review, ...Review[]];
  const heads = [t('article'), t('what'), t('becomes'), t('target'), t('state'), t('case'), ''];
  return (
    <Card
      title={`${first.lawTitle} · ${first.version}`}
      note={t('validFrom', { date: first.validFrom })}
      extra={<Link to={keep(`/laws/${first.law}/diff?to=${first.versionId}`)}>{t('compare')}</Link>}
      flush
    >
      <Table heads={heads} testid="reviews">
        {rows.map((row) => (
          <tr key={row.id}>
            <td>{articleLabel(row.article)}</td>
            <td>
              <span className={styles.change} data-kind={row.change}>
                {t(row.change === 'repealed' ? 'repealedArticle' : row.change)}
              </span>
            </td>
            <td>
              {row.becomes === null ? (
                '—'
              ) : (
                <Link to={keep(`/laws/${row.law}/${row.becomes}`)}>{articleLabel(row.becomes)}</Link>
              )}
            </td>
            <td className={table.wide} title={`${row.targetCode} ${row.targetName}`}>
              {t(row.targetKind)} {row.targetCode} {row.targetName}
            </td>
            <td>
              {t(row.edited ? 'edited' : 'unedited')}
              {row.outdated === null || row.outdated === 0 ? null : (
                <span> · {t('outdated', { n: row.outdated })}</span>
              )}
            </td>
            <td>{row.caseId === null ? '—' : <Link to={keep(caseHref(row.caseId))}>{t('case')}</Link>}</td>
            <td>
              <Decision row={row} />
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

function Decision({ row }: { readonly row: Review }) {
  const t = useWords(WORDS);
  const { verbs } = useSession();
  const { message } = App.useApp();
  const decide = useDecideReview();
  const [note, setNote] = useState('');
  const [open, setOpen] = useState(false);
  if (row.outcome !== null)
    return (
      <span title={row.note ?? undefined}>
        {t(row.outcome === 'kept' ? 'keptOutcome' : 'editedOutcome')} · {row.by}
      </span>
    );
  if (!verbs.includes('catalogue.write')) return null;
  const go = (outcome: 'kept' | 'edited') =>
    decide.mutate(
      { id: row.id, outcome, note: note.trim() === '' ? null : note.trim() },
      { onSuccess: () => (setOpen(false), void message.success(t('reviewed'))) },
    );
  const form = (
    <div className={styles.stack} style={{ width: 280 }}>
      <Button type="primary" disabled={!row.edited} loading={whileSlow(decide.isPending)} onClick={() => go('edited')}>
        {t('doneEdit')}
      </Button>
      <Input.TextArea
        rows={2}
        maxLength={300}
        aria-label={t('reason')}
        placeholder={t('keepIt')}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button disabled={note.trim() === ''} loading={whileSlow(decide.isPending)} onClick={() => go('kept')}>
        {t('keptOutcome')}
      </Button>
      {decide.isError ? <RefusalNote error={decide.error} kept={false} /> : null}
    </div>
  );
  return (
    <Popover trigger="click" open={open} onOpenChange={setOpen} content={form} placement="left">
      <Button size="small">{t('decide')}</Button>
    </Popover>
  );
}
