import { ownerOf, supervisorLabel, type Supervisor, type CaseDetail, type CaseKind } from '@anlan/kernel/case';
import { Button } from 'antd';
import { Archive, FolderX } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { CaseDocuments } from '../document/CaseDocuments.tsx';
import { Told } from '../duty/index.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { JobPeople } from '../notification/JobPeople.tsx';
import { Card, Empty, Failed, Loading, PageHead, RiskTag, StateDiagram } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { Actions } from './Actions.tsx';
import styles from './CasePage.module.css';
import { CaseRows } from './CaseRows.tsx';
import { deadlineNote, deadlineOf } from './deadline.ts';
import { CaseFacts } from './Facts.tsx';
import { kindByKey, statesOf } from './kinds.ts';
import { CaseClock, CaseOwner, CaseState, useSourceWord } from './Marks.tsx';
import { useSide } from './OpenForm.tsx';
import { useCase, useFreshCases } from './queries.ts';
import { Trail } from './Trail.tsx';
import { WORDS } from './words.ts';
import { useRegionName } from '../language/regions.ts';
import { whomText } from './told.ts';

/** One case: where it stands, whose turn it is, what can be done, what has been done. */
export function CasePage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const found = useCase(id);
  useFreshCases(id);
  const kind = kindByKey(found.data?.case.kind);
  return (
    <Page title={found.data?.case.title || (found.data?.case.number ?? t('cases'))}>
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data !== undefined && kind === undefined ? (
        <Empty
          icon={<FolderX size={20} strokeWidth={1.6} />}
          title={t('unknownKind')}
          note={t('unknownKindNote', { what: found.data.case.kind })}
        />
      ) : null}
      {found.data === undefined || kind === undefined ? null : <Shown key={id} kind={kind} detail={found.data} />}
    </Page>
  );
}

interface ShownProps {
  readonly kind: CaseKind;
  readonly detail: CaseDetail;
}

function Shown({ kind, detail }: ShownProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const { case: view } = detail;
  const walked = detail.trail.flatMap(({ from, to }) => (from === null ? [] : [[from, to] as const]));
  return (
    <>
      <PageHead
        crumbs={[
          { label: t('cases'), href: keep('/cases') },
          { label: label(kind), href: keep(`/cases/${kind.key}`) },
          { label: view.number },
        ]}
        title={view.title === '' ? t('noTitle') : view.title}
        actions={
          <Link to={keep(`/case/${view.id}/print`)}>
            <Button icon={<Archive size={15} aria-hidden />}>{t('archive')}</Button>
          </Link>
        }
      />
      <Standing kind={kind} detail={detail} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <Actions kind={kind} detail={detail} />
          <CaseDocuments detail={detail} />
          {kind.key === 'contractor-job' ? <JobPeople detail={detail} /> : null}
          <Card title={t('facts')}>
            <CaseFacts kind={kind} detail={detail} />
          </Card>
          <Card title={t('diagram')} note={t('diagramNote')} className={styles.diagram}>
            <StateDiagram kind={kind} state={view.state} walked={walked} />
          </Card>
        </div>
        <div className={styles.side}>
          <Card title={t('trail')} note={`${detail.trail.length}`}>
            <Trail kind={kind} detail={detail} />
          </Card>
          <Card flush>
            <Told subject={view.id} />
          </Card>
          {detail.related.length === 0 ? null : (
            <Card title={t('related')} note={t('grewOut')} flush>
              <CaseRows rows={detail.related} withKind />
            </Card>
          )}
        </div>
      </div>
    </>
  );
}

/** Number, level, state, clock with its calendar, and whose turn it is, in one band. */
function Standing({ kind, detail }: ShownProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const side = useSide();
  const source = useSourceWord();
  const region = useRegionName();
  const { case: view } = detail;
  const due = deadlineOf(kind, detail.trail);
  const owner = ownerOf(kind, view.state, view.source);
  const ended = statesOf(kind).ends.includes(view.state);
  const cells: readonly (readonly [label: string, value: React.ReactNode, note?: React.ReactNode])[] = [
    [t('state'), <CaseState key="state" view={view} />, view.level === null ? null : <RiskTag level={view.level} />],
    [
      t('due'),
      <CaseClock key="due" view={view} since={due?.entry.at} />,
      view.dueAt === null ? null : (
        <>
          {stampText(view.dueAt).slice(0, 16)}
          {view.dueProvisional ? <span title={t('provisionalWhy')}>（{t('provisional')}）</span> : null}
          {due === undefined ? null : (
            <span title={deadlineNote(due.deadline, language)}> · {deadlineNote(due.deadline, language)}</span>
          )}
        </>
      ),
    ],
    [
      t('owner'),
      <CaseOwner key="owner" owner={ended ? null : owner} />,
      ended ? null : owner === side ? (
        <b className={styles.mine}>{t(detail.actions.some((action) => action.allowed) ? 'myTurn' : 'otherPerson')}</b>
      ) : view.supervisor === null ? null : (
        t('told', { who: whomText(supervisorLabel(view.supervisor as Supervisor, view.owner), language) })
      ),
    ],
    [
      t('enterprise'),
      view.organisationId === null ? (
        '—'
      ) : (
        <Link
          key="enterprise"
          to={keep(`/registry/enterprises/${view.organisationId}`)}
          title={view.organisationName ?? ''}
        >
          {view.organisationName ?? view.organisationId.slice(0, 8)}
        </Link>
      ),
      region(view.regionName),
    ],
    [t('openedAt'), stampText(view.openedAt).slice(0, 16), `${source(view.source)} · ${view.openedBy}`],
  ];
  return (
    <dl className={styles.standing}>
      {cells.map(([name, value, note]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <span>{value}</span>
            {note == null ? null : <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
