import type { Field } from '@anlan/kernel/entity';
import { useParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Failed, Facts, Loading, numberText, PageHead } from '../parts/index.ts';
import { AskButton, AskForm } from '../public-report/index.tsx';
import table from '../registry/RecordTable.module.css';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { levelWord, stateWord } from './ContractsPage.tsx';
import styles from './Expert.module.css';
import { useContract, useSendTo, type ContractReport } from './queries.ts';
import { Visits } from './Visits.tsx';
import { WORDS } from './words.ts';

/** One contract: its funds, whom it reached, what was found, put right, paid and thought of it. */
export function ExpertContractPage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const found = useContract(id);
  return (
    <Page title={found.data?.contract.name ?? t('title')}>
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Shown report={found.data} />}
    </Page>
  );
}

interface Props {
  readonly report: ContractReport;
}

function Shown({ report }: Props) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { contract } = report;
  return (
    <>
      <PageHead
        crumbs={[{ label: t('title'), href: keep('/expert-service') }, { label: contract.number }]}
        title={contract.name}
        note={report.scope ?? ''}
      />
      <Facts
        columns={3}
        rows={[
          [t('mode'), `${t(`mode.${contract.mode}`)} · ${levelWord(t, contract.level)}`],
          [t('institution'), contract.institution],
          [t('term'), `${contract.startsOn} — ${contract.endsOn} · ${stateWord(t, contract.state)}`],
          [t('progress'), `${contract.covered} / ${contract.targets}`],
          [t('found'), `${contract.found} · ${t('rectified')} ${contract.rectified}`],
          [t('score'), contract.score],
        ]}
      />
      <div className={styles.columns}>
        <div className={styles.main}>
          <Targets report={report} />
          <Card title={t('visits')} note={`${report.assignments.length}`}>
            <Visits rows={report.assignments} mayWithdraw={contract.own && contract.state === 'active'} />
          </Card>
        </div>
        <div className={styles.main}>
          {contract.own ? <Payments report={report} /> : null}
          <Evaluations report={report} />
        </div>
      </div>
    </>
  );
}

const TARGET: Readonly<Record<string, Field>> = {
  enterprise: { kind: 'reference', entity: 'enterprise', label: '企业', labelEn: 'Enterprise', required: true },
};
const ASSIGN: Readonly<Record<string, Field>> = {
  expert: { kind: 'reference', entity: 'expert', label: '专家', labelEn: 'Expert', required: true },
  enterprise: { kind: 'reference', entity: 'enterprise', label: '企业', labelEn: 'Enterprise', required: true },
  dueOn: { kind: 'date', label: '完成期限', labelEn: 'Due', required: true },
};

function useMayWrite(report: ContractReport): boolean {
  const { verbs } = useSession();
  return verbs.includes('contract.write') && report.contract.own && report.contract.state === 'active';
}

