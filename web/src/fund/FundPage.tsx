import type { Field } from '@anlan/kernel/entity';
import { Button, Select } from 'antd';
import type { Fund } from '@anlan/systems/prevention';
import { Download, PiggyBank } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { CaseRows, newId, useCases, useFreshCases } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { AskButton, Card, Empty, Facts, Failed, Loading, numberText, PageHead } from '../parts/index.ts';
import { FigureBand } from '../prevention/Figures.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText, useNow } from '../time/index.ts';
import { AskForm } from '../parts/AskForm.tsx';
import styles from '../parts/Dossier.module.css';
import own from './Fund.module.css';
import { Ledger } from './Ledger.tsx';
import { useApplicationAct, useBalance, useFundAct, useFunds } from './queries.ts';
import { WORDS } from './words.ts';

/** The fund: what is in it on any day, its ledger, and who asks for it (S73). */
export function FundPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const found = useFunds();
  const [params, setParams] = useSearchParams();
  const funds = found.data ?? [];
  const fund = funds.find(({ id }) => id === params.get('fund')) ?? funds[0];
  useFreshCases();
  const choose = (id: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set('fund', id);
      return next;
    });
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          <div className={styles.tools}>
            {funds.length < 2 || fund === undefined ? null : (
              <Select
                aria-label={t('fund')}
                value={fund.id}
                style={{ minWidth: 220 }}
                showSearch={{ optionFilterProp: 'label' }}
                onChange={choose}
                options={funds.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
            <Link to={keep('/registry/renovation-projects')}>
              <Button>{t('projects')}</Button>
            </Link>
          </div>
        }
      />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data?.length === 0 ? (
        <Empty icon={<PiggyBank size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
      ) : null}
      {fund === undefined ? null : <Shown key={fund.id} fund={fund} />}
    </Page>
  );
}

function Shown({ fund }: { readonly fund: Fund }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const applications = useCases({ kind: 'fund-application', open: '1', sort: 'due', size: 12 });
  return (
    <>
      {fund.ledger === null ? null : <Band ledger={fund.ledger} />}
      <div className={styles.columns}>
        <div className={styles.main}>{fund.ledger === null ? <Rules fund={fund} /> : <LedgerCard fund={fund} />}</div>
        <div className={styles.main}>
          <Apply fund={fund} />
          <Card
            title={t('applications')}
            extra={<Link to={keep('/cases/fund-application?open=all')}>{t('allApplications')}</Link>}
            flush
          >
            <CaseRows rows={applications.data?.rows ?? []} />
          </Card>
          {fund.ledger === null ? null : <Rules fund={fund} />}
        </div>
      </div>
    </>
  );
}

function Band({ ledger }: { readonly ledger: NonNullable<Fund['ledger']> }) {
  const t = useWords(WORDS);
  const wan = (yuan: number) => t('wan', { n: numberText(yuan / 10_000, 2) });
  return (
    <FigureBand
      figures={[
        { key: 'balance', label: t('balance'), value: wan(ledger.balance), note: t('balanceNote') },
        { key: 'committed', label: t('committed'), value: wan(ledger.committed), note: t('committedNote') },
        { key: 'paidIn', label: t('paidIn'), value: wan(ledger.paidIn), note: '' },
        { key: 'disbursed', label: t('disbursed'), value: wan(ledger.disbursed), note: '' },
        { key: 'returned', label: t('returned'), value: wan(ledger.returned), note: '' },
      ]}
    />
  );
}

const MOVEMENT: Readonly<Record<string, Field>> = {
  yuan: { kind: 'number', label: '金额', labelEn: 'Amount', unit: '元', required: true, min: 0.01, max: 1_000_000_000 },
  onDate: { kind: 'date', label: '日期', labelEn: 'Day', required: true },
  note: { kind: 'text', label: '来源说明', labelEn: 'Where from', required: true, max: 300 },
};

function LedgerCard({ fund }: { readonly fund: Fund }) {
  const t = useWords(WORDS);
  const { verbs } = useSession();
  const payIn = useFundAct(`${fund.id}/entries`);
  const today = stampText(useNow(60_000)).slice(0, 10);
  const [on, setOn] = useState(today);
  const balance = useBalance(fund.id, on, /^\d{4}-\d{2}-\d{2}$/.test(on));
  return (
    <Card
      title={t('ledger')}
      note={fund.name}
      extra={
        <a href={`/api/funds/${fund.id}/statement.csv`} download>
          <Download size={14} aria-hidden style={{ display: 'inline', verticalAlign: '-2px' }} /> {t('statement')}
        </a>
      }
    >
      <div className={styles.acts}>
        {verbs.includes('fund.pay') ? (
          <AskButton label={t('payIn')}>
            {(close) => (
              <AskForm
                asks={MOVEMENT}
                initial={{ onDate: today }}
                verb={t('payIn')}
                pending={payIn.isPending}
                error={payIn.error}
                cancel={close}
                send={(values) => payIn.mutate(values, { onSuccess: close })}
              />
            )}
          </AskButton>
        ) : null}
        <label className={own.onDay}>
          {t('onDay')}
          <input type="date" value={on} max={today} onChange={(event) => setOn(event.target.value)} />
          <b>{balance.data === undefined ? '—' : t('yuan', { n: numberText(balance.data.yuan, 2) })}</b>
        </label>
      </div>
      <Ledger fund={fund.id} mayCorrect={verbs.includes('fund.pay')} />
    </Card>
  );
}

function Rules({ fund }: { readonly fund: Fund }) {
  const t = useWords(WORDS);
  const region = useRegionName();
  return (
    <Card title={t('rules')} note={fund.document ?? fund.name}>
      <Facts
        rows={[
          [region(fund.regionName), fund.share === null ? null : t('share', { n: fund.share })],
          [t('rules'), fund.rules],
        ]}
      />
    </Card>
  );
}

const ASKS: Readonly<Record<string, Field>> = {
  title: { kind: 'text', label: '申请事项', labelEn: 'Purpose', required: true, max: 120 },
  danger: {
    kind: 'text',
    label: '对应隐患编号',
    labelEn: 'Number of the hidden danger',
    max: 40,
    help: '隐患或技改项目至少填一个',
  },
  project: { kind: 'reference', entity: 'renovation-project', label: '对应技改项目', labelEn: 'Renovation project' },
  cost: { kind: 'number', label: '总费用', labelEn: 'Cost', unit: '元', required: true, min: 1, max: 10_000_000_000 },
  amount: {
    kind: 'number',
    label: '申请金额',
    labelEn: 'Asked',
    unit: '元',
    required: true,
    min: 1,
    max: 1_000_000_000,
  },
};

function Apply({ fund }: { readonly fund: Fund }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const navigate = useNavigate();
  const { verbs, scope } = useSession();
  const [params] = useSearchParams();
  const [requestId, setRequestId] = useState(newId);
  const apply = useApplicationAct('');
  if (!verbs.includes('fund.apply') || scope.kind !== 'organisation') return null;
  return (
    <Card title={t('apply')} note={fund.name}>
      <AskForm
        asks={ASKS}
        initial={{ danger: params.get('danger') ?? undefined }}
        enterprise={scope.organisationId}
        verb={t('apply')}
        pending={apply.isPending}
        error={apply.error}
        send={(values) =>
          apply.mutate(
            { requestId, fund: fund.id, ...values },
            {
              onSuccess: ({ detail }) => {
                setRequestId(newId());
                void navigate(keep(`/fund-applications/${detail.case.id}`));
              },
            },
          )
        }
      />
    </Card>
  );
}
