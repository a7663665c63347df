import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
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
    <Card title={t('rates')} note={t('ratesOf')} flush>
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
        <Behind rate={rate} part="met" name={name} wish={{ from }} /> /{' '}
        <Behind rate={rate} part="all" name={name} wish={{ from }} /> · {rest}
      </small>
      <Behind rate={rate} part="missing" name={name} wish={{ from }} />
    </div>
  );
}

type Wish = Readonly<Record<string, string | number | null>>;

type Part = 'met' | 'missing' | 'all';

const PAGE = 100;

/** A part of a rate as a door to just those it counts: its numerator, its denominator, or who is missing. */
function Behind({
  rate,
  part,
  name,
  wish,
}: {
  readonly rate: Rate;
  readonly part: Part;
  readonly name: string;
  readonly wish: Wish;
}) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const [open, setOpen] = useState(false);
  const found = useInfiniteQuery({
    queryKey: ['vehicles', 'rates', 'behind', rate.key, part, wish],
    enabled: open,
    initialPageParam: 1,
    queryFn: ({ signal, pageParam }) =>
      api.get(
        `/vehicles/rates/missing${query({ ...wish, key: rate.key, part, page: pageParam })}`,
        rateMissingSchema,
        signal,
      ),
    getNextPageParam: (last, pages) => (pages.length * PAGE < last.total ? pages.length + 1 : undefined),
  });
  const count = { met: rate.numerator, all: rate.denominator, missing: rate.denominator - rate.numerator }[part];
  const said = numberText(count);
  if (count === 0) return part === 'missing' ? null : <>{said}</>;
  const alarms = rate.key === 'handled' || rate.key === 'responded';
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const list =
    found.data === undefined ? (
      <Loading rows={3} />
    ) : (
      <>
        <ul className={styles.missing} data-testid={part === 'missing' ? 'missing' : `rate-${part}`}>
          {rows.map((row) => (
            <li key={row.id}>
              <Link to={keep(alarms ? `/desk?alarm=${row.id}` : `/transport/${row.id}`)}>{row.name}</Link>
            </li>
          ))}
        </ul>
        {found.hasNextPage ? (
          <button type="button" className={styles.door} onClick={() => void found.fetchNextPage()}>
            {t('moreOf', { n: numberText((found.data.pages[0]?.total ?? 0) - rows.length) })}
          </button>
        ) : null}
      </>
    );
  return (
    <Popover
      trigger={['click']}
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      title={t(`${part}Of`, { name, n: numberText(found.data?.pages[0]?.total ?? count) })}
      content={list}
    >
      <button type="button" className={styles.door} aria-label={t(`${part}Of`, { name, n: said })}>
        {part === 'missing' ? t('missing', { n: said }) : said}
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
  const wishOf = (group: string): Wish => ({ from, [WISH[by]]: group });
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
              {share(rate) ?? t('none')} · <Behind rate={rate} part="met" name={row.name} wish={wishOf(row.group)} />/
              <Behind rate={rate} part="all" name={row.name} wish={wishOf(row.group)} />{' '}
              <Behind rate={rate} part="missing" name={row.name} wish={wishOf(row.group)} />
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
