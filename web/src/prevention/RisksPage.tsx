import { LEVELS } from '@anlan/kernel/entity';
import { Button, Popover, Segmented } from 'antd';
import type { RiskSpread } from '@anlan/systems/prevention';
import { Table2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { query } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, levelWord, Loading, numberText, PageHead, RiskMark, Scroll } from '../parts/index.ts';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { RegionSelect } from './Board.tsx';
import { HeatCard } from './HeatCard.tsx';
import { shadeOf } from './MatrixCard.tsx';
import { useRisks } from './queries.ts';
import styles from './RisksPage.module.css';
import { useSectorWord } from '../case/index.tsx';
import { Tabs } from './Tabs.tsx';
import { UnheldCard } from './UnheldCard.tsx';
import { WORDS } from './words.ts';

/** RiskSpread and open dangers by area and trade, where they lie, and which of them nobody answers for (S58). */
export function RisksPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const keep = useKeepScope();
  const region = scope.narrowed ? scope.path : null;
  const risks = useRisks({ region });
  return (
    <Page title={t('risksTitle')}>
      <PageHead
        title={t('risksTitle')}
        note={risks.data === undefined ? undefined : t('risksNote', { n: numberText(risks.data.total) })}
        actions={
          <>
            <RegionSelect />
            <Link to={keep('/registry/risk-points')}>
              <Button>{t('records')}</Button>
            </Link>
          </>
        }
      />
      <Tabs />
      {risks.isPending ? <Loading rows={8} /> : null}
      {risks.isError && risks.data === undefined ? (
        <Failed error={risks.error} retry={() => void risks.refetch()} />
      ) : null}
      {risks.data === undefined ? null : <MatrixOfRisks risks={risks.data} />}
      <div className={styles.columns}>
        <UnheldCard region={region} counts={risks.data?.unheld} />
        <HeatCard region={region} />
      </div>
    </Page>
  );
}

type Show = 'risks' | 'dangers';

function sumOf(
  cells: readonly RiskSpread['cells'][number][],
  region: string,
  sector: string,
): RiskSpread['cells'][number] {
  const total = { region, sector, red: 0, orange: 0, yellow: 0, blue: 0, open: 0, overdue: 0 };
  for (const cell of cells) {
    for (const key of ['red', 'orange', 'yellow', 'blue', 'open', 'overdue'] as const) total[key] += cell[key];
  }
  return total;
}

const risksIn = (cell: RiskSpread['cells'][number]): number => LEVELS.reduce((sum, level) => sum + cell[level], 0);

/** Area × trade: the four colours of the risks, or the open dangers; a cell tells both and leads to the records. */
function MatrixOfRisks({ risks }: { readonly risks: RiskSpread }) {
  const t = useWords(WORDS);
  const sectorWord = useSectorWord();
  const [show, setShow] = useState<Show>('risks');
  const by = (region: string | null, sector: string | null) => {
    const fitting = risks.cells.filter(
      (cell) => (region === null || cell.region === region) && (sector === null || cell.sector === sector),
    );
    return sumOf(fitting, region ?? '', sector ?? '');
  };
  const weight = (cell: RiskSpread['cells'][number]) => (show === 'risks' ? risksIn(cell) : cell.open);
  // The trades with most to say stand first; the empty ones are not there at all.
  const sectors = risks.sectors.toSorted((a, b) => weight(by(null, b)) - weight(by(null, a)));
  const most = Math.max(0, ...risks.cells.map(weight));
  const rows = [
    ...risks.regions.map((one) => ({ ...one, path: one.path as string | null })),
    { path: null, name: t('total') },
  ];
  if (risks.cells.length === 0)
    return (
      <Card>
        <Empty icon={<Table2 size={20} strokeWidth={1.6} />} title={t('noRisks')} note={t('noRisksNote')} />
      </Card>
    );
  return (
    <Card
      title={`${t('area')} × ${t('sector')}`}
      extra={
        <Segmented<Show>
          size="small"
          value={show}
          onChange={setShow}
          options={[
            { value: 'risks', label: t('showRisks') },
            { value: 'dangers', label: t('showDangers') },
          ]}
        />
      }
      flush
    >
      <Scroll className={styles.scroll}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">{t('area')}</th>
              {sectors.map((sector) => (
                <th key={sector} scope="col" title={sectorWord(sector)}>
                  <span>{sectorWord(sector)}</span>
                </th>
              ))}
              <th scope="col">{t('total')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.path ?? ''} data-total={row.path === null}>
                <th scope="row" title={row.name}>
                  {row.name}
                </th>
                {[...sectors, null].map((sector) => (
                  <td key={sector ?? ''} data-total={sector === null}>
                    <CellDoor
                      cell={by(row.path, sector)}
                      name={[row.name, sector === null ? t('total') : sectorWord(sector)].join(' · ')}
                      path={row.path}
                      sector={sector}
                      where={row.path === null ? t('wholeScope') : row.name}
                      show={show}
                      shade={row.path === null || sector === null ? 0 : shadeOf(weight(by(row.path, sector)), most)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  );
}

interface DoorProps {
  readonly cell: RiskSpread['cells'][number];
  readonly name: string;
  /** Area and trade whose lists the doors open; null = all of them. */
  readonly path: string | null;
  readonly sector: string | null;
  readonly where: string;
  readonly show: Show;
  readonly shade: number;
}

function CellDoor({ cell, name, path, sector, where, show, shade }: DoorProps) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { language } = useLanguage();
  const total = risksIn(cell);
  if (total === 0 && cell.open === 0) return <span className={styles.nil}>·</span>;
  const dangers = (overdue: string | null) => keep(`/cases/hidden-danger${query({ overdue, sector, scope: path })}`);
  const content = (
    <div className={styles.pop}>
      <b>{t('risksOf', { n: numberText(total) })}</b>
      {LEVELS.map((level) => (
        <span key={level}>
          <RiskMark level={level} /> {levelWord(level, 'risk', language)} {numberText(cell[level])}
        </span>
      ))}
      <b>{t('dangersOf', { n: numberText(cell.open) })}</b>
      {cell.overdue === 0 ? null : <span className={styles.late}>{t('lateOf', { n: numberText(cell.overdue) })}</span>}
      {cell.open === 0 ? null : <Link to={dangers(null)}>{t('listDangers')}</Link>}
      {cell.overdue === 0 ? null : <Link to={dangers('1')}>{t('listLate')}</Link>}
      <Link to={keep(`/registry/risk-points${query({ scope: path })}`)}>{t('listRisks', { where })}</Link>
    </div>
  );
  const said = [
    name,
    ...LEVELS.filter((level) => cell[level] > 0).map((level) => `${levelWord(level, 'risk', language)} ${cell[level]}`),
    t('dangersOf', { n: cell.open }),
  ].join('，');
  return (
    <Popover trigger={['click']} arrow={false} title={name} content={content}>
      <button type="button" className={styles.cell} data-shade={shade}>
        <span className="visually-hidden">{said}</span>
        {show === 'risks' ? (
          <>
            <span>
              {LEVELS.slice(0, 2).map((level) =>
                cell[level] === 0 ? null : (
                  <i key={level}>
                    <RiskMark level={level} size={8} />
                    {numberText(cell[level])}
                  </i>
                ),
              )}
            </span>
            <b>{numberText(total)}</b>
          </>
        ) : (
          <>
            <span>
              {cell.overdue === 0 ? null : (
                <em>
                  {t('overdue')} {numberText(cell.overdue)}
                </em>
              )}
            </span>
            <b>{numberText(cell.open)}</b>
          </>
        )}
      </button>
    </Popover>
  );
}
