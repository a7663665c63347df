import { Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Failed, Loading, StatusWord, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
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
      <Table heads={[t('region'), t('state'), { label: t('least'), number: true }, t('had')]} testid="fire-calendar">
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
      </Table>
    </Card>
  );
}
