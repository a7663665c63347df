import type { Campaign } from '@anlan/kernel/campaign';
import { Button } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useSectorWord } from '../case/index.tsx';
import { Ask } from '../joint/Ask.tsx';
import { useWords } from '../language/index.tsx';
import { Card, Facts, numberText } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Campaign.module.css';
import { Report } from './Report.tsx';
import { useMayIssue, useSend } from './queries.ts';
import { WORDS } from './words.ts';

export function Overview({ campaign }: { readonly campaign: Campaign }) {
  const t = useWords(WORDS);
  const sectors = campaign.criteria.sectors.map(useSectorWord());
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
