import type { RiskControl } from '@anlan/systems/prevention';
import { Button } from 'antd';
import { Link, useParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { useLanguage, usePair } from '../language/index.tsx';
import { Card, Facts, Failed, levelWord, Loading, numberText, PageHead, Reveal, RiskTag } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { styles, useT } from './parts.tsx';
import { useControl } from './queries.ts';
import { CONTROLS, OBJECTS } from './words.ts';
import { Assessments, NewAssessment } from './AssessmentsCard.tsx';
import { Checks, Dangers } from './HistoryCards.tsx';
import { Measures } from './MeasuresCard.tsx';

/** How one risk is held: grade with its method, owner, measures and their checks, assessments, dangers (S64). */
export function RiskPointPage() {
  const { id = '' } = useParams();
  const t = useT();
  const keep = useKeepScope();
  const control = useControl(id);
  const { verbs } = useSession();
  const writes = verbs.includes('registry.write');
  const found = control.data;
  return (
    <Page title={found?.point.name ?? t('point')}>
      <PageHead
        title={found?.point.name ?? t('point')}
        note={found?.point.hazard}
        crumbs={[
          { label: t('title'), href: keep('/prevention/control') },
          ...(found === undefined
            ? []
            : [{ label: found.point.enterpriseName ?? '—', href: keep(`/control/${found.point.enterpriseId}`) }]),
        ]}
        actions={
          <>
            <Link to={keep(`/registry/risk-points/${id}`)}>
              <Button>{t('register')}</Button>
            </Link>
            {writes ? <NewAssessment id={id} /> : null}
          </>
        }
      />
      {control.isPending ? <Loading rows={8} /> : null}
      {control.isError && found === undefined ? (
        <Failed error={control.error} retry={() => void control.refetch()} />
      ) : null}
      {found === undefined ? null : (
        <div className={styles.columns}>
          <div className={styles.column}>
            <Measures control={found} writes={writes} />
            <Assessments control={found} />
          </div>
          <div className={styles.column}>
            <Standing control={found} />
            <Checks control={found} />
            <Dangers control={found} />
          </div>
        </div>
      )}
    </Page>
  );
}

function Standing({ control: { point } }: { readonly control: RiskControl }) {
  const t = useT();
  const pair = usePair();
  const { language } = useLanguage();
  return (
    <Card title={<RiskTag level={point.level} />}>
      <Facts
        rows={[
          [t('object'), pair(OBJECTS, point.object)],
          [t('method'), point.method],
          [t('score'), point.score === null ? null : numberText(point.score, 1)],
          [t('computed'), point.computedLevel === null ? null : levelWord(point.computedLevel, 'risk', language)],
          [
            t('control'),
            <span key="control" className={point.unowned ? (styles.late ?? '') : ''}>
              {pair(CONTROLS, point.control)}
            </span>,
          ],
          [
            t('responsible'),
            <span key="responsible">
              {point.responsible ?? '—'}
              <Reveal
                path={`/dual-prevention/points/${point.id}`}
                queryKey={['dual', `/dual-prevention/points/${point.id}`]}
              />
            </span>,
          ],
          [
            t('reviewedOn'),
            point.reviewedOn === null
              ? t('notReviewed')
              : point.reviewDue
                ? `${point.reviewedOn} · ${t('review')}`
                : point.reviewedOn,
          ],
        ]}
      />
    </Card>
  );
}
