import type { ParameterView } from '@anlan/kernel/parameter';
import { Checkbox, Select } from 'antd';
import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { SearchBox } from '../case/index.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Card, Empty, Failed, Loading, PageHead, Table } from '../parts/index.ts';
import { Page, useScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { ParameterDrawer } from './ParameterDrawer.tsx';
import styles from './ParametersPage.module.css';
import { useParameters } from './queries.ts';
import { ValueText } from './ValueText.tsx';
import { WORDS } from './words.ts';

/** Every limit, deadline and list by subject: the value in force for a place and who set it. */
export function ParametersPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const [only, setOnly] = useState(false);
  const region = scope.narrowed ? scope.path : null;
  const found = useParameters(region);
  const search = params.get('search') ?? '';
  const opened = params.get('open');
  const change = (key: string, value: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === null || value === '') next.delete(key);
        else next.set(key, value);
        return next;
      },
      { replace: key !== 'open' },
    );
  const rows = (found.data ?? []).filter((row) => fits(row, search) && (!only || row.setBy !== null || row.coming > 0));
  const groups = [...new Set(rows.map((row) => row.group))];
  const chosen = found.data?.find((row) => row.key === opened);
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={t('note')} />
      <div className={styles.bar} role="search">
        <SearchBox value={search} change={(text) => change('search', text)} placeholder={t('search')} />
        {scope.regions.length < 2 ? null : (
          <Select
            className={styles.place ?? ''}
            aria-label={t('place')}
            prefix={<span className={styles.prefix}>{t('place')}</span>}
            value={scope.narrowed ? scope.path : ''}
            onChange={(path: string | null) => scope.narrow(path === '' ? null : path)}
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: '', label: t('whole') },
              ...scope.regions.map((one) => ({ value: one.path, label: one.name })),
            ]}
          />
        )}
        <Checkbox checked={only} onChange={(event) => setOnly(event.target.checked)}>
          {t('only')}
        </Checkbox>
      </div>
      {found.isPending ? <Loading rows={10} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data !== undefined && rows.length === 0 ? (
        <Empty icon={<SlidersHorizontal size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
      ) : null}
      {groups.map((group) => (
        <ParameterGroup
          key={group}
          group={group}
          rows={rows.filter((row) => row.group === group)}
          opened={opened}
          open={(key) => change('open', key)}
        />
      ))}
      {chosen === undefined ? null : (
        <ParameterDrawer key={chosen.key} parameter={chosen} close={() => change('open', null)} />
      )}
    </Page>
  );
}

function fits(row: ParameterView, search: string): boolean {
  const text =
    `${row.label} ${row.labelEn} ${row.key} ${row.source} ${row.sourceEn} ${row.group} ${row.groupEn} ${row.system ?? ''}`.toLowerCase();
  return text.includes(search.trim().toLowerCase());
}

interface GroupProps {
  readonly group: string;
  readonly rows: readonly ParameterView[];
  readonly opened: string | null;
  readonly open: (key: string) => void;
}

/** Parameters of one subject: the value in force, who set it, what is to come; a row opens it. */
export function ParameterGroup({ group, rows, opened, open }: GroupProps) {
  const t = useWords(WORDS);
  const region = useRegionName();
  const label = useLabel();
  const { language } = useLanguage();
  const source = (row: ParameterView) => (language === 'zh' ? row.source : row.sourceEn);
  const [first] = rows;
  return (
    <Card title={language === 'zh' ? group : (first?.groupEn ?? group)} note={t('count', { n: rows.length })} flush>
      <Table heads={[t('name'), t('value'), t('setBy'), t('coming'), t('source')]} look={styles.table}>
        {rows.map((row) => (
          <tr key={row.key} onClick={() => open(row.key)} aria-selected={opened === row.key}>
            <td>
              <button
                type="button"
                className={styles.name}
                onClick={(event) => (event.stopPropagation(), open(row.key))}
              >
                {label(row)}
              </button>
            </td>
            <td>
              <b>
                <ValueText parameter={row} value={row.value} />
              </b>
            </td>
            <td className={styles.quiet}>
              {row.setBy === null
                ? t('platformFirst')
                : t('since', { who: region(row.setBy.regionName), at: stampText(row.setBy.from).slice(0, 10) })}
            </td>
            <td>{row.coming === 0 ? <span className={styles.quiet}>—</span> : t('comingN', { n: row.coming })}</td>
            <td className={table.wide} title={source(row)}>
              {source(row)}
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
