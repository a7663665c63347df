import type { Campaign, Figures, Part } from '@anlan/kernel/campaign';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { caseHref, kindByKey } from '../case/index.tsx';
import { Ask } from '../joint/Ask.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, numberText, StatusWord, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import styles from './Campaign.module.css';
import { Progress } from './parts.tsx';
import { useMayIssue, useSend } from './queries.ts';
import { WORDS } from './words.ts';

export const NUMBERS = [
  'targets',
  'planned',
  'inspected',
  'found',
  'rectified',
  'closed',
  'penalised',
  'shut',
] as const;
const DOORS: Partial<Record<(typeof NUMBERS)[number], string>> = {
  targets: 'tab=targetList',
  inspected: 'tab=targetList&state=done',
  found: 'tab=findings',
  rectified: 'tab=findings&state=rectified',
  closed: 'tab=findings&state=closed',
  penalised: 'tab=findings&state=penalised',
};

/** How a place's task stands, beside being late. */
const LOOK: Readonly<Record<string, 'wait' | 'doing' | 'done' | 'draft'>> = {
  issued: 'wait',
  running: 'doing',
  summed: 'wait',
  accepted: 'done',
  dropped: 'draft',
};

/** What a campaign has come to by place: counties, below them their towns; every number opens its records. */
export function Report({ campaign }: { readonly campaign: Campaign }) {
  const t = useWords(WORDS);
  const [opened, setOpened] = useState<string>();
  const top = campaign.parts.filter(
    (part) => part.parent === null || !campaign.parts.some(({ id }) => id === part.parent),
  );
  return (
    <Card title={t('report')} note={t('reportNote')} flush>
      <Table
        heads={[t('region'), t('progress'), ...NUMBERS.map((key) => ({ label: t(key), number: true })), t('state')]}
        className={table.tall}
        testid="campaign-report"
      >
        {top.map((part) => (
          <Rows
            key={part.id}
            campaign={campaign}
            part={part}
            open={opened === part.id}
            toggle={() => setOpened(opened === part.id ? undefined : part.id)}
          />
        ))}
        <tr className={table.total}>
          <td>{t('total')}</td>
          <td>
            <Progress part={campaign.total.inspected} whole={campaign.total.planned} />
          </td>
          <Numbers campaign={campaign} figures={campaign.total} path={null} />
          <td>{t('lateN', { n: top.filter((part) => part.late).length })}</td>
        </tr>
      </Table>
    </Card>
  );
}

function Numbers({
  campaign,
  figures,
  path,
}: {
  readonly campaign: Campaign;
  readonly figures: Figures;
  readonly path: string | null;
}) {
  const keep = useKeepScope();
  return NUMBERS.map((key) => {
    const door = DOORS[key];
    const text = numberText(figures[key]);
    return (
      <td key={key} className={table.number}>
        {door === undefined || figures[key] === 0 ? (
          text
        ) : (
          <Link to={keep(`/campaigns/${campaign.id}?${door}${path === null ? '' : `&region=${path}`}`)}>{text}</Link>
        )}
      </td>
    );
  });
}

interface RowsProps {
  readonly campaign: Campaign;
  readonly part: Part;
  readonly open: boolean;
  readonly toggle: () => void;
}

function Rows({ campaign, part, open, toggle }: RowsProps) {
  const towns = campaign.parts.filter(({ parent }) => parent === part.id);
  return (
    <>
      <Row campaign={campaign} part={part} open={open} toggle={towns.length === 0 ? undefined : toggle} />
      {open ? towns.map((town) => <Row key={town.id} campaign={campaign} part={town} town />) : null}
    </>
  );
}

interface RowProps {
  readonly campaign: Campaign;
  readonly part: Part;
  readonly town?: boolean;
  readonly open?: boolean;
  readonly toggle?: (() => void) | undefined;
}

function Row({ campaign, part, town = false, open = false, toggle }: RowProps) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const send = useSend();
  const may = useMayIssue() && campaign.state === 'running' && (campaign.own || town);
  const [setting, setSetting] = useState(false);
  const label = useLabel();
  const state = kindByKey('campaign-part')?.states[part.caseState ?? ''];
  return (
    <tr className={town ? styles.town : ''}>
      <td title={part.name}>
        {toggle === undefined ? (
          part.name
        ) : (
          <button type="button" className={styles.door} aria-expanded={open} onClick={toggle}>
            {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />} {part.name}
          </button>
        )}
      </td>
      <td>
        <Progress part={part.figures.inspected} whole={part.figures.planned} />
      </td>
      {NUMBERS.map((key) => {
        const door = DOORS[key];
        const text = numberText(part.figures[key]);
        return (
          <td key={key} className={table.number}>
            {key === 'planned' && may ? (
              <button type="button" className={styles.door} title={t('setPlan')} onClick={() => setSetting(true)}>
                {text}
              </button>
            ) : door === undefined || part.figures[key] === 0 ? (
              text
            ) : (
              <Link to={keep(`/campaigns/${campaign.id}?${door}&region=${part.path}`)}>{text}</Link>
            )}
          </td>
        );
      })}
      <td>
        {part.caseId === null ? null : (
          <Link to={keep(caseHref(part.caseId))}>
            <StatusWord state={part.late ? 'late' : (LOOK[part.caseState ?? ''] ?? 'doing')}>
              {part.late ? t('late') : state === undefined ? part.caseState : label(state)}
              {part.urged === 0 ? '' : ` · ${t('urged', { n: part.urged })}`}
            </StatusWord>
          </Link>
        )}
        {setting ? (
          <Ask
            title={`${t('setPlan')} ${part.name}`}
            submit={t('setPlan')}
            open
            close={() => setSetting(false)}
            initial={{ planned: part.figures.planned }}
            fields={[
              { key: 'planned', label: `${t('planned')}（≤ ${part.figures.targets}）`, kind: 'number', required: true },
            ]}
            send={(answers) => send(`/campaigns/${campaign.id}/parts/${part.id}`, answers)}
          />
        ) : null}
      </td>
    </tr>
  );
}
