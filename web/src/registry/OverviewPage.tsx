import { overviewSchema, populationSchema } from '@anlan/kernel/registry';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { ArrowUp } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { api, query, useSession } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Card, Failed, Loading, PageHead, Scroll } from '../parts/index.ts';
import { Page, useScope } from '../shell/index.ts';
import { ENTITIES, entityByKey } from './entities.ts';
import { WORDS } from './tool-words.ts';
import styles from './Tools.module.css';

/** Completeness per jurisdiction with what is missing, and how many of each sector lie where. */
export function OverviewPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const place = useRegionName();
  const [params, setParams] = useSearchParams();
  const scope = useScope();
  const session = useSession();
  const entity = entityByKey(params.get('entity') ?? 'enterprise') ?? ENTITIES[0]!;
  const region = params.get('region') ?? scope.path;
  const asked = query({ entity: entity.key, region });
  const overview = useQuery({
    queryKey: ['registry', 'overview', asked],
    queryFn: ({ signal }) => api.get(`/registry/overview${asked}`, overviewSchema, signal),
  });
  const population = useQuery({
    queryKey: ['registry', 'population', asked],
    enabled: entity.sectorField !== undefined,
    queryFn: ({ signal }) => api.get(`/registry/population${asked}`, populationSchema, signal),
  });
  const go = (change: Record<string, string | null>) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      for (const [key, value] of Object.entries(change)) {
        if (value === null) next.delete(key);
        else next.set(key, value);
      }
      return next;
    });
  const list = (narrow: Record<string, string | null>, at: string | null) =>
    `/registry/${entity.plural}${query({ scope: at ?? undefined, ...narrow })}`;
  const percent = (share: number | null) => (share === null ? '—' : `${Math.floor(share * 100)} %`);
  const own = session.scope.path;
  const up = region === null || region === own ? null : region.replace(/[^.]+\.$/, '');
  const title = t('overviewTitle', { what: label(entity) });
  return (
    <Page title={title}>
      <PageHead
        title={title}
        crumbs={[{ label: t('registry'), href: '/systems/registry' }]}
        actions={
          <>
            {up === null ? null : (
              <Button icon={<ArrowUp size={15} aria-hidden />} onClick={() => go({ region: up === own ? null : up })}>
                {t('up')}
              </Button>
            )}
            <Select
              value={entity.key}
              style={{ minWidth: 140 }}
              aria-label={t('registry')}
              options={ENTITIES.map((one) => ({ value: one.key, label: label(one) }))}
              onChange={(key) => go({ entity: key })}
            />
          </>
        }
      />
      {overview.isPending ? <Loading rows={8} /> : null}
      {overview.isError ? <Failed error={overview.error} retry={() => void overview.refetch()} /> : null}
      {population.data === undefined || entity.sectorField === undefined ? null : (
        <Card title={t('population')} note={t('populationNote')} flush>
          <Scroll className={styles.scroll}>
            <table className={styles.table} aria-label={t('population')}>
              <thead>
                <tr>
                  <th>{t('area')}</th>
                  {population.data.sectors.map((sector) => (
                    <th key={sector.value} className={styles.number}>
                      {label(sector)}
                    </th>
                  ))}
                  <th className={styles.number}>{t('total')}</th>
                </tr>
              </thead>
              <tbody>
                {population.data.rows.map((row) => (
                  <tr key={row.path}>
                    <td className={styles.nowrap}>
                      {row.kind === 'town' || row.path === region ? (
                        place(row.name)
                      ) : (
                        <button type="button" className={styles.link ?? ''} onClick={() => go({ region: row.path })}>
                          {place(row.name)}
                        </button>
                      )}
                    </td>
                    {population.data.sectors.map(({ value }) => (
                      <td key={value} className={styles.number}>
                        {row.counts[value] === undefined ? (
                          ''
                        ) : (
                          <Link to={list({ [entity.sectorField!]: value }, row.path)}>{row.counts[value]}</Link>
                        )}
                      </td>
                    ))}
                    <td className={styles.number}>
                      <Link to={list({}, row.path)}>{row.total}</Link>
                    </td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <td>{t('total')}</td>
                  {population.data.sectors.map(({ value }) => (
                    <td key={value} className={styles.number} data-sector={value}>
                      <Link to={list({ [entity.sectorField!]: value }, region)}>
                        {population.data.total.counts[value] ?? 0}
                      </Link>
                    </td>
                  ))}
                  <td className={styles.number}>{population.data.total.total}</td>
                </tr>
              </tfoot>
            </table>
          </Scroll>
        </Card>
      )}
      {overview.data === undefined ? null : (
        <div className={styles.split}>
          <Card title={t('byArea')} flush>
            <table className={styles.table} aria-label={t('byArea')}>
              <thead>
                <tr>
                  <th>{t('area')}</th>
                  <th className={styles.number}>{t('records')}</th>
                  <th>{t('completeness')}</th>
                  <th className={styles.number}>{t('verified')}</th>
                </tr>
              </thead>
              <tbody>
                {overview.data.rows.map((row) => (
                  <tr key={row.path}>
                    <td>
                      {row.kind === 'town' || row.path === region ? (
                        place(row.name)
                      ) : (
                        <button type="button" className={styles.link ?? ''} onClick={() => go({ region: row.path })}>
                          {place(row.name)}
                        </button>
                      )}
                    </td>
                    <td className={styles.number}>
                      <Link to={list({}, row.path)}>{row.records.toLocaleString('en-US')}</Link>
                    </td>
                    <td className={styles.nowrap}>
                      <span className={styles.bar}>
                        <i style={{ width: `${(row.completeness ?? 0) * 100}%` }} />
                      </span>
                      {percent(row.completeness)}
                    </td>
                    <td className={styles.number}>
                      <Link to={list({ verified: 'true' }, row.path)}>{row.verified}</Link>
                    </td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <td>{t('total')}</td>
                  <td className={styles.number}>{overview.data.total.records.toLocaleString('en-US')}</td>
                  <td>{percent(overview.data.total.completeness)}</td>
                  <td className={styles.number}>{overview.data.total.verified}</td>
                </tr>
              </tfoot>
            </table>
          </Card>
          <Card title={t('byField')} note={t('byFieldNote')} flush>
            <table className={styles.table} aria-label={t('byField')}>
              <tbody>
                {overview.data.fields
                  .toSorted((a, b) => b.missing - a.missing)
                  .map((field) => (
                    <tr key={field.key}>
                      <td>{label(field)}</td>
                      <td className={styles.number}>
                        {field.missing === 0 ? (
                          0
                        ) : (
                          <Link to={list({ missing: field.key }, region)}>{field.missing.toLocaleString('en-US')}</Link>
                        )}
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </Card>
        </div>
      )}
    </Page>
  );
}
