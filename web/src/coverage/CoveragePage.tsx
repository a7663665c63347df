import { useQuery } from '@tanstack/react-query';
import { Popover } from 'antd';
import { Radar } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, Table } from '../parts/index.ts';
import { Indicators } from '../indicators/index.tsx';
import { useMay } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import styles from './CoveragePage.module.css';
import { Tree } from './Tree.tsx';
import { WORDS } from './words.ts';

const coverageSchema = z.array(
  z.object({
    regionPath: z.string(),
    region: z.string(),
    registered: z.number(),
    connected: z.number(),
    towns: z.number(),
    townsConnected: z.number(),
  }),
);
const ratesSchema = z.array(
  z.object({
    key: z.string(),
    label: z.string(),
    numerator: z.number(),
    denominator: z.number(),
    value: z.number().nullable(),
    missing: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
);
const waterwaySchema = z.array(z.object({ waterway: z.string(), vessels: z.number(), heard: z.number() }));

type Rate = z.infer<typeof ratesSchema>[number];

/** Connected against registered by place (S16), the four vehicle rates (S33), AIS by waterway (S38). */
export function CoveragePage() {
  const t = useWords(WORDS);
  const [devices, positions] = [useMay('device.read'), useMay('position.read')];
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={t('note')} />
      {devices ? <Tree /> : null}
      {devices ? <Indicators system="S16" /> : null}
      {positions ? <Rates /> : null}
      <div className={styles.columns}>
        <Regions />
        {devices ? <Waterways /> : null}
      </div>
    </Page>
  );
}

/** A share in percent with one digit, or nothing to divide by. */
export function shareText(numerator: number, denominator: number): string | null {
  return denominator === 0 ? null : `${numberText((numerator / denominator) * 100, 1)} %`;
}

function useFigures<S extends z.ZodType>(path: string, shape: S) {
  return useQuery({
    queryKey: ['figures', path],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get(path, shape, signal),
  });
}

function Rates() {
  const t = useWords(WORDS);
  const rates = useFigures('/vehicles/rates', ratesSchema);
  if (rates.isPending) return <Loading rows={2} />;
  if (rates.isError && rates.data === undefined)
    return <Failed error={rates.error} retry={() => void rates.refetch()} />;
  return (
    <Card title={t('rates')} note={t('ratesNote')} flush>
      <div className={styles.rates}>
        {rates.data.map((rate) => (
          <RateTile key={rate.key} rate={rate} />
        ))}
      </div>
    </Card>
  );
}

function RateTile({ rate }: { readonly rate: Rate }) {
  const t = useWords(WORDS);
  const [name = rate.label, rest = ''] = rate.label.split('（');
  const missing = rate.denominator - rate.numerator;
  return (
    <div className={styles.rate}>
      <span>{name}</span>
      <b>{shareText(rate.numerator, rate.denominator) ?? t('notApplicable')}</b>
      <Bar share={rate.value ?? 0} />
      <small>
        {numberText(rate.numerator)} / {numberText(rate.denominator)} · {rest.replace('）', '')}
      </small>
      {rate.missing.length === 0 ? null : (
        <Missing rows={rate.missing} alarms={rate.key === 'handled' || rate.key === 'responded'}>
          {t('missing', { n: numberText(missing) })}
        </Missing>
      )}
    </div>
  );
}

/** Who is missing behind a figure, each a door. */
function Missing({
  rows,
  alarms,
  children,
}: {
  readonly rows: Rate['missing'];
  readonly alarms: boolean;
  readonly children: ReactNode;
}) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const list = (
    <ul className={styles.missing}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link to={keep(alarms ? `/desk?alarm=${row.id}` : `/registry/vehicles?open=${row.id}`)}>{row.name}</Link>
        </li>
      ))}
    </ul>
  );
  return (
    <Popover trigger={['click']} arrow={false} title={t('missingOf', { n: rows.length })} content={list}>
      <button type="button" className={styles.door}>
        {children}
      </button>
    </Popover>
  );
}

function Bar({ share }: { readonly share: number }) {
  return (
    <i className={styles.bar} aria-hidden>
      <i style={{ width: `${Math.round(share * 100)}%` }} />
    </i>
  );
}

function Regions() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const coverage = useFigures('/coverage', coverageSchema);
  if (coverage.isPending) return <Loading rows={6} />;
  if (coverage.isError && coverage.data === undefined)
    return <Failed error={coverage.error} retry={() => void coverage.refetch()} />;
  const sum = (key: 'registered' | 'connected' | 'towns' | 'townsConnected') =>
    coverage.data.reduce((total, row) => total + row[key], 0);
  const total = {
    regionPath: '',
    region: t('total'),
    registered: sum('registered'),
    connected: sum('connected'),
    towns: sum('towns'),
    townsConnected: sum('townsConnected'),
  };
  const heads = [t('region'), t('registered'), t('connected'), t('share'), t('towns')];
  return (
    <Card title={t('coverage')} note={t('coverageNote')} flush>
      {total.registered === 0 ? (
        <Empty icon={<Radar size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
      ) : (
        <Table heads={heads.map((head, index) => ({ label: head, number: index > 0 }))}>
          {[...coverage.data, total].map((row) => (
            <tr key={row.regionPath} className={row === total ? styles.total : ''}>
              <td>
                {row === total ? (
                  row.region
                ) : (
                  <Link to={keep(`/registry/devices?scope=${row.regionPath}`)}>{row.region}</Link>
                )}
              </td>
              <td className={table.number}>{numberText(row.registered)}</td>
              <td className={table.number}>{numberText(row.connected)}</td>
              <td className={table.number}>
                <span className={styles.share}>
                  <Bar share={row.registered === 0 ? 0 : row.connected / row.registered} />
                  {shareText(row.connected, row.registered) ?? t('notApplicable')}
                </span>
              </td>
              <td className={table.number}>
                {row.townsConnected} / {row.towns}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}

function Waterways() {
  const t = useWords(WORDS);
  const waterways = useFigures('/waterways/coverage', waterwaySchema);
  if (waterways.data === undefined || waterways.data.length === 0) return null;
  const heads = [t('waterway'), t('vessels'), t('heard'), t('share')];
  return (
    <Card title={t('waterways')} note={t('waterwaysNote')} flush>
      <Table heads={heads.map((head, index) => ({ label: head, number: index > 0 }))}>
        {waterways.data.map((row) => (
          <tr key={row.waterway}>
            <td>{row.waterway}</td>
            <td className={table.number}>{numberText(row.vessels)}</td>
            <td className={table.number}>{numberText(row.heard)}</td>
            <td className={table.number}>{shareText(row.heard, row.vessels) ?? t('notApplicable')}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
