import type { Entity } from '@anlan/kernel/entity';
import { Button, Select } from 'antd';
import { ChevronLeft, ChevronRight, Download, Plus, Table2 } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { query, type RegistryRecord } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Empty, Failed, Loading, PageHead } from '../parts/index.ts';
import { useKeepScope, useScope, useTitle } from '../shell/index.ts';
import { usePhone } from '../shell/phone.ts';
import { listQuery, readAddress, SIZES, writeAddress, type ListState } from './address.ts';
import { Drawer } from './Drawer.tsx';
import { entityByPlural, familyOf, systemOf } from './entities.ts';
import { FilterBar, type Density } from './FilterBar.tsx';
import styles from './ListPage.module.css';
import { useRecords } from './queries.ts';
import { useMay } from './RecordPanel.tsx';
import { RecordCards, RecordTable } from './RecordTable.tsx';
import { Views } from './Views.tsx';
import { WORDS } from './words.ts';

/** The generated list of any register. */
export function ListPage() {
  const t = useWords(WORDS);
  const { plural } = useParams();
  const entity = entityByPlural(plural);
  if (entity === undefined) return <Empty icon={<Table2 size={20} strokeWidth={1.6} />} title={t('unknownEntity')} note={t('unknownEntityNote', { what: plural ?? '' })} />;
  return <List key={entity.plural} entity={entity} />;
}

function rememberedDensity(): Density {
  const kept = localStorage.getItem('anlan.density');
  return kept === 'compact' || kept === 'loose' ? kept : 'standard';
}

function List({ entity }: { readonly entity: Entity }) {
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const [density, setDensity] = useState(rememberedDensity);
  const [at, setAt] = useState(-1);
  const phone = usePhone();
  const state = readAddress(entity, params);
  const page = useRecords(entity, state, scope.narrowed ? scope.path : null);
  const change = (next: Readonly<Record<string, string | number | null>>) => setParams((before) => writeAddress(before, next), { replace: !('open' in next) });
  const open = (record: RegistryRecord) => (setAt(page.data?.rows.indexOf(record) ?? -1), change({ open: record.id, edit: null }));
  const rows = page.data?.rows ?? [];
  useListKeys({ rows, at, setAt, open, close: () => change({ open: null, edit: null }) });
  const rememberDensity = (next: Density) => (setDensity(next), localStorage.setItem('anlan.density', next));
  const opened = params.get('open');
  return (
    <div className={styles.page}>
      <Head entity={entity} state={state} total={page.data?.total} completeness={page.data?.completeness} add={() => change({ open: 'new', edit: null })} />
      <FilterBar entity={entity} state={state} change={change} density={density} setDensity={rememberDensity} />
      <div className={styles.table}>
        {page.isPending ? <Loading rows={10} /> : null}
        {page.isError && page.data === undefined ? <Failed error={page.error} retry={() => void page.refetch()} /> : null}
        {page.data !== undefined && rows.length === 0 ? <Nothing entity={entity} filtered={state.search !== '' || Object.keys(state.filters).length > 0} add={() => change({ open: 'new' })} /> : null}
        {rows.length === 0 ? null : phone ? (
          <RecordCards entity={entity} rows={rows} open={open} />
        ) : (
          <RecordTable entity={entity} rows={rows} sort={state.sort} setSort={(sort) => change({ sort })} density={density} at={at} open={open} opened={opened} stale={page.isPlaceholderData} />
        )}
      </div>
      {page.data === undefined || page.data.total === 0 ? null : <Foot state={state} shown={rows.length} total={page.data.total} took={page.data.took} change={change} />}
      {opened === null ? null : <Drawer key={opened} entity={entity} id={opened} editing={params.get('edit') !== null} change={change} />}
    </div>
  );
}

interface KeyProps {
  readonly rows: readonly RegistryRecord[];
  readonly at: number;
  readonly setAt: (at: number) => void;
  readonly open: (record: RegistryRecord) => void;
  readonly close: () => void;
}

