import { CAMPAIGN_STATES, type Campaign } from '@anlan/kernel/campaign';
import { App, Button } from 'antd';
import { Download, FileText, Printer } from 'lucide-react';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { SECTORS } from '../case/index.tsx';
import { Ask, type Asked } from '../joint/Ask.tsx';
import { Switch, useTab } from '../joint/Switch.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Facts, Failed, Loading, numberText, PageHead } from '../parts/index.ts';
import { FigureBand } from '../prevention/Figures.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Campaign.module.css';
import { useCategoryWord } from './parts.tsx';
import { Findings } from './Findings.tsx';
import { Report } from './Report.tsx';
import { useCampaign, useMayIssue, useSend } from './queries.ts';
import { Targets } from './Targets.tsx';
import { WORDS } from './words.ts';

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

function Overview({ campaign }: { readonly campaign: Campaign }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const sectors = campaign.criteria.sectors
    .map((key) => SECTORS.find(({ value }) => value === key))
    .map((one) => (one === undefined ? '' : label(one)));
  return (
    <div className={styles.columns}>
      <div className={styles.stack}>
        <Report campaign={campaign} />
        <Card title={t('goal')}>
          <Facts
            columns={2}
            rows={[
              [t('goal'), campaign.goal],
              [
                t('period'),
                `${campaign.from} — ${campaign.to}${campaign.to === campaign.firstTo ? '' : `（${t('extended', { to: campaign.firstTo })}）`}`,
              ],
              [t('home'), `${campaign.home} ${campaign.issuedBy}`],
              [t('departments'), campaign.departments.join('、') || null],
              [
                t('targets'),
                t('frozen', { n: numberText(campaign.frozen), at: stampText(campaign.frozenAt).slice(0, 16) }),
              ],
              [t('sectors'), sectors.length === 0 ? t('everyTrade') : sectors.join('、')],
              [t('items'), campaign.items === 0 ? t('itemsAll') : t('itemsN', { n: campaign.items })],
              [
                t('summary'),
                campaign.summary === null
                  ? null
                  : `${campaign.summary}（${t('summaryBy', { by: campaign.finishedBy ?? '', at: stampText(campaign.finishedAt ?? 0).slice(0, 10) })}）`,
              ],
            ]}
          />
        </Card>
      </div>
      <div className={styles.stack}>
        <Violations campaign={campaign} />
        <Teams campaign={campaign} />
        <Card title={t('trail')}>
          {campaign.trail.map((line) => (
            <div key={line.seq} className={styles.line}>
              {line.text}
              <small>
                {stampText(line.at).slice(0, 16)} {line.by}
              </small>
            </div>
          ))}
        </Card>
      </div>
    </div>
  );
}

function Violations({ campaign }: { readonly campaign: Campaign }) {
  const t = useWords(WORDS);
  const [, setParams] = useSearchParams();
  const most = Math.max(1, ...campaign.violations.map(({ found }) => found));
  const show = (violation: string | null) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set('tab', 'findings');
      next.set('violation', violation ?? '-');
      return next;
    });
  return (
    <Card title={t('violations')} note={`${t('found')} / ${t('penalised')}`}>
      <div className={styles.kinds}>
        {campaign.violations.map((one) => (
          <button key={one.violation ?? ''} type="button" onClick={() => show(one.violation)}>
            <span>{one.violation ?? t('unclassified')}</span>
            <b>
              {numberText(one.found)} / {numberText(one.penalised)}
            </b>
            <i className={styles.bar} aria-hidden>
              <i style={{ width: `${(one.found / most) * 100}%` }} />
            </i>
          </button>
        ))}
      </div>
    </Card>
  );
}

function Teams({ campaign }: { readonly campaign: Campaign }) {
  const t = useWords(WORDS);
  const send = useSend();
  const may = useMayIssue() && campaign.state === 'running';
  const [open, setOpen] = useState(false);
  return (
    <Card
      title={t('teams')}
      extra={
        may ? (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('addTeam')}
          </Button>
        ) : null
      }
    >
      {campaign.teams.length === 0 ? <small>{t('noTeams')}</small> : null}
      {campaign.teams.map((team) => (
        <div key={team.id} className={styles.team}>
          <b>{team.name}</b> {team.leader}
          <small>
            {team.departments.join('、')}
            {team.people === null ? '' : ` · ${team.people}`}
          </small>
        </div>
      ))}
      <Ask
        title={t('addTeam')}
        submit={t('addTeam')}
        open={open}
        close={() => setOpen(false)}
        fields={[
          { key: 'name', label: t('teamName'), kind: 'text', required: true, max: 80 },
          { key: 'leader', label: t('leader'), kind: 'text', required: true, max: 40 },
          {
            key: 'departments',
            label: t('departments'),
            kind: 'picks',
            required: true,
            options: campaign.departmentsKnown.map((value) => ({ value, label: value })),
          },
          { key: 'people', label: t('people'), kind: 'area', max: 300 },
        ]}
        send={(answers) => send(`/campaigns/${campaign.id}/teams`, answers)}
      />
    </Card>
  );
}
