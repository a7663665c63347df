import { LEVELS, type Level } from '@anlan/kernel/entity';
import { CLASSES } from '@anlan/systems/prevention';
import { Button } from 'antd';
import { Download } from 'lucide-react';
import { Fragment } from 'react';
import { Link, useSearchParams } from 'react-router';
import { caseHref } from '../case/index.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, levelWord, Loading, numberText, PageHead, RiskMark } from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { saveCsv } from '../prevention/csv.ts';
import { Pager } from '../prevention/UnheldCard.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import table from '../shell/Table.module.css';
import { stampText } from '../time/index.ts';
import { readClearing, useClearing, type Clearing } from './queries.ts';
import styles from './Pages.module.css';
import { Tabs } from './Tabs.tsx';
import { WORDS } from './words.ts';

const SIZE = 50;
const OWNERS = { day: 'ownerDay', week: 'ownerWeek', month: 'ownerMonth', quarter: 'ownerQuarter' } as const;

/** 三清三进: what each list still has to clear, by colour and class, with the way every danger came up. */
export function ClearingPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const get = (key: string) => params.get(key);
  const page = Number(get('page') ?? 1) || 1;
  const set = (part: Readonly<Record<string, string | null>>) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.delete('page');
      for (const [key, value] of Object.entries(part)) {
        if (value === null) after.delete(key);
        else after.set(key, value);
      }
      return after;
    });
  const wish = {
    tier: get('tier'),
    level: get('level'),
    class: get('class'),
    region: scope.narrowed ? scope.path : null,
  };
  const found = useClearing({ ...wish, page, size: SIZE });
  return (
    <Page title={t('clearing')}>
      <PageHead
        title={t('clearing')}
        note={t('clearingNote')}
        actions={
          <>
            <RegionSelect />
            <Export wish={wish} />
          </>
        }
      />
      <Tabs />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? <Failed error={found.error} /> : null}
      {found.data === undefined ? null : (
        <>
          <ul className={styles.tiers}>
            {found.data.tiers.map(({ tier, open }) => (
              <li key={tier}>
                <button
                  type="button"
                  aria-pressed={wish.tier === tier}
                  onClick={() => set({ tier: wish.tier === tier ? null : tier })}
                >
                  <span>{t(tier)}</span>
                  <b>{numberText(open)}</b>
                  <small>{t(OWNERS[tier])}</small>
                </button>
              </li>
            ))}
          </ul>
          <div className={styles.clearing}>
            <Card title={t('matrix')} note={t('matrixNote')}>
              <Matrix
                cells={found.data.cells}
                level={wish.level}
                kind={wish.class}
                choose={(level, kind) => set({ level, class: kind })}
              />
            </Card>
            <Card
              title={wish.tier === null ? t('list') : t(wish.tier as 'day')}
              note={numberText(found.data.total)}
              flush
            >
              {found.data.rows.length === 0 ? (
                <Empty title={t('none')} note={t('noneNote')} />
              ) : (
                <Rows rows={found.data.rows} />
              )}
              {found.data.total <= SIZE ? null : (
                <Pager
                  page={page}
                  size={SIZE}
                  shown={found.data.rows.length}
                  total={found.data.total}
                  go={(next) => setParams((before) => (before.set('page', String(next)), new URLSearchParams(before)))}
                />
              )}
            </Card>
          </div>
        </>
      )}
    </Page>
  );
}

interface MatrixProps {
  readonly cells: Clearing['cells'];
  readonly level: string | null;
  readonly kind: string | null;
  readonly choose: (level: string | null, kind: string | null) => void;
}

