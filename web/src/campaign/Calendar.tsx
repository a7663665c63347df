import { Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Failed, Loading, Scroll, StatusWord } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../shell/Table.module.css';
import { stampText } from '../time/index.ts';
import styles from './Campaign.module.css';
import { useFireCalendar } from './queries.ts';
import { WORDS } from './words.ts';

/** Which jurisdictions had the fire campaigns of a calendar year; those without stand first. */
export function FireCalendarCard() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const now = Number(stampText(Date.now()).slice(0, 4));
  const [year, setYear] = useState(now);
  const found = useFireCalendar(year);
  if (found.data === undefined) return found.isError ? <Failed error={found.error} /> : <Loading rows={8} />;
  const { rows, missing } = found.data;
  return (
    <Card
      title={missing === 0 ? t('allHave') : t('missingN', { n: missing })}
      note={t('calendarNote')}
      extra={
        <Select
          size="small"
          aria-label={t('year')}
          value={year}
          onChange={setYear}
          options={Array.from({ length: 6 }, (_, back) => ({ value: now - back, label: String(now - back) }))}
        />
      }
      flush
    >
      <Scroll>
        <table className={table.table} data-testid="fire-calendar">
          <thead>
            <tr>
              <th scope="col">{t('region')}</th>
              <th scope="col">{t('state')}</th>
              <th scope="col" className={table.number}>
                {t('least')}
              </th>
              <th scope="col">{t('had')}</th>
            </tr>
          </thead>
          <tbody>
            {rows
              .toSorted((a, b) => Number(b.missing) - Number(a.missing))
              .map((row) => (
                <tr key={row.path}>
                  <td>{row.name}</td>
                  <td>
                    <StatusWord state={row.missing ? 'late' : 'done'}>{t(row.missing ? 'missing' : 'had')}</StatusWord>
                  </td>
                  <td className={table.number}>{row.least}</td>
                  <td className={table.wide}>
                    <span className={styles.months}>
                      {row.campaigns.map((campaign) => (
                        <Link key={campaign.id} to={keep(`/campaigns/${campaign.id}`)}>
                          {campaign.name}（{campaign.from.slice(5)}—{campaign.to.slice(5)}）
                        </Link>
                      ))}
                    </span>
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  );
}
