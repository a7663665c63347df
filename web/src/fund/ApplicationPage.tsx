import type { CaseKind } from '@anlan/kernel/case';
import type { Field } from '@anlan/kernel/entity';
import type { FundApplication } from '@anlan/systems/prevention';
import { Link, useParams } from 'react-router';
import { Actions } from '../case/Actions.tsx';
import { CaseFacts } from '../case/Facts.tsx';
import { CaseClock, caseHref, CaseState, kindByKey, useFreshCases } from '../case/index.tsx';
import { Trail } from '../case/Trail.tsx';
import { useWords } from '../language/index.tsx';
import { AskButton, Card, Facts, Failed, Loading, numberText, PageHead } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText, useNow } from '../time/index.ts';
import { AskForm } from '../parts/AskForm.tsx';
import styles from '../parts/Dossier.module.css';
import { useApplication, useApplicationAct } from './queries.ts';
import { WORDS } from './words.ts';

/** One application: what it is for, who decided, what was paid and whether it had its effect. */
export function FundApplicationPage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const found = useApplication(id);
  useFreshCases(id);
  return (
    <Page title={found.data?.detail.case.title ?? t('title')}>
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Shown application={found.data} />}
    </Page>
  );
}

function Shown({ application }: { readonly application: FundApplication }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { detail, danger } = application;
  const { case: view } = detail;
  const kind = kindByKey('fund-application') as CaseKind;
  return (
    <>
      <PageHead
        crumbs={[{ label: t('title'), href: keep('/funds') }, { label: view.number }]}
        title={view.title}
        note={view.organisationName ?? ''}
      />
      <Facts
        columns={3}
        rows={[
          [t('state'), <CaseState key="state" view={view} />],
          [t('due'), <CaseClock key="due" view={view} />],
          [t('fund'), application.fundName],
        ]}
      />
      <div className={styles.columns}>
        <div className={styles.main}>
          <Actions kind={kind} detail={detail} />
          <Payments application={application} />
          <Card title={t('facts')}>
            <CaseFacts kind={kind} detail={detail} />
          </Card>
        </div>
        <div className={styles.main}>
          {danger === null ? null : (
            <Card title={t('reference')}>
              <Link to={keep(caseHref(danger.id))}>{danger.title}</Link>
              <p className={styles.quiet}>
                {danger.number} · {t(danger.closed ? 'closed' : 'open')}
              </p>
            </Card>
          )}
          <Card title={t('trail')} note={`${detail.trail.length}`}>
            <Trail kind={kind} detail={detail} />
          </Card>
        </div>
      </div>
    </>
  );
}

const PAYMENT: Readonly<Record<string, Field>> = {
  yuan: { kind: 'number', label: '金额', labelEn: 'Amount', unit: '元', required: true, min: 0.01, max: 1_000_000_000 },
  onDate: { kind: 'date', label: '日期', labelEn: 'Day', required: true },
  note: { kind: 'text', label: '说明', labelEn: 'Note', required: true, max: 300 },
};
const BACK: Readonly<Record<string, Field>> = {
  ...PAYMENT,
  end: { kind: 'yes-no', label: '收回并结束', labelEn: 'Take back and end' },
};
const OPINION: Readonly<Record<string, Field>> = {
  opinion: { kind: 'text', label: '认定意见', labelEn: 'Opinion', required: true, max: 500 },
};

function Payments({ application }: { readonly application: FundApplication }) {
  const t = useWords(WORDS);
  const { detail, payments, paid, may } = application;
  const { case: view } = detail;
  const today = stampText(useNow(60_000)).slice(0, 10);
  const pay = useApplicationAct(`/${view.id}/disbursements`);
  const back = useApplicationAct(`/${view.id}/returns`);
  const confirm = useApplicationAct(`/${view.id}/confirmation`);
  const { version } = view;
  const initial = { onDate: today };
  const approved = Number(detail.detail['approved'] ?? 0);
  return (
    <Card title={t('payments')} note={t('paid', { n: numberText(paid, 2), of: numberText(approved, 2) })}>
      <div className={styles.acts}>
        {may.pay && ['approved', 'paying'].includes(view.state) ? (
          <AskButton label={t('disburse')} primary>
            {(close) => (
              <AskForm
                asks={PAYMENT}
                initial={initial}
                verb={t('disburse')}
                pending={pay.isPending}
                error={pay.error}
                cancel={close}
                send={(values) => pay.mutate({ version, ...values }, { onSuccess: close })}
              />
            )}
          </AskButton>
        ) : null}
        {may.review && view.state === 'verifying' ? (
          <AskButton label={t('confirm')} primary>
            {(close) => (
              <AskForm
                asks={OPINION}
                verb={t('confirm')}
                pending={confirm.isPending}
                error={confirm.error}
                cancel={close}
                send={(values) => confirm.mutate({ version, ...values }, { onSuccess: close })}
              />
            )}
          </AskButton>
        ) : null}
        {may.pay && ['paying', 'verifying'].includes(view.state) && paid > 0 ? (
          <AskButton label={t('back')}>
            {(close) => (
              <AskForm
                asks={BACK}
                initial={initial}
                verb={t('back')}
                danger
                pending={back.isPending}
                error={back.error}
                cancel={close}
                send={({ end, ...values }) =>
                  back.mutate({ version, end: end === true, ...values }, { onSuccess: close })
                }
              />
            )}
          </AskButton>
        ) : null}
      </div>
      {payments.length === 0 ? <p className={styles.quiet}>{t('paymentsNone')}</p> : null}
      <ul className={styles.lines}>
        {payments.map((one) => (
          <li key={one.id}>
            <span>
              {t(`kind.${one.kind}` as keyof typeof WORDS)}
              <small>
                {one.onDate} · {one.by} · {one.note}
              </small>
            </span>
            <b>{t('yuan', { n: numberText(Math.abs(one.yuan), 2) })}</b>
          </li>
        ))}
      </ul>
    </Card>
  );
}
