import { useQuery } from '@tanstack/react-query';
import { Droplet, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, Table } from '../parts/index.ts';
import { Indicators } from '../indicators/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { useChoice } from './BuildingPage.tsx';
import styles from './FireWater.module.css';
import { coverageSchema, missingSchema } from '@anlan/systems/monitoring/fire-water';
import { WORDS } from './words.ts';

type Coverage = z.infer<typeof coverageSchema>;

/** Coverage of key buildings by place, and who is missing there. */
export function FireWaterPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const [region, setRegion] = useState<Coverage['total']>();
  const coverage = useQuery({
    queryKey: ['fire-water', 'coverage'],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/fire-water/coverage', coverageSchema, signal),
  });
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={<Link to={keep('/registry/buildings')}>{t('buildings')}</Link>}
      />
      <Indicators system="S44" />
      {coverage.isPending ? <Loading rows={8} /> : null}
      {coverage.isError && coverage.data === undefined ? (
        <Failed error={coverage.error} retry={() => void coverage.refetch()} />
      ) : null}
      {coverage.data === undefined ? null : (
        <div className={styles.columns} data-wide>
          <Regions coverage={coverage.data} open={setRegion} />
          <Missing region={region} />
        </div>
      )}
    </Page>
  );
}

function shareText(equipped: number, key: number): string {
  return key === 0 ? '—' : `${numberText((equipped / key) * 100, 1)} %`;
}

function Regions({
  coverage,
  open,
}: {
  readonly coverage: Coverage;
  readonly open: (region: Coverage['total']) => void;
}) {
  const t = useWords(WORDS);
  const { total } = coverage;
  const heads = [t('region'), t('key'), t('equipped'), t('share'), t('connected'), t('missing')];
  if (total.key === 0)
    return (
      <Card title={t('coverage')}>
        <Empty icon={<Droplet size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
      </Card>
    );
  return (
    <Card title={t('coverage')} note={t('coverageNote')} flush>
      <p className={styles.figure}>
        <b data-testid="fire-water-share">{shareText(total.equipped, total.key)}</b>
        <span>
          {numberText(total.equipped)} / {numberText(total.key)}
        </span>
      </p>
      <Table heads={heads.map((head, index) => ({ label: head, number: index > 0 }))}>
        {[...coverage.regions, { ...total, region: t('total') }].map((row) => (
          <tr key={row.regionPath} className={row.regionPath === '' ? styles.total : ''}>
            <td>{row.region}</td>
            <td className={table.number}>{numberText(row.key)}</td>
            <td className={table.number}>{numberText(row.equipped)}</td>
            <td className={table.number}>
              <span className={styles.share}>
                <i className={styles.bar} aria-hidden>
                  <i style={{ width: `${row.key === 0 ? 0 : Math.round((row.equipped / row.key) * 100)}%` }} />
                </i>
                {shareText(row.equipped, row.key)}
              </span>
            </td>
            <td className={table.number}>{numberText(row.connected)}</td>
            <td className={table.number}>
              <button type="button" className={styles.door} onClick={() => open(row)}>
                {numberText(row.key - row.equipped)}
              </button>
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

function Missing({ region }: { readonly region: Coverage['total'] | undefined }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const choice = useChoice();
  const path = region?.regionPath ?? '';
  const missing = useQuery({
    queryKey: ['fire-water', 'missing', path],
    queryFn: ({ signal }) => api.get(`/fire-water/missing${query({ region: path })}`, missingSchema, signal),
  });
  const place = path === '' ? t('missingAll') : region?.region;
  if (missing.isPending) return <Loading rows={6} />;
  if (missing.isError && missing.data === undefined)
    return <Failed error={missing.error} retry={() => void missing.refetch()} />;
  return (
    <Card
      title={`${t('missingTitle')} · ${place}`}
      note={t('missingNote', { n: numberText(missing.data.total) })}
      flush
    >
      {missing.data.rows.length === 0 ? (
        <Empty icon={<ShieldCheck size={20} strokeWidth={1.6} />} title={t('noneMissing')} />
      ) : (
        <Table
          heads={[t('name'), t('category'), { label: t('height'), number: true }, t('owner')]}
          className={styles.list}
          testid="fire-water-missing"
        >
          {missing.data.rows.map((row) => (
            <tr key={row.id}>
              <td title={row.name}>
                <Link to={keep(`/registry/buildings/${row.id}`)}>{row.name}</Link>
              </td>
              <td>{choice('category', row.category)}</td>
              <td className={table.number}>{row.height === null ? '—' : `${numberText(row.height, 1)} m`}</td>
              <td title={row.owner ?? undefined}>{row.owner ?? t(row.owned ? 'ownerOutside' : 'noOwner')}</td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
