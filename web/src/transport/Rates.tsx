import { useQuery } from '@tanstack/react-query';
import { Popover, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Failed, Loading, numberText, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { useCategory } from './category.ts';
import { groupRatesSchema, rateMissingSchema, rateSchema } from '@anlan/systems/monitoring/vehicle-supervision';
import styles from './Transport.module.css';
import { WORDS } from './words.ts';

type Rate = Omit<z.infer<typeof rateSchema>, 'missing'>;
const DAY = 86_400_000;
const BY = { region: 'byRegion', enterprise: 'byEnterprise', category: 'byCategory' } as const;

const share = (rate: Rate): string | null => (rate.value === null ? null : `${numberText(rate.value * 100, 1)} %`);

/** The four rates for a period, by area, operator or class, each with its numerator, denominator and who is missing. */
export function Rates() {
  const t = useWords(WORDS);
  const [days, setDays] = useState(30);
  const [by, setBy] = useState<keyof typeof BY>('region');
  // The window is fixed while the choice stands, so that what is counted does not move under the reader.
  const [from, setFrom] = useState(() => Date.now() - 30 * DAY);
  const period = { from };
  const rates = useQuery({
    queryKey: ['vehicles', 'rates', from],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get(`/vehicles/rates${query(period)}`, z.array(rateSchema), signal),
  });
  const groups = useQuery({
    queryKey: ['vehicles', 'rates', 'groups', from, by],
    queryFn: ({ signal }) =>
      api.get(`/vehicles/rates/groups${query({ ...period, by })}`, z.array(groupRatesSchema), signal),
  });
  if (rates.isPending) return <Loading rows={3} />;
  if (rates.isError && rates.data === undefined)
    return <Failed error={rates.error} retry={() => void rates.refetch()} />;
  return (
    <Card title={t('rates')} flush>
      <div className={styles.tools}>
        <Segmented
          size="small"
          aria-label={t('period')}
          value={days}
          options={[1, 7, 30].map((value) => ({ value, label: value === 1 ? t('today') : t('days', { n: value }) }))}
          onChange={(value) => {
            setDays(value);
            setFrom(Date.now() - value * DAY);
          }}
        />
        <Segmented
          size="small"
          aria-label={t('by')}
          value={by}
          options={Object.entries(BY).map(([value, word]) => ({ value, label: t(word) }))}
          onChange={(value) => setBy(value as keyof typeof BY)}
        />
      </div>
      <div className={styles.rates} data-testid="rates">
        {rates.data.map((rate) => (
          <Tile key={rate.key} rate={rate} from={from} />
        ))}
      </div>
      {groups.data === undefined || groups.data.length < 2 ? null : <Groups rows={groups.data} by={by} from={from} />}
    </Card>
  );
}

function Tile({ rate, from }: { readonly rate: Rate; readonly from: number }) {
  const t = useWords(WORDS);
  const name = t(`rate_${rate.key}` as 'rate_online');
  const rest = t(`rate_${rate.key}_of` as 'rate_online_of');
  return (
    <div className={styles.rate} data-rate={rate.key}>
      <span>{name}</span>
      <b>{share(rate) ?? t('none')}</b>
      <i className={styles.bar} aria-hidden>
        <i style={{ width: `${Math.round((rate.value ?? 0) * 100)}%` }} />
      </i>
      <small>
        {numberText(rate.numerator)} / {numberText(rate.denominator)} · {rest}
      </small>
      <Missing rate={rate} name={name} wish={{ from }} />
    </div>
  );
}

type Wish = Readonly<Record<string, string | number | null>>;

/** Who is missing behind a figure, fetched when asked for; each a door. */
function Missing({ rate, name, wish }: { readonly rate: Rate; readonly name: string; readonly wish: Wish }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const [open, setOpen] = useState(false);
  const missing = useQuery({
    queryKey: ['vehicles', 'rates', 'missing', rate.key, wish],
    enabled: open,
    queryFn: ({ signal }) =>
      api.get(`/vehicles/rates/missing${query({ ...wish, key: rate.key })}`, rateMissingSchema, signal),
  });
  const count = rate.denominator - rate.numerator;
  if (count === 0) return null;
  const alarms = rate.key === 'handled' || rate.key === 'responded';
  const list =
    missing.data === undefined ? (
      <Loading rows={3} />
    ) : (
      <ul className={styles.missing} data-testid="missing">
        {missing.data.rows.map((row) => (
          <li key={row.id}>
            <Link to={keep(alarms ? `/desk?alarm=${row.id}` : `/transport/${row.id}`)}>{row.name}</Link>
          </li>
        ))}
      </ul>
    );
  return (
    <Popover
      trigger={['click']}
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      title={t('missingOf', { name, n: numberText(count) })}
      content={list}
    >
      <button type="button" className={styles.door}>
        {t('missing', { n: numberText(count) })}
      </button>
    </Popover>
  );
}

const WISH = { region: 'region', enterprise: 'enterprise', category: 'category' } as const;

function Groups({
  rows,
  by,
  from,
}: {
  readonly rows: readonly z.infer<typeof groupRatesSchema>[];
  readonly by: keyof typeof BY;
  readonly from: number;
}) {
  const t = useWords(WORDS);
  const category = useCategory();
  const heads = rows[0]?.rates.map((rate) => t(`rate_${rate.key}` as 'rate_online')) ?? [];
  return (
    <Table
      heads={[t(BY[by]), ...heads.map((head) => ({ label: head, number: true }))]}
      style={{ maxHeight: 280, overflowY: 'auto' }}
      testid="rate-groups"
    >
      {rows.map((row) => (
        <tr key={row.group}>
          <td title={row.name}>{by === 'category' ? category(row.group) : row.name}</td>
          {row.rates.map((rate) => (
            <td key={rate.key} className={table.number}>
              {share(rate) ?? t('none')} · {numberText(rate.numerator)}/{numberText(rate.denominator)}{' '}
              <Missing rate={rate} name={row.name} wish={{ from, [WISH[by]]: row.group }} />
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
