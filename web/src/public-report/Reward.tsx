import type { Field } from '@anlan/kernel/entity';
import { Button } from 'antd';
import type { PublicReport, ReportReward } from '@anlan/systems/prevention';
import { useWords } from '../language/index.tsx';
import { AskButton, Card, Facts, numberText, RefusalNote, whileSlow } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import { AskForm } from '../parts/AskForm.tsx';
import { useDone } from './done.ts';
import styles from './Desk.module.css';
import { useReportAct } from './queries.ts';
import { WORDS } from './words.ts';

const DECISION: Readonly<Record<string, Field>> = {
  granted: {
    kind: 'choice',
    label: '结论',
    labelEn: 'Decision',
    required: true,
    options: [
      { value: 'yes', label: '同意发放', labelEn: 'Grant' },
      { value: 'no', label: '不予奖励', labelEn: 'Decline' },
    ],
  },
  reason: {
    kind: 'text',
    label: '理由',
    labelEn: 'Reason',
    required: true,
    max: 300,
    help: '不予奖励的理由举报人能看到',
  },
};
const PAYMENT: Readonly<Record<string, Field>> = {
  voucher: { kind: 'text', label: '支付凭证号', labelEn: 'Voucher', required: true, max: 60 },
  code: { kind: 'text', label: '回执码', labelEn: 'Receipt code', max: 40 },
  pin: { kind: 'text', label: '查询口令', labelEn: 'PIN', max: 20 },
};

/** The reward with its working: proposed by the handler, decided by another, paid by a third. */
export function RewardCard({ report }: { readonly report: PublicReport }) {
  const t = useWords(WORDS);
  const { detail, reward } = report;
  const { state } = detail.case;
  if (reward === null && state !== 'answered') return null;
  return (
    <Card title={t('reward')} note={reward === null ? undefined : <Standing reward={reward} state={state} />}>
      {reward === null ? <p className={styles.quiet}>{t('rewardNone')}</p> : <Working reward={reward} />}
      <div className={styles.acts}>
        <Propose report={report} />
        <Decide report={report} />
        <Pay report={report} />
      </div>
    </Card>
  );
}

function Standing({ reward, state }: { readonly reward: ReportReward; readonly state: string }) {
  const t = useWords(WORDS);
  if (reward.paidAt !== null) return <>{t('reward.paid', { day: stampText(reward.paidAt).slice(0, 10) })}</>;
  if (reward.granted === null) return <>{t('reward.proposed')}</>;
  if (!reward.granted || state === 'unrewarded') return <>{t('reward.declined')}</>;
  return (
    <>{t('reward.granted', { day: reward.claimUntil === null ? '' : stampText(reward.claimUntil).slice(0, 10) })}</>
  );
}

function Working({ reward }: { readonly reward: ReportReward }) {
  const t = useWords(WORDS);
  return (
    <>
      <p className={styles.sum}>{t('yuan', { n: numberText(reward.yuan) })}</p>
      <ol className={styles.working} aria-label={t('working')}>
        {reward.working.steps.map((step) => (
          <li key={step.name}>
            <b>{step.name}</b>
            <span>
              {step.formula} = {String(step.value)} {step.unit}
            </span>
            <small>{step.clause === '奖励标准' ? reward.working.standard : step.clause}</small>
          </li>
        ))}
      </ol>
      <Facts
        columns={3}
        rows={reward.working.inputs.map((input) => [
          input.name,
          `${typeof input.value === 'number' ? numberText(input.value) : String(input.value)} ${input.unit ?? ''}`,
        ])}
      />
    </>
  );
}

function Propose({ report }: { readonly report: PublicReport }) {
  const t = useWords(WORDS);
  const done = useDone();
  const { case: view } = report.detail;
  const propose = useReportAct(view.id, 'reward');
  if (view.state !== 'answered' || !report.may.handle) return null;
  return (
    <>
      <Button
        type="primary"
        loading={whileSlow(propose.isPending)}
        style={{ fontWeight: 700 }}
        onClick={() => propose.mutate({ version: view.version }, { onSuccess: done })}
      >
        {t('propose')}
      </Button>
      {propose.isError ? <RefusalNote error={propose.error} kept={false} /> : null}
    </>
  );
}

function Decide({ report }: { readonly report: PublicReport }) {
  const t = useWords(WORDS);
  const done = useDone();
  const { case: view } = report.detail;
  const decide = useReportAct(view.id, 'reward/decision');
  if (view.state !== 'proposed' || !report.may.decide) return null;
  return (
    <AskButton label={t('decide')} primary>
      {(close) => (
        <AskForm
          asks={DECISION}
          verb={t('decide')}
          pending={decide.isPending}
          error={decide.error}
          cancel={close}
          send={({ granted, reason }) =>
            decide.mutate(
              { version: view.version, granted: granted === 'yes', reason },
              { onSuccess: () => (done(), close()) },
            )
          }
        />
      )}
    </AskButton>
  );
}

function Pay({ report }: { readonly report: PublicReport }) {
  const t = useWords(WORDS);
  const done = useDone();
  const { case: view } = report.detail;
  const pay = useReportAct(view.id, 'reward/payment');
  const lapse = useReportAct(view.id, 'reward/lapse');
  if (view.state !== 'granted' || !report.may.pay) return null;
  const over = (report.reward?.claimUntil ?? Infinity) < Date.now();
  return (
    <>
      <AskButton label={t('pay')} primary>
        {(close) => (
          <AskForm
            asks={PAYMENT}
            verb={t('pay')}
            pending={pay.isPending}
            error={pay.error}
            cancel={close}
            send={(values) => pay.mutate({ version: view.version, ...values }, { onSuccess: () => (done(), close()) })}
          >
            <p className={styles.quiet}>{t('payNote')}</p>
          </AskForm>
        )}
      </AskButton>
      {over ? (
        <Button
          danger
          loading={whileSlow(lapse.isPending)}
          onClick={() => lapse.mutate({ version: view.version }, { onSuccess: done })}
        >
          {t('lapse')}
        </Button>
      ) : null}
      {lapse.isError ? <RefusalNote error={lapse.error} kept={false} /> : null}
    </>
  );
}