/** Colours down, the five classes across; a cell is the door to its list. */
function Matrix({ cells, level, kind, choose }: MatrixProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const count = (row: Level | null, column: string | null) =>
    cells.filter((cell) => cell.level === row && cell.class === column).reduce((sum, cell) => sum + cell.count, 0);
  const most = Math.max(1, ...cells.map((cell) => cell.count));
  const rows: readonly (Level | null)[] = cells.some((cell) => cell.level === null) ? [...LEVELS, null] : LEVELS;
  return (
    <div className={styles.matrix} role="table" aria-label={t('matrix')}>
      <span />
      {CLASSES.map((one) => (
        <span key={one.value}>{label(one)}</span>
      ))}
      <span>{t('total')}</span>
      {rows.map((row) => (
        <Fragment key={row ?? 'none'}>
          <span className={styles.rowHead}>
            {row === null ? null : <RiskMark level={row} />}{' '}
            {row === null ? t('noLevel') : levelWord(row, 'risk', language)}
          </span>
          {CLASSES.map(({ value }) => {
            const n = count(row, value);
            const on = level === row && kind === value;
            return n === 0 || row === null ? (
              <i key={value}>{n === 0 ? '·' : n}</i>
            ) : (
              <button
                key={value}
                type="button"
                aria-pressed={on}
                style={{
                  background: `color-mix(in srgb, var(--c-1) ${12 + Math.round((n / most) * 55)}%, var(--surface))`,
                }}
                onClick={() => (on ? choose(null, null) : choose(row, value))}
              >
                {numberText(n)}
              </button>
            );
          })}
          <b>{numberText(cells.filter((cell) => cell.level === row).reduce((sum, cell) => sum + cell.count, 0))}</b>
        </Fragment>
      ))}
    </div>
  );
}

function Rows({ rows }: { readonly rows: Clearing['rows'] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const label = useLabel();
  const heads = [t('danger'), t('enterprise'), t('class'), t('list'), t('foundOn'), t('path')];
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const kind = CLASSES.find(({ value }) => value === row.class);
            const path = row.moves.map(({ text }) => text).join('\n');
            return (
              <tr key={row.id}>
                <td title={row.title}>
                  <span className={styles.inline}>
                    {row.level === null ? null : <RiskMark level={row.level} />}{' '}
                    <Link to={keep(caseHref(row.id))}>{row.title}</Link>
                  </span>
                </td>
                <td title={row.organisationName ?? ''}>{row.organisationName}</td>
                <td>{kind === undefined ? '—' : label(kind)}</td>
                <td>{t(row.tier)}</td>
                <td>{stampText(row.foundAt).slice(0, 10)}</td>
                <td title={path}>
                  {row.moves.length === 0
                    ? '—'
                    : row.moves.map(({ text }) => /自：([\d-]+)/.exec(text)?.[1]?.slice(5) ?? '').join(' → ')}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const MOST = 2000;

/** The list as a file: all pages of what is chosen. */
function Export({ wish }: { readonly wish: Readonly<Record<string, string | null>> }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const go = async () => {
    const rows: Clearing['rows'][number][] = [];
    for (let page = 1; page <= MOST / 200; page += 1) {
      const found = await readClearing({ ...wish, page, size: 200 });
      rows.push(...found.rows);
      if (rows.length >= found.total) break;
    }
    saveCsv(`${t('matrix')}.csv`, [
      [
        t('number'),
        t('danger'),
        t('enterprise'),
        t('area'),
        t('colour'),
        t('class'),
        t('list'),
        t('foundOn'),
        t('path'),
      ],
      ...rows.map((row) => {
        const kind = CLASSES.find(({ value }) => value === row.class);
        const colour = row.level === null ? t('noLevel') : levelWord(row.level, 'risk', language);
        return [
          row.number,
          row.title,
          row.organisationName,
          row.regionName,
          colour,
          kind === undefined ? t('noClass') : label(kind),
          t(row.tier),
          stampText(row.foundAt).slice(0, 10),
          row.moves.map(({ text }) => text).join(' | '),
        ];
      }),
    ]);
  };
  return (
    <Button icon={<Download size={15} aria-hidden />} onClick={() => void go()}>
      {t('export')}
    </Button>
  );
}
