import { Button, Segmented } from 'antd';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Link } from 'react-router';
import { useState } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, levelWord, Loading, numberText, RiskMark } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../shell/Table.module.css';
import { useUnheld, type Risks } from './queries.ts';
import styles from './RisksPage.module.css';
import { WORDS } from './words.ts';

type Why = 'responsible' | 'measures' | 'review';
const WHYS: readonly Why[] = ['responsible', 'measures', 'review'];
const SIZE = 20;

interface UnheldProps {
  readonly region: string | null;
  readonly counts: Risks['unheld'] | undefined;
}

/** 责任、措施未落实: risk points that nobody answers for, worst first. */
export function UnheldCard({ region, counts }: UnheldProps) {
  const t = useWords(WORDS);
  const [why, setWhy] = useState<Why>('responsible');
  const [page, setPage] = useState(1);
  const found = useUnheld({ region, why, page, size: SIZE });
  const count: Record<Why, number | undefined> = {
    responsible: counts?.noResponsible,
    measures: counts?.noMeasures,
    review: counts?.notReviewed,
  };
  const choose = (next: Why) => (setWhy(next), setPage(1));
  return (
    <Card title={t('unheld')} note={t('unheldNote')} flush>
      <div className={styles.tabs}>
        <Segmented<Why>
          value={why}
          onChange={choose}
          aria-label={t('missing')}
          options={WHYS.map((value) => ({ value, label: `${t(`why_${value}`)} ${numberText(count[value])}` }))}
        />
      </div>
      {found.isPending ? <Loading rows={6} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : found.data.rows.length === 0 ? (
        <Empty title={t('unheldNone')} note={t('unheldNoneNote')} />
      ) : (
        <Rows rows={found.data.rows} />
      )}
      {found.data === undefined || found.data.total <= SIZE ? null : (
        <Pager page={page} size={SIZE} shown={found.data.rows.length} total={found.data.total} go={setPage} />
      )}
    </Card>
  );
}

function Rows({ rows }: { readonly rows: NonNullable<ReturnType<typeof useUnheld>['data']>['rows'] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { language } = useLanguage();
  const heads = [t('point'), t('enterprise'), t('area'), t('missing'), t('reviewed')];
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${styles.unheld}`}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td title={row.name}>
                <span className={styles.name}>
                  <RiskMark level={row.level} label={levelWord(row.level, 'risk', language)} />
                  <Link to={keep(`/registry/risk-points/${row.id}`)}>{row.name}</Link>
                </span>
              </td>
              <td title={row.enterpriseName ?? ''}>
                <Link to={keep(`/registry/enterprises/${row.enterpriseId}`)}>{row.enterpriseName ?? '—'}</Link>
              </td>
              <td>{row.regionName ?? '—'}</td>
              <td>
                {row.missing.map((missing) => (
                  <span key={missing} className={styles.missing}>
                    {WHYS.includes(missing as Why) ? t(`why_${missing as Why}`) : missing}
                  </span>
                ))}
              </td>
              <td>{row.reviewedOn ?? t('never')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PagerProps {
  readonly page: number;
  readonly size: number;
  readonly shown: number;
  readonly total: number;
  readonly go: (page: number) => void;
}

/** Which rows these are, and the way to the others. */
export function Pager({ page, size, shown, total, go }: PagerProps) {
  const t = useWords(WORDS);
  const first = (page - 1) * size;
  return (
    <div className={styles.foot}>
      {t('range', { from: numberText(first + 1), to: numberText(first + shown), total: numberText(total) })}
      <Button
        size="small"
        type="text"
        aria-label={t('previous')}
        disabled={page <= 1}
        onClick={() => go(page - 1)}
        icon={<ChevronLeft size={16} aria-hidden />}
      />
      <Button
        size="small"
        type="text"
        aria-label={t('next')}
        disabled={first + shown >= total}
        onClick={() => go(page + 1)}
        icon={<ChevronRight size={16} aria-hidden />}
      />
    </div>
  );
}
