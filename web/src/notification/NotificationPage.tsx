import { Button, Segmented } from 'antd';
import type { ContractorJob } from '@anlan/systems/prevention';
import { HardHat, Users } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { caseHref, CaseMark, CaseState, useFreshCases } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, Table } from '../parts/index.ts';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { FirmPage } from './FirmPage.tsx';
import styles from './Notification.module.css';
import { useJobs, useRates } from './queries.ts';
import { WORDS } from './words.ts';

/** Who was told of the risks of the own post, and contracted jobs with their warnings (S71). */
export function NotificationPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const session = useSession();
  const [params, setParams] = useSearchParams();
  const own = session.scope.organisationId;
  const tab = params.get('tab') === 'jobs' ? 'jobs' : 'rates';
  useFreshCases();
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          own === null ? undefined : (
            <Link to={keep('/cases/contractor-job/new')}>
              <Button>{t('register')}</Button>
            </Link>
          )
        }
      />
      <div className={styles.tabs}>
        <Segmented
          value={tab}
          onChange={(value) => setParams(value === 'jobs' ? { tab: 'jobs' } : {})}
          options={[
            { value: 'rates', label: t(own === null ? 'rates' : 'firmTitle') },
            { value: 'jobs', label: t('jobs') },
          ]}
        />
      </div>
      {tab === 'jobs' ? <Jobs /> : own === null ? <Rates /> : <FirmPage id={own} />}
    </Page>
  );
}

const percent = (signed: number, employees: number): string =>
  employees === 0 ? '—' : `${Math.floor((signed / employees) * 100)}%`;

function Rates() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const scope = useScope();
  const found = useRates(scope.narrowed ? scope.path : null);
  if (found.isPending) return <Loading rows={8} />;
  if (found.data === undefined) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { rows, employees, signed, enterprises } = found.data;
  return (
    <>
      <ul className={styles.figures}>
        {(
          [
            [t('enterprises'), numberText(enterprises)],
            [t('employees'), numberText(employees)],
            [t('signed'), numberText(signed)],
            [t('rate'), percent(signed, employees)],
          ] as const
        ).map(([name, value]) => (
          <li key={name}>
            <span>{name}</span>
            <b>{value}</b>
          </li>
        ))}
      </ul>
      <Card flush>
        {rows.length === 0 ? <Empty icon={<Users size={20} strokeWidth={1.6} />} title={t('none')} /> : null}
        <Table
          heads={[t('enterprise'), t('place'), t('cards'), t('signed'), t('rate'), '']}
          testid="notification-rates"
          look={styles.table}
        >
          {rows.map((row) => (
            <tr key={row.id}>
              <td title={row.name} className={styles.what}>
                <Link to={keep(`/notification/${row.id}`)}>{row.name}</Link>
              </td>
              <td>{row.place}</td>
              <td>{row.cards}</td>
              <td>
                {row.signed} / {row.employees}
              </td>
              <td>
                <span className={styles.bar}>
                  <i style={{ width: percent(row.signed, row.employees) }} />
                </span>{' '}
                {percent(row.signed, row.employees)}
              </td>
              <td className={styles.quiet}>
                {row.signed === row.employees ? '' : t('unsigned', { n: row.employees - row.signed })}
              </td>
            </tr>
          ))}
        </Table>
      </Card>
    </>
  );
}

function Jobs() {
  const t = useWords(WORDS);
  const found = useJobs();
  if (found.isPending) return <Loading rows={8} />;
  if (found.data === undefined) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return (
    <Card flush>
      {found.data.length === 0 ? <Empty icon={<HardHat size={20} strokeWidth={1.6} />} title={t('noJobs')} /> : null}
      <Table
        heads={[t('job'), t('contractor'), t('period'), t('workers'), t('state'), t('warning')]}
        testid="contractor-jobs"
        look={styles.table}
      >
        {found.data.map((job) => (
          <JobRow key={job.case.id} job={job} />
        ))}
      </Table>
    </Card>
  );
}

function JobRow({ job }: { readonly job: ContractorJob }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { case: view } = job;
  return (
    <tr>
      <td className={styles.what}>
        <Link to={keep(caseHref(view.id))} className={styles.marked}>
          <CaseMark level={view.level} />
          <span>
            <b title={view.title}>{view.title}</b>
            <small>{[view.organisationName, job.place].filter((part) => part !== null).join(' · ')}</small>
          </span>
        </Link>
      </td>
      <td title={job.contractor}>{job.contractor}</td>
      <td>
        {job.startsOn?.slice(5) ?? '—'} ～ {job.endsOn?.slice(5) ?? '—'}
      </td>
      <td>
        {job.notified} / {job.workers}
      </td>
      <td>
        <CaseState view={view} />
      </td>
      <td>
        {job.warnings.map((warning) => (
          <em key={warning} className={styles.warning} data-kind={warning}>
            {t(`warn_${warning}`)}
          </em>
        ))}
      </td>
    </tr>
  );
}
