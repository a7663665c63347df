import { Button, DatePicker, Drawer, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { DangerBoard } from '@anlan/systems/prevention';
import { Download, History, Plus } from 'lucide-react';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { caseHref, kindByKey, OpenForm, useFreshCases, useMayOpen } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Failed, Loading, PageHead } from '../parts/index.ts';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { AtMoment, stampText } from '../time/index.ts';
import styles from './Board.module.css';
import { boardRows } from './board-csv.ts';
import { saveCsv } from './csv.ts';
import { Figures } from './Figures.tsx';
import { FlowCard } from './FlowCard.tsx';
import { LateCard } from './LateCard.tsx';
import { MajorsCard } from './MajorsCard.tsx';
import { MatrixCard } from './MatrixCard.tsx';
import { useBoard } from './queries.ts';
import { useSectors } from '../case/index.tsx';
import { Tabs } from './Tabs.tsx';
import { WORDS } from './words.ts';

/** 隐患日周月看板: what was found, where it flows, what is late, who answers for the major ones. */
export function BoardPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const [params] = useSearchParams();
  const sector = params.get('sector');
  const day = params.get('day');
  const board = useBoard({
    region: scope.narrowed ? scope.path : null,
    sector,
    at: day === null ? null : Date.parse(`${day}T23:59:59.999+08:00`),
  });
  useFreshCases();
  return (
    <Page title={t('board')}>
      <PageHead
        title={t('board')}
        note={board.data === undefined ? undefined : t('asOf', { at: stampText(board.data.asOf).slice(0, 16) })}
        actions={<Tools board={board.data} />}
      />
      <Tabs />
      {day === null ? null : <PastNote day={day} />}
      {board.isPending ? <Loading rows={10} /> : null}
      {board.isError && board.data === undefined ? (
        <Failed error={board.error} retry={() => void board.refetch()} />
      ) : null}
      {board.data === undefined ? null : (
        <AtMoment value={day === null ? null : board.data.asOf}>
          <div className={styles.board} data-stale={board.isPlaceholderData}>
            <Figures board={board.data} past={day !== null} />
            <FlowCard board={board.data} />
            <MatrixCard board={board.data} />
            <MajorsCard board={board.data} />
            <LateCard board={board.data} past={day !== null} />
          </div>
        </AtMoment>
      )}
    </Page>
  );
}

/** Region and sector, the export of what is shown, and the form for a new danger. */
function Tools({ board }: { readonly board: DangerBoard | undefined }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const kind = kindByKey('hidden-danger');
  const mayOpen = useMayOpen(kind);
  const file = board === undefined ? '' : `${t('board')} ${stampText(board.asOf).slice(0, 10)}.csv`;
  return (
    <div className={styles.tools}>
      <RegionSelect />
      <SectorSelect />
      <DaySelect />
      <Button
        icon={<Download size={15} aria-hidden />}
        disabled={board === undefined}
        onClick={() => (board === undefined ? undefined : saveCsv(file, boardRows(board, t, label)))}
      >
        {t('export')}
      </Button>
      {mayOpen ? (
        <Button
          type="primary"
          icon={<Plus size={15} aria-hidden />}
          style={{ fontWeight: 700 }}
          onClick={() => setOpened(true)}
        >
          {t('register')}
        </Button>
      ) : null}
      <Drawer
        title={t('register')}
        open={opened}
        onClose={() => setOpened(false)}
        size={620}
        destroyOnHidden
        styles={{ wrapper: { maxWidth: '100vw' } }}
      >
        {kind === undefined ? null : (
          <OpenForm
            kind={kind}
            cancel={() => setOpened(false)}
            done={({ case: view }) => void navigate(keep(caseHref(view.id)))}
          />
        )}
      </Drawer>
    </div>
  );
}

/** The day at whose end the board is shown; today and later is now. */
function useDay() {
  const [params, setParams] = useSearchParams();
  const choose = (day: string | null) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (day === null) next.delete('day');
      else next.set('day', day);
      return next;
    });
  return [params.get('day'), choose] as const;
}

function DaySelect() {
  const t = useWords(WORDS);
  const [day, choose] = useDay();
  const today = stampText(Date.now()).slice(0, 10);
  return (
    <DatePicker
      aria-label={t('asOfDay')}
      data-testid="board-day"
      prefix={<span className={styles.prefix}>{t('asOfDay')}</span>}
      placeholder={t('today')}
      value={day === null ? null : dayjs(day)}
      maxDate={dayjs(today)}
      onChange={(chosen: Dayjs | null) => {
        const wanted = chosen === null ? null : chosen.format('YYYY-MM-DD');
        choose(wanted === null || wanted >= today ? null : wanted);
      }}
    />
  );
}

/** Says that the page is of a past day, and leads back. */
function PastNote({ day }: { readonly day: string }) {
  const t = useWords(WORDS);
  const [, choose] = useDay();
  return (
    <p className={styles.past} role="status" data-testid="board-past">
      <History size={15} aria-hidden />
      {t('past', { day })}
      <Button type="link" size="small" onClick={() => choose(null)}>
        {t('toNow')}
      </Button>
    </p>
  );
}

/** The region of the page is the scope of the address, so that every door keeps it. */
export function RegionSelect() {
  const t = useWords(WORDS);
  const placeName = useRegionName();
  const scope = useScope();
  if (scope.regions.length < 2) return null;
  const options = scope.regions
    .filter((region) => region.path.split('.').length <= (scope.regions[0]?.path.split('.').length ?? 4) + 2)
    .map((region) => ({ value: region.path, label: placeName(region.name) }));
  return (
    <Select
      className={styles.select ?? ''}
      aria-label={t('region')}
      prefix={<span className={styles.prefix}>{t('region')}</span>}
      value={scope.narrowed ? scope.path : ''}
      onChange={(path: string | null) => scope.narrow(path === '' ? null : path)}
      showSearch={{ optionFilterProp: 'label' }}
      options={[{ value: '', label: t('wholeScope') }, ...options]}
    />
  );
}

function SectorSelect() {
  const t = useWords(WORDS);
  const label = useLabel();
  const sectors = useSectors();
  const [params, setParams] = useSearchParams();
  const choose = (sector: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (sector === '') next.delete('sector');
      else next.set('sector', sector);
      return next;
    });
  return (
    <Select
      className={styles.select ?? ''}
      aria-label={t('sector')}
      prefix={<span className={styles.prefix}>{t('sector')}</span>}
      value={params.get('sector') ?? ''}
      onChange={choose}
      showSearch={{ optionFilterProp: 'label' }}
      options={[{ value: '', label: t('all') }, ...sectors.map((one) => ({ value: one.value, label: label(one) }))]}
    />
  );
}
