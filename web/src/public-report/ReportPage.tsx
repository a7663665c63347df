import type { CaseKind } from '@anlan/kernel/case';
import type { PublicReport } from '@anlan/systems/prevention';
import { EyeOff } from 'lucide-react';
import { useParams } from 'react-router';
import { Actions } from '../case/Actions.tsx';
import { CaseFacts } from '../case/Facts.tsx';
import { CaseClock, CaseRows, CaseState, kindByKey, useFreshCases } from '../case/index.tsx';
import { Trail } from '../case/Trail.tsx';
import { useWords } from '../language/index.tsx';
import { RegionName } from '../language/RegionName.tsx';
import { AskButton, Card, Empty, Facts, Failed, Loading, PageHead } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Desk.module.css';
import { DossierCard, LikeCard, ReadingsCard } from './Dossier.tsx';
import { IdentityCard } from './Identity.tsx';
import { useReport } from './queries.ts';
import { RewardCard } from './Reward.tsx';
import { FollowForm, VerifyForm } from './Verify.tsx';
import { WORDS } from './words.ts';

/** One report for the authority: what was said, who may be asked, what comes next, what it became, the reward. */
export function PublicReportDeskPage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const found = useReport(id);
  useFreshCases(id);
  return (
    <Page title={found.data?.detail.case.title ?? t('title')}>
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Shown key={id} report={found.data} />}
    </Page>
  );
}

/** Acts with a form of their own: the ordinary form would leave half of it undone. */
const OWN_FORM = new Set(['verify']);

function Shown({ report }: { readonly report: PublicReport }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { detail, dossier, follow, may } = report;
  const { case: view } = detail;
  const kind = kindByKey('public-report') as CaseKind;
  const rest = { ...detail, actions: detail.actions.filter(({ key }) => !OWN_FORM.has(key)) };
  const mayVerify = detail.actions.some(({ key, allowed }) => key === 'verify' && allowed) && may.handle;
  return (
    <>
      <PageHead
        crumbs={[{ label: t('title'), href: keep('/public-reports') }, { label: view.number }]}
        title={view.title}
        note={<RegionName of={view.regionName} />}
      />
      <Facts
        columns={3}
        rows={[
          [t('state'), <CaseState key="state" view={view} />],
          [t('due'), <CaseClock key="due" view={view} />],
          [t('openedAt'), stampText(view.openedAt)],
        ]}
      />
      <div className={styles.columns}>
        <div className={styles.main}>
          {dossier === null ? (
            <Card>
              <Empty icon={<EyeOff size={20} strokeWidth={1.6} />} title={t('notHandler')} note={t('notHandlerNote')} />
            </Card>
          ) : (
            <DossierCard id={view.id} dossier={dossier} />
          )}
          {mayVerify && dossier !== null ? (
            <Card>
              <div className={styles.acts}>
                <AskButton label={t('verify')} primary>
                  {(close) => <VerifyForm report={report} dossier={dossier} close={close} />}
                </AskButton>
              </div>
            </Card>
          ) : null}
          {view.state === 'verified' && follow === null && may.handle && dossier !== null ? (
            <Card>
              <div className={styles.acts}>
                <AskButton label={t('handOn')} primary>
                  {(close) => <FollowForm report={report} dossier={dossier} close={close} />}
                </AskButton>
              </div>
            </Card>
          ) : null}
          {rest.actions.length === 0 ? null : <Actions kind={kind} detail={rest} />}
          <RewardCard report={report} />
          <Card title={t('matter')}>
            <CaseFacts kind={kind} detail={detail} />
          </Card>
        </div>
        <div className={styles.side}>
          {dossier === null ? null : <IdentityCard id={view.id} named={dossier.named} />}
          {dossier === null || dossier.like.length + dossier.merged.length === 0 ? null : (
            <LikeCard report={report} dossier={dossier} />
          )}
          {follow === null ? null : (
            <Card title={t('followedBy')} flush>
              <CaseRows rows={[follow]} withKind />
            </Card>
          )}
          <Card title={t('trail')} note={`${detail.trail.length}`}>
            <Trail kind={kind} detail={detail} />
          </Card>
          {dossier === null ? null : <ReadingsCard dossier={dossier} />}
        </div>
      </div>
    </>
  );
}