function Targets({ report }: Props) {
  const t = useWords(WORDS);
  const mayWrite = useMayWrite(report);
  const { id, mode } = report.contract;
  const target = useSendTo(`/contracts/${id}/targets`);
  const assign = useSendTo(`/contracts/${id}/assignments`);
  return (
    <Card title={t('targets')} note={`${report.targets.length}`}>
      {mayWrite ? (
        <div className={styles.acts}>
          <AskButton label={t('assign')} primary>
            {(close) => (
              <AskForm
                asks={ASSIGN}
                initial={mode === 'enterprise' ? { enterprise: report.contract.enterprise } : {}}
                verb={t('assign')}
                pending={assign.isPending}
                error={assign.error}
                cancel={close}
                send={(values) => assign.mutate(values, { onSuccess: close })}
              />
            )}
          </AskButton>
          <AskButton label={t('addTarget')}>
            {(close) => (
              <AskForm
                asks={TARGET}
                verb={t('addTarget')}
                pending={target.isPending}
                error={target.error}
                cancel={close}
                send={({ enterprise }) => target.mutate({ enterprises: [enterprise] }, { onSuccess: close })}
              />
            )}
          </AskButton>
        </div>
      ) : null}
      <div className={styles.scroll}>
        <table className={`${table.table} ${styles.table}`} aria-label={t('targets')}>
          <thead>
            <tr>
              {(['enterprise', 'region', 'progress', 'found', 'rectified', 'score'] as const).map((head) => (
                <th key={head} scope="col">
                  <span>{t(head)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.targets.map((row) => (
              <tr key={row.enterprise}>
                <td className={styles.long} title={row.name}>
                  {row.name}
                </td>
                <td>{row.regionName}</td>
                <td>{t(row.covered ? 'yes' : 'no')}</td>
                <td>{row.found}</td>
                <td>{row.rectified}</td>
                <td>{row.score ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

const PAYMENT: Readonly<Record<string, Field>> = {
  stage: { kind: 'text', label: '阶段', labelEn: 'Stage', required: true, max: 60 },
  yuan: { kind: 'number', label: '金额', labelEn: 'Amount', unit: '元', required: true, min: 0.01, max: 1_000_000_000 },
  paidOn: { kind: 'date', label: '支付日期', labelEn: 'Paid on', required: true },
  voucher: { kind: 'text', label: '凭证号', labelEn: 'Voucher', max: 60 },
};

function Payments({ report }: Props) {
  const t = useWords(WORDS);
  const mayWrite = useMayWrite(report);
  const { contract, payments } = report;
  const pay = useSendTo(`/contracts/${contract.id}/payments`);
  return (
    <Card
      title={t('payments')}
      note={`${t('yuan', { n: numberText(contract.funds) })} · ${t('left', { n: numberText(contract.funds - (contract.paid ?? 0)) })}`}
    >
      {mayWrite ? (
        <div className={styles.acts}>
          <AskButton label={t('pay')}>
            {(close) => (
              <AskForm
                asks={PAYMENT}
                verb={t('pay')}
                pending={pay.isPending}
                error={pay.error}
                cancel={close}
                send={(values) => pay.mutate(values, { onSuccess: close })}
              />
            )}
          </AskButton>
        </div>
      ) : null}
      <ul className={styles.lines}>
        {payments.map((one) => (
          <li key={one.id}>
            <span>
              {one.stage}
              <small>
                {one.paidOn} · {one.by}
                {one.voucher === null ? '' : ` · ${one.voucher}`}
              </small>
            </span>
            <b>{t('yuan', { n: numberText(one.yuan) })}</b>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const mark = (label: string, labelEn: string): Field => ({
  kind: 'number',
  label,
  labelEn,
  unit: '分',
  integer: true,
  required: true,
  min: 1,
  max: 5,
});
const SCORES: Readonly<Record<string, Field>> = {
  quality: mark('检查质量', 'Quality'),
  punctuality: mark('及时', 'Punctuality'),
  attitude: mark('态度', 'Attitude'),
  effect: mark('成效', 'Effect'),
  text: { kind: 'text', label: '意见', labelEn: 'Opinion', max: 500 },
};

function Evaluations({ report }: Props) {
  const t = useWords(WORDS);
  const { verbs, scope } = useSession();
  const { contract, evaluations } = report;
  const evaluate = useSendTo(`/contracts/${contract.id}/evaluation`);
  const visited = report.assignments.some(({ state }) => state === 'reported');
  const mayEvaluate = verbs.includes('contract.write') && (scope.kind === 'organisation' ? visited : contract.own);
  return (
    <Card title={t('evaluations')} note={t('evaluateNote')}>
      {mayEvaluate ? (
        <div className={styles.acts}>
          <AskButton label={t('evaluate')}>
            {(close) => (
              <AskForm
                asks={SCORES}
                verb={t('evaluate')}
                pending={evaluate.isPending}
                error={evaluate.error}
                cancel={close}
                send={(values) => evaluate.mutate(values, { onSuccess: close })}
              />
            )}
          </AskButton>
        </div>
      ) : null}
      <ul className={styles.lines}>
        {evaluations.map(({ side, enterpriseName, text, by, at, ...scores }) => (
          <li key={`${side}-${enterpriseName ?? ''}-${at}`}>
            <span>
              {enterpriseName ?? t('buyer')}
              <small>
                {t('scores', scores)} · {by} · {stampText(at).slice(0, 10)}
              </small>
              {text === null ? null : <small>{text}</small>}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
