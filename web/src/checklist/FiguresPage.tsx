import { Segmented } from 'antd';
import type { CheckFigures } from '@anlan/systems/prevention';
import { Download } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { useSectorWord } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Card, Empty, Failed, Loading, numberText, PageHead, Pager, Table } from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { saveCsv } from '../prevention/csv.ts';
import { FigureBand, shareText } from '../prevention/Figures.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText, useNow } from '../time/index.ts';
import { useFigures } from './queries.ts';
import styles from './Pages.module.css';
import { Tabs } from './Tabs.tsx';
import { WORDS } from './words.ts';

const SIZE = 20;
const SPANS = [7, 30, 90] as const;

/** Rounds that were due, made in time, and missed: by level, area and enterprise. A late one stays missed. */
export function FiguresPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const now = useNow(60_000);
  const [params, setParams] = useSearchParams();
  const asked = Number(params.get('days'));
  const span = SPANS.find((one) => one === asked) ?? 30;
  const page = Number(params.get('page') ?? 1) || 1;
  const figures = useFigures({
    from: stampText(now - (span - 1) * 86_400_000).slice(0, 10),
    to: stampText(now).slice(0, 10),
    region: scope.narrowed ? scope.path : null,
    page,
    size: SIZE,
  });
  const set = (key: string, value: string) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.delete('page');
      after.set(key, value);
      return after;
    });
  return (
    <Page title={t('missedPage')}>
      <PageHead
        title={t('missedPage')}
        actions={
          <>
            <RegionSelect />
            <Segmented
              value={span}
              onChange={(next) => set('days', String(next))}
              options={SPANS.map((n) => ({ value: n, label: t('last', { n }) }))}
            />
          </>
        }
      />
      <Tabs />
      {figures.isPending ? <Loading rows={8} /> : null}
      {figures.isError && figures.data === undefined ? <Failed error={figures.error} /> : null}
      {figures.data === undefined ? null : (
        <Answer figures={figures.data} page={page} go={(next) => set('page', String(next))} />
      )}
    </Page>
  );
}

type Counts = Pick<CheckFigures['tiers'][number], 'due' | 'done' | 'late' | 'missed' | 'open'>;

function Answer({
  figures,
  page,
  go,
}: {
  readonly figures: CheckFigures;
  readonly page: number;
  readonly go: (page: number) => void;
}) {
  const t = useWords(WORDS);
  const region = useRegionName();
  const keep = useKeepScope();
  const sectorWord = useSectorWord();
  const sum = (of: (row: Counts) => number) => figures.tiers.reduce((total, row) => total + of(row), 0);
  const due = sum((row) => row.due);
  const done = sum((row) => row.done);
  const missed = sum((row) => row.missed);
  return (
    <>
      <FigureBand
        figures={[
          { key: 'due', label: t('dueN'), value: numberText(due), note: t('byTier') },
          {
            key: 'rate',
            label: t('rate'),
            value: shareText(done, due) ?? '—',
            note: `${numberText(done)} / ${numberText(due)}`,
          },
          {
            key: 'missed',
            label: t('missed'),
            value: numberText(missed),
            note: `${t('late')} ${numberText(sum((row) => row.late))}`,
            late: missed > 0,
          },
          { key: 'open', label: t('open'), value: numberText(sum((row) => row.open)), note: t('notYetDue') },
          {
            key: 'covered',
            label: t('covered'),
            value: shareText(figures.planned, figures.should) ?? '—',
            note: t('coveredNote', { n: numberText(figures.planned), d: numberText(figures.should) }),
          },
        ]}
      />
      <div className={styles.two}>
        <Card title={t('byTier')} flush>
          <CountTable
            first={t('tiers')}
            rows={figures.tiers.map(({ tier, ...row }) => ({ key: tier, name: t(tier as 'shift'), ...row }))}
          />
        </Card>
        <Card title={t('byRegion')} flush>
          <CountTable first={t('area')} rows={figures.regions.map(({ path, ...row }) => ({ key: path, ...row }))} />
        </Card>
      </div>
      <Card
        title={t('byFirm')}
        flush
        extra={
          <button
            type="button"
            className={styles.link}
            onClick={() =>
              saveCsv(`${t('missedPage')}.csv`, [
                [t('enterprise'), t('sector'), t('area'), t('dueN'), t('doneN'), t('missed'), t('late')],
                ...figures.enterprises.map((row) => [
                  row.name,
                  sectorWord(row.sector),
                  region(row.regionName),
                  row.due,
                  row.done,
                  row.missed,
                  row.late,
                ]),
              ])
            }
          >
            <Download size={14} aria-hidden /> {t('export')}
          </button>
        }
      >
        {figures.enterprises.length === 0 ? (
          <Empty title={t('none')} note={t('noneNote')} />
        ) : (
          <CountTable
            first={t('enterprise')}
            second={t('sector')}
            rows={figures.enterprises.map(({ id, name, sector, ...row }) => ({
              key: id,
              name: <Link to={keep(`/checks/runs?organisation=${id}&state=missed`)}>{name}</Link>,
              second: sectorWord(sector),
              ...row,
            }))}
          />
        )}
        <Pager page={page} size={SIZE} total={figures.total} go={go} />
      </Card>
    </>
  );
}

interface CountRow extends Counts {
  readonly key: string;
  readonly name: React.ReactNode;
  readonly second?: string;
}

function CountTable({
  first,
  second,
  rows,
}: {
  readonly first: string;
  readonly second?: string;
  readonly rows: readonly CountRow[];
}) {
  const t = useWords(WORDS);
  const heads = [t('dueN'), t('doneN'), t('missed'), t('late'), t('open'), t('rate')];
  return (
    <Table
      heads={[
        first,
        ...(second === undefined ? [] : [second]),
        ...heads.map((head) => ({ label: head, number: true })),
      ]}
    >
      {rows.map((row) => (
        <tr key={row.key}>
          <td>{row.name}</td>
          {second === undefined ? null : <td>{row.second}</td>}
          <td className={table.number}>{numberText(row.due)}</td>
          <td className={table.number}>{numberText(row.done)}</td>
          <td className={table.number} data-missed={row.missed > 0}>
            {numberText(row.missed)}
          </td>
          <td className={table.number}>{numberText(row.late)}</td>
          <td className={table.number}>{numberText(row.open)}</td>
          <td className={table.number}>{shareText(row.done, row.due) ?? '—'}</td>
        </tr>
      ))}
    </Table>
  );
}
