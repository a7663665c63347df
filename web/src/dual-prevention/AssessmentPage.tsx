import { useParams } from 'react-router';
import { useLanguage } from '../language/index.tsx';
import { Failed, Loading, PageHead, RiskTag } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { METHODS } from './methods.ts';
import { useT } from './parts.tsx';
import { useAssessment } from './queries.ts';
import { Sheet } from './Sheet.tsx';

/** The form of a method: steps of a job, items of a unit, deviations of a node, each scored with its working (S64). */
export function AssessmentPage() {
  const { id = '' } = useParams();
  const t = useT();
  const keep = useKeepScope();
  const { language } = useLanguage();
  const found = useAssessment(id);
  const one = found.data;
  return (
    <Page title={one?.title ?? t('assessments')}>
      <PageHead
        title={one?.title ?? t('assessments')}
        note={
          one === undefined ? undefined : language === 'zh' ? METHODS[one.method].label : METHODS[one.method].labelEn
        }
        crumbs={
          one === undefined
            ? []
            : [
                { label: one.enterpriseName ?? '—', href: keep(`/control/${one.enterpriseId}`) },
                { label: one.riskName, href: keep(`/control/points/${one.riskPoint}`) },
              ]
        }
        actions={one?.state === 'done' && one.level !== null ? <RiskTag level={one.level} /> : undefined}
      />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && one === undefined ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {one === undefined ? null : <Sheet key={`${one.id}/${one.version}`} one={one} />}
    </Page>
  );
}
