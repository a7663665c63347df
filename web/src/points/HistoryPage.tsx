import { manySeriesSchema, pointViewSchema, type ManySeries } from '@anlan/kernel/telemetry';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { LineChart } from 'lucide-react';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, Table } from '../parts/index.ts';
import { Page } from '../shell/index.ts';
import { stampText, useNow } from '../time/index.ts';
import { HistoryChart, nameOf } from './HistoryChart.tsx';
import styles from './HistoryPage.module.css';
import { SpanPick, type Span } from './SpanPick.tsx';
import { TakeAway } from './TakeAway.tsx';
import { WORDS } from './words.ts';
import { Unit, useUnit } from '../language/units.ts';

const DAY = 86_400_000;
const MOST = 8;
const BUCKETS = 1000;
const HOLDERS = ['device', 'tank', 'unit', 'organisation'] as const;

/** What the address asks for: points, what else may be chosen, and the span. */
function useAsked() {
  const [search, setSearch] = useSearchParams();
  const now = useNow(600_000);
  const points = useMemo(
    () =>
      (search.get('points') ?? '')
        .split(',')
        .filter((id) => id !== '')
        .slice(0, MOST),
    [search],
  );
  const to = Number(search.get('to')) || Math.ceil(now / 600_000) * 600_000;
  const from = Number(search.get('from')) || to - 30 * DAY;
  const holder = HOLDERS.find((by) => search.has(by));
  const set = (members: Readonly<Record<string, string | number>>): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(members)) next.set(key, String(value));
        return next;
      },
      { replace: true },
    );
  return {
    points,
    span: { from, to },
    by: holder,
    of: holder === undefined ? undefined : search.get(holder),
    now,
    set,
  };
}

/** Points that may be chosen: those of the holder in the address, or of the device of the first point. */
function useCandidates(by: string | undefined, of: string | null | undefined, first: string | undefined) {
  return useQuery({
    queryKey: ['points', 'history', by, of, first],
    enabled: by !== undefined || first !== undefined,
    queryFn: async ({ signal }) => {
      const ask = (wish: Readonly<Record<string, string | null | undefined>>) =>
        api.get(`/points${query(wish)}`, z.array(pointViewSchema), signal);
      if (by !== undefined) return ask({ [by]: of });
      const [point] = await ask({ id: first });
      return point === undefined ? [] : ask({ device: point.deviceId });
    },
  });
}

/** The history of up to eight points over any span, with the least and greatest of each bucket. */
export function HistoryPage() {
  const inUnit = useUnit();
  const t = useWords(WORDS);
  const { points, span, by, of, now, set } = useAsked();
  const candidates = useCandidates(by, of, points[0]);
  const many = useQuery({
    queryKey: ['history', points, span],
    enabled: points.length > 0,
    placeholderData: keepPreviousData,
    queryFn: () => api.post('/readings/series', { points, ...span, max: BUCKETS }, manySeriesSchema),
  });
  return (
    <Page title={t('history')}>
      <PageHead
        title={t('history')}
        note={t('historyNote')}
        actions={
          points.length === 0 ? undefined : (
            <TakeAway
              path="/readings/export"
              wish={{ points: points.join(',') }}
              span={span}
              formats={['csv', 'xlsx']}
            />
          )
        }
      />
      <div className={styles.tools}>
        <Select
          mode="multiple"
          className={styles.points ?? ''}
          aria-label={t('choose')}
          placeholder={t('choose')}
          maxCount={MOST}
          value={points}
          optionFilterProp="label"
          loading={candidates.isFetching}
          options={(candidates.data ?? []).map(({ id, name, deviceName, unit }) => ({
            value: id,
            label: [name, unit === '' ? '' : `（${inUnit(unit)}）`, ' ', deviceName].join(''),
          }))}
          onChange={(ids) => set({ points: ids.join(',') })}
        />
        <SpanPick span={span} onSpan={(chosen) => set({ ...chosen })} />
        <Quick now={now} onSpan={(chosen) => set({ ...chosen })} />
      </div>
      {points.length === 0 ? (
        <Empty icon={<LineChart size={20} strokeWidth={1.6} />} title={t('chooseFirst')} note={t('chooseNote')} />
      ) : null}
      {many.isLoading ? <Loading rows={8} /> : null}
      {many.isError ? <Failed error={many.error} retry={() => void many.refetch()} /> : null}
      {many.data === undefined || points.length === 0 ? null : <Shown many={many.data} />}
    </Page>
  );
}

