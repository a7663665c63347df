import { Segmented } from 'antd';
import type { RiskSpread } from '@anlan/systems/prevention';
import { Link } from 'react-router';
import { useState } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, levelWord, Loading, numberText, Pager, RiskMark, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { useUnheld } from './queries.ts';
import styles from './RisksPage.module.css';
import { WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

type Why = 'responsible' | 'measures' | 'review';
const WHYS: readonly Why[] = ['responsible', 'measures', 'review'];
const SIZE = 20;

interface UnheldProps {
  readonly region: string | null;
  readonly counts: RiskSpread['unheld'] | undefined;
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
      {found.data === undefined ? null : <Pager page={page} size={SIZE} total={found.data.total} go={setPage} />}
    </Card>
  );
}

function Rows({ rows }: { readonly rows: NonNullable<ReturnType<typeof useUnheld>['data']>['rows'] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { language } = useLanguage();
  const heads = [t('point'), t('enterprise'), t('area'), t('missing'), t('reviewed')];
  return (
    <Table heads={heads} look={styles.unheld}>
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
          <td>
            <RegionName of={row.regionName} />
          </td>
          <td>
            {row.missing.map((missing) => (
              <span key={missing} className={styles.missing}>
                {WHYS.includes(missing) ? t(`why_${missing}`) : missing}
              </span>
            ))}
          </td>
          <td>{row.reviewedOn ?? t('never')}</td>
        </tr>
      ))}
    </Table>
  );
}
