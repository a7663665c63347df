import { CAMPAIGN_STATES, type Campaign } from '@anlan/kernel/campaign';
import { App, Button } from 'antd';
import { Download, FileText, Printer } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { Ask, type Asked } from '../joint/Ask.tsx';
import { Switch, useTab } from '../joint/Switch.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Failed, Loading, numberText, PageHead } from '../parts/index.ts';
import { FigureBand } from '../prevention/Figures.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import styles from './Campaign.module.css';
import { useCategoryWord } from './parts.tsx';
import { Findings } from './Findings.tsx';
import { useCampaign, useMayIssue, useSend } from './queries.ts';
import { Targets } from './Targets.tsx';
import { WORDS } from './words.ts';
import { Overview } from './Overview.tsx';

const TABS = ['overview', 'targetList', 'findings'] as const;

/** One campaign: its report by place with the records behind every number, its targets, its findings. */
export function CampaignPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const word = useCategoryWord();
  const label = useLabel();
  const { id = '' } = useParams();
  const found = useCampaign(id);
  const tab = useTab(TABS.map((key) => ({ key })));
  const campaign = found.data;
  const title = campaign?.name ?? t('title');
  return (
    <Page title={title}>
      <PageHead
        title={title}
        note={
          campaign === undefined
            ? undefined
            : `${campaign.number} · ${word(campaign.category)} · ${label(CAMPAIGN_STATES[campaign.state])}`
        }
        crumbs={[{ label: t('title'), href: keep('/campaigns') }]}
        actions={campaign === undefined ? undefined : <Tools campaign={campaign} />}
      />
      {found.isPending ? <Loading rows={10} /> : null}
      {found.isError && campaign === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {campaign === undefined ? null : (
        <>
          <Band campaign={campaign} />
          <Switch label={title} tabs={TABS.map((key) => ({ key, label: t(key) }))} />
          {tab === 'overview' ? (
            <Overview campaign={campaign} />
          ) : tab === 'targetList' ? (
            <Targets campaign={campaign} />
          ) : (
            <Findings campaign={campaign} />
          )}
        </>
      )}
    </Page>
  );
}

function Band({ campaign }: { readonly campaign: Campaign }) {
  const t = useWords(WORDS);
  const { total } = campaign;
  const at = (tab: string, more = '') => `/campaigns/${campaign.id}?tab=${tab}${more}`;
  const share = total.planned === 0 ? '—' : `${numberText((total.inspected / total.planned) * 100, 1)} %`;
  const late = campaign.parts.filter((part) => part.late).length;
  return (
    <FigureBand
      figures={[
        {
          key: 'inspected',
          label: `${t('inspected')} / ${t('planned')}`,
          value: `${numberText(total.inspected)} / ${numberText(total.planned)}`,
          note: share,
          href: at('targetList', '&state=done'),
        },
        { key: 'found', label: t('found'), value: numberText(total.found), note: '', href: at('findings') },
        {
          key: 'rectified',
          label: t('rectified'),
          value: numberText(total.rectified),
          note: `${t('closed')} ${numberText(total.closed)}`,
          href: at('findings', '&state=rectified'),
        },
        {
          key: 'penalised',
          label: t('penalised'),
          value: numberText(total.penalised),
          note: t('wan', { n: numberText(total.fines, 1) }),
          href: at('findings', '&state=penalised'),
        },
        { key: 'shut', label: t('shut'), value: numberText(total.shut), note: '' },
        {
          key: 'late',
          label: t('late'),
          value: late,
          note: late === 0 ? t('onTime') : t('lateN', { n: late }),
          late: late > 0,
        },
      ]}
    />
  );
}

type Form = 'urge' | 'extend' | 'finish';

function Tools({ campaign }: { readonly campaign: Campaign }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const send = useSend();
  const { message } = App.useApp();
  const may = useMayIssue() && campaign.own && campaign.state === 'running';
  const [form, setForm] = useState<Form>();
  const fields: Readonly<Record<Form, readonly Asked[]>> = {
    urge: [{ key: 'demand', label: t('demand'), kind: 'area', required: true, max: 500 }],
    extend: [
      { key: 'to', label: t('extendTo'), kind: 'date', required: true },
      { key: 'reason', label: t('reason'), kind: 'area', required: true, max: 500 },
    ],
    finish: [{ key: 'summary', label: t('summary'), kind: 'area', required: true, max: 2000 }],
  };
  const go = async (key: Form, answers: object) => {
    const answer = (await send(`/campaigns/${campaign.id}/${key}`, answers)) as { urged?: number };
    if (key === 'urge') void message.success(t('urgedN', { n: answer.urged ?? 0 }));
  };
  return (
    <span className={styles.tools}>
      <Button href={`/api/campaigns/${campaign.id}/report.xlsx`} download icon={<Download size={15} aria-hidden />}>
        {t('export')}
      </Button>
      <Button href={`/api/campaigns/${campaign.id}/report.pdf`} download icon={<FileText size={15} aria-hidden />}>
        PDF
      </Button>
      <Button href={keep(`/campaigns/${campaign.id}/print`)} icon={<Printer size={15} aria-hidden />}>
        {t('print')}
      </Button>
      {may ? (
        <>
          <Button onClick={() => setForm('urge')}>{t('urge')}</Button>
          <Button onClick={() => setForm('extend')}>{t('extend')}</Button>
          <Button type="primary" onClick={() => setForm('finish')} style={{ fontWeight: 700 }}>
            {t('finish')}
          </Button>
        </>
      ) : null}
      {form === undefined ? null : (
        <Ask
          title={t(form)}
          submit={t(form)}
          open
          close={() => setForm(undefined)}
          fields={fields[form]}
          send={(answers) => go(form, answers)}
        />
      )}
    </span>
  );
}
