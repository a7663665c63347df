import { CAMPAIGN_STATES } from '@anlan/kernel/campaign';
import { Button } from 'antd';
import { ArrowLeft, Printer } from 'lucide-react';
import { Link, useParams } from 'react-router';
import sheet from '../case/PrintPage.module.css';
import { useLabel, useWords } from '../language/index.tsx';
import { Facts, Failed, Loading, numberText } from '../parts/index.ts';
import { useTitle } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Campaign.module.css';
import { useCampaign } from './queries.ts';
import { NUMBERS } from './Report.tsx';
import { WORDS } from './words.ts';

/** The report of a campaign on paper: figures as a whole, by place and by kind of violation. */
export function CampaignPrintPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const { id = '' } = useParams();
  const found = useCampaign(id);
  const campaign = found.data;
  useTitle(campaign?.name ?? t('title'));
  return (
    <div className={sheet.page}>
      <div className={sheet.bar} data-noprint>
        <Link to={`/campaigns/${id}`}>
          <Button icon={<ArrowLeft size={15} aria-hidden />}>{t('back')}</Button>
        </Link>
        <Button
          type="primary"
          icon={<Printer size={15} aria-hidden />}
          disabled={campaign === undefined}
          onClick={() => window.print()}
        >
          {t('print')}
        </Button>
      </div>
      {found.isPending ? <Loading rows={10} /> : null}
      {found.isError && campaign === undefined ? <Failed error={found.error} /> : null}
      {campaign === undefined ? null : (
        <article className={sheet.sheet}>
          <header>
            <h1>{t('reportTitle', { name: campaign.name })}</h1>
            <span>
              {campaign.home} · {campaign.number} · {label(CAMPAIGN_STATES[campaign.state])} ·{' '}
              {t('madeAt', { at: stampText(Date.now()).slice(0, 16) })}
            </span>
          </header>
          <section>
            <h2>{t('overall')}</h2>
            <Facts
              columns={2}
              rows={[
                [t('period'), `${campaign.from} — ${campaign.to}`],
                [t('departments'), campaign.departments.join('、') || null],
                ...NUMBERS.map((key) => [t(key), numberText(campaign.total[key])] as const),
                [
                  t('rate'),
                  campaign.total.planned === 0
                    ? '—'
                    : `${numberText((campaign.total.inspected / campaign.total.planned) * 100, 1)} %`,
                ],
                [t('fines'), t('wan', { n: numberText(campaign.total.fines, 1) })],
              ]}
            />
          </section>
          <section>
            <h2>{t('report')}</h2>
            <table className={styles.print}>
              <thead>
                <tr>
                  <th>{t('region')}</th>
                  {NUMBERS.map((key) => (
                    <th key={key}>{t(key)}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {campaign.parts
                  .filter((part) => part.parent === null)
                  .map((part) => (
                    <tr key={part.id}>
                      <td>{part.name}</td>
                      {NUMBERS.map((key) => (
                        <td key={key}>{numberText(part.figures[key])}</td>
                      ))}
                    </tr>
                  ))}
              </tbody>
            </table>
          </section>
          <section>
            <h2>{t('violations')}</h2>
            <table className={styles.print}>
              <thead>
                <tr>
                  <th>{t('violation')}</th>
                  <th>{t('found')}</th>
                  <th>{t('penalised')}</th>
                </tr>
              </thead>
              <tbody>
                {campaign.violations.map((one) => (
                  <tr key={one.violation ?? ''}>
                    <td>{one.violation ?? t('unclassified')}</td>
                    <td>{numberText(one.found)}</td>
                    <td>{numberText(one.penalised)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <section>
            <h2>{t('summary')}</h2>
            <p>{campaign.summary ?? t('noSummary')}</p>
          </section>
        </article>
      )}
    </div>
  );
}
