import type { Entity } from '@anlan/kernel/entity';
import { Table2 } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { type RegistryRecord } from '../api/index.ts';
import { useAlarmLevels, type AlarmLevels } from '../desk/alarm/levels.ts';
import { useWords } from '../language/index.tsx';
import { Empty, Failed, Loading } from '../parts/index.ts';
import { useScope } from '../shell/index.ts';
import { usePhone } from '../shell/phone.ts';
import { readAddress, writeAddress } from './address.ts';
import { Drawer } from './Drawer.tsx';
import { canAlarm, entityByPlural } from './entities.ts';
import { FilterBar, type Density } from './FilterBar.tsx';
import styles from './ListPage.module.css';
import { Foot, Head, Nothing } from './ListFrame.tsx';
import { useMay } from './may.ts';
import { useRecords } from './queries.ts';
import { RecordCards, RecordTable } from './RecordTable.tsx';
import { WORDS } from './words.ts';

/** The generated list of any register. */
export function ListPage() {
  const t = useWords(WORDS);
  const { plural } = useParams();
  const entity = entityByPlural(plural);
  if (entity === undefined)
    return (
      <Empty
        icon={<Table2 size={20} strokeWidth={1.6} />}
        title={t('unknownEntity')}
        note={t('unknownEntityNote', { what: plural ?? '' })}
      />
    );
  return <List key={entity.plural} entity={entity} />;
}

function rememberedDensity(): Density {
  const kept = localStorage.getItem('anlan.density');
  return kept === 'compact' || kept === 'loose' ? kept : 'standard';
}

/** What is in alarm now, for registers whose records can be and readers who may know. */
function useLevelsOf(entity: Entity): AlarmLevels | undefined {
  const may = useMay('alarm.read') && canAlarm(entity);
  const levels = useAlarmLevels(may);
  return may ? levels : undefined;
}

function List({ entity }: { readonly entity: Entity }) {
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const [density, setDensity] = useState(rememberedDensity);
  const [at, setAt] = useState(-1);
  const phone = usePhone();
  const state = readAddress(entity, params);
  const page = useRecords(entity, state, scope.narrowed ? scope.path : null);
  const change = (next: Readonly<Record<string, string | number | null>>) =>
    setParams((before) => writeAddress(before, next), { replace: !('open' in next) });
  const open = (record: RegistryRecord) => (
    setAt(page.data?.rows.indexOf(record) ?? -1),
    change({ open: record.id, edit: null })
  );
  const rows = page.data?.rows ?? [];
  const alarms = useLevelsOf(entity);
  useListKeys({ rows, at, setAt, open, close: () => change({ open: null, edit: null }) });
  const rememberDensity = (next: Density) => (setDensity(next), localStorage.setItem('anlan.density', next));
  const opened = params.get('open');
  return (
    <div className={styles.page}>
      <Head
        entity={entity}
        state={state}
        total={page.data?.total}
        atLeast={page.data?.atLeast === true}
        completeness={page.data?.completeness}
        add={() => change({ open: 'new', edit: null })}
      />
      <FilterBar entity={entity} state={state} change={change} density={density} setDensity={rememberDensity} />
      <div className={styles.table}>
        {page.isPending ? <Loading rows={10} /> : null}
        {page.isError && page.data === undefined ? (
          <Failed error={page.error} retry={() => void page.refetch()} />
        ) : null}
        {page.data !== undefined && rows.length === 0 ? (
          <Nothing
            entity={entity}
            filtered={state.search !== '' || Object.keys(state.filters).length > 0}
            add={() => change({ open: 'new' })}
          />
        ) : null}
        {rows.length === 0 ? null : phone ? (
          <RecordCards entity={entity} rows={rows} open={open} alarms={alarms} />
        ) : (
          <RecordTable
            entity={entity}
            rows={rows}
            sort={state.sort}
            setSort={(sort) => change({ sort })}
            density={density}
            at={at}
            open={open}
            opened={opened}
            stale={page.isPlaceholderData}
            alarms={alarms}
            days={state.days}
          />
        )}
      </div>
      {page.data === undefined || page.data.total === 0 ? null : (
        <Foot
          state={state}
          shown={rows.length}
          total={page.data.total}
          atLeast={page.data.atLeast === true}
          took={page.data.took}
          change={change}
        />
      )}
      {opened === null ? null : (
        <Drawer key={opened} entity={entity} id={opened} editing={params.get('edit') !== null} change={change} />
      )}
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