const SPANS = [7, 30, 90, 365] as const;

function Quick({ now, onSpan }: { readonly now: number; readonly onSpan: (span: Span) => void }) {
  const t = useWords(WORDS);
  const to = Math.ceil(now / 600_000) * 600_000;
  const month = (at: number): number => Date.parse(`${stampText(at).slice(0, 7)}-01T00:00:00+08:00`);
  return (
    <span className={styles.quick}>
      {SPANS.map((days) => (
        <Button key={days} size="small" type="text" onClick={() => onSpan({ from: to - days * DAY, to })}>
          {t(`days${days}`)}
        </Button>
      ))}
      <Button size="small" type="text" onClick={() => onSpan({ from: month(month(now) - 1), to: month(now) })}>
        {t('lastMonth')}
      </Button>
    </span>
  );
}

const WIDTHS = [
  [DAY, 'daysWide'],
  [3_600_000, 'hours'],
  [60_000, 'minutes'],
  [1000, 'seconds'],
] as const;

function Shown({ many }: { readonly many: ManySeries }) {
  const t = useWords(WORDS);
  const [unit, word] = WIDTHS.find(([ms]) => many.resolution >= ms) ?? WIDTHS[3];
  const nothing = many.value.every((row) => row.every((value) => value === null));
  return (
    <>
      <Card
        title={t('history')}
        note={[
          t('bucket', { width: t(word, { n: many.resolution / unit }) }),
          ...(many.restatedAt === null ? [] : [t('restated', { at: stampText(many.restatedAt).slice(0, 16) })]),
        ].join(' · ')}
      >
        {nothing ? (
          <Empty icon={<LineChart size={20} strokeWidth={1.6} />} title={t('noReadings')} />
        ) : (
          <HistoryChart many={many} label={many.id.map((_, row) => nameOf(many, row)).join('、')} />
        )}
      </Card>
      <Card flush>
        <Table
          heads={[
            t('point'),
            t('device'),
            ...(['least', 'mean', 'greatest'] as const).map((key) => ({ label: t(key), number: true })),
            t('greatestAt'),
          ]}
          label={t('history')}
          testid="history-figures"
        >
          {many.id.map((id, row) => (
            <Figures key={id} many={many} row={row} />
          ))}
        </Table>
      </Card>
    </>
  );
}

function Figures({ many, row }: { readonly many: ManySeries; readonly row: number }) {
  const known = (of: readonly (readonly (number | null)[])[]): number[] =>
    (of[row] ?? []).filter((one) => one !== null);
  const [low, high] = [known(many.low), known(many.high)];
  const most = high.length === 0 ? null : Math.max(...high);
  const at = most === null ? undefined : many.at[(many.high[row] ?? []).indexOf(most)];
  const mean = many.mean[row] ?? null;
  return (
    <tr>
      <td>{many.name[row]}</td>
      <td>{many.deviceName[row]}</td>
      <td className={styles.number}>{numberText(low.length === 0 ? null : Math.min(...low))}</td>
      <td className={styles.number}>{numberText(mean)}</td>
      <td className={styles.number}>
        {numberText(most)} <Unit of={many.unit[row]} n={most} />
      </td>
      <td>{at === undefined ? '—' : stampText(at).slice(0, 16)}</td>
    </tr>
  );
}