/** J/K move, Enter opens, Escape closes, / searches; silent while somebody types. */
function useListKeys({ rows, at, setAt, open, close }: KeyProps): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const typing = target.closest('input, textarea, select, [role="combobox"], [role="dialog"]') !== null;
    if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== 'Escape')) return;
    const acts: Record<string, () => void> = {
      j: () => setAt(Math.min(rows.length - 1, at + 1)),
      k: () => setAt(Math.max(0, at - 1)),
      Enter: () => {
        const row = rows[at];
        if (row !== undefined && target.closest('button, a') === null) open(row);
      },
      Escape: close,
      '/': () => (event.preventDefault(), document.getElementById('list-search')?.focus()),
    };
    acts[event.key]?.();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

interface HeadProps {
  readonly entity: Entity;
  readonly state: ListState;
  readonly total: number | undefined;
  readonly completeness: number | null | undefined;
  readonly add: () => void;
}

function Head({ entity, state, total, completeness, add }: HeadProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const scope = useScope();
  const keep = useKeepScope();
  const writes = useMay('registry.write');
  useTitle(label(entity));
  const system = systemOf(entity);
  const family = familyOf(entity.family);
  const file = `/api/${entity.plural}/export.csv${query({ ...listQuery(state, scope.narrowed ? scope.path : null), page: null, size: null })}`;
  const note = [entity.about, completeness == null ? '' : t('completeness', { p: Math.round(completeness * 100) })].filter(Boolean).join(' · ');
  return (
    <div className={styles.head}>
      <PageHead
        title={label(entity)}
        note={note}
        crumbs={[
          ...(family === undefined ? [] : [{ label: label({ label: family.rail, labelEn: family.railEn }), href: keep(`/systems/${family.key}`) }]),
          ...(system === undefined ? [] : [{ label: label(system) }]),
        ]}
        actions={
          <>
            <Button icon={<Download size={15} aria-hidden />} href={file} download>{t('export')}</Button>
            {writes ? <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={add} style={{ fontWeight: 700 }}>{t('add')}</Button> : null}
          </>
        }
      />
      <Views entity={entity} total={total} />
    </div>
  );
}

function Nothing({ entity, filtered, add }: { readonly entity: Entity; readonly filtered: boolean; readonly add: () => void }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const writes = useMay('registry.write');
  const [, setParams] = useSearchParams();
  const what = label(entity);
  const icon = <Table2 size={20} strokeWidth={1.6} />;
  if (filtered) return <Empty icon={icon} title={t('noneFound', { what })} note={t('noneFoundNote')} action={<Button type="link" onClick={() => setParams({})}>{t('clear')}</Button>} />;
  return <Empty icon={icon} title={t('noneYet', { what })} note={entity.about} action={writes ? <Button type="link" onClick={add}>{t('addOf', { what })}</Button> : undefined} />;
}

interface FootProps {
  readonly state: ListState;
  readonly shown: number;
  readonly total: number;
  readonly took: number;
  readonly change: (change: Readonly<Record<string, string | number | null>>) => void;
}

function Foot({ state, shown, total, took, change }: FootProps) {
  const t = useWords(WORDS);
  const first = (state.page - 1) * state.size;
  const count = (value: number) => value.toLocaleString('en-US');
  return (
    <footer className={styles.foot} data-noprint>
      <span className={styles.keys}>{t('keys')}</span>
      <span>{t('range', { from: count(Math.min(first + 1, total)), to: count(first + shown), total: count(total) })}</span>
      <span>{t('took', { ms: Math.round(took) })}</span>
      <Select size="small" variant="borderless" value={state.size} onChange={(size) => change({ size, page: 1 })} aria-label={t('perPage', { n: state.size })} options={SIZES.map((size) => ({ value: size, label: t('perPage', { n: size }) }))} />
      <Button size="small" type="text" aria-label={t('previous')} disabled={state.page <= 1} onClick={() => change({ page: state.page - 1 })} icon={<ChevronLeft size={16} aria-hidden />} />
      <Button size="small" type="text" aria-label={t('next')} disabled={first + shown >= total} onClick={() => change({ page: state.page + 1 })} icon={<ChevronRight size={16} aria-hidden />} />
    </footer>
  );
}
