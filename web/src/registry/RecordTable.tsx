import type { Entity, Field, Level } from '@anlan/kernel/entity';
import { readDaySpan } from '@anlan/kernel/registry';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { RegistryRecord } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import type { AlarmLevels } from '../desk/alarm/levels.ts';
import { levelWord, RiskMark, RiskTag } from '../parts/index.ts';
import { nextSort } from './address.ts';
import { listFields } from './entities.ts';
import type { Density } from './FilterBar.tsx';
import styles from './RecordTable.module.css';
import { isLevel, useValueText, Value } from './Value.tsx';
import { WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';
import { useUnit } from '../language/units.ts';

interface RecordTableProps {
  readonly entity: Entity;
  readonly rows: readonly RegistryRecord[];
  readonly sort: string;
  readonly setSort: (sort: string) => void;
  readonly density: Density;
  /** Index of the row the keyboard stands on. */
  readonly at: number;
  readonly open: (record: RegistryRecord) => void;
  readonly opened: string | null;
  readonly stale: boolean;
  /** What is in alarm now, by id; undefined for registers whose records cannot be. */
  readonly alarms?: AlarmLevels | undefined;
  /** The span of days the list is narrowed to: its field is a column. */
  readonly days?: string;
}

/** The generated table: the name identifies, numbers right with units in the header, long text ellipsed with its full text as title. */
export function RecordTable({
  entity,
  rows,
  sort,
  setSort,
  density,
  at,
  open,
  opened,
  stale,
  alarms,
  days = '',
}: RecordTableProps) {
  const t = useWords(WORDS);
  const region = useRegionName();
  const header = useHeader();
  const label = useLabel();
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    // Newer browsers answer with a promise, which an effect must not return.
    void body.current?.rows[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const dated = readDaySpan(entity, days)?.field;
  // What the list is narrowed to by is seen in it.
  const columns = Object.entries(entity.fields).filter(
    ([key, field]) => key === dated || (field.list === true && key !== entity.levelField),
  );
  const levelField = entity.levelField === undefined ? undefined : entity.fields[entity.levelField];
  return (
    <table className={styles.table} data-density={density} aria-label={label(entity)} data-stale={stale}>
      <thead>
        <tr>
          <Header
            name={label({ label: entity.nameLabel, labelEn: entity.nameLabelEn })}
            field="name"
            sort={sort}
            setSort={setSort}
          />
          {alarms === undefined ? null : (
            <th scope="col">
              <span>{t('inAlarm')}</span>
            </th>
          )}
          {levelField === undefined || entity.levelField === undefined ? null : (
            <Header name={label(levelField)} field={entity.levelField} sort={sort} setSort={setSort} />
          )}
          {columns.map(([key, field]) => (
            <Header
              key={key}
              name={header(field)}
              field={key}
              sort={sort}
              setSort={setSort}
              right={field.kind === 'number'}
              fixed={field.personal === true}
            />
          ))}
          <Header name={t('region')} field="regionPath" sort={sort} setSort={setSort} />
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row, index) => (
          <tr key={row.id} onClick={() => open(row)} data-at={index === at} aria-selected={opened === row.id}>
            <td className={styles.name}>
              <button
                type="button"
                title={row.name}
                aria-label={row.name}
                onClick={(event) => (event.stopPropagation(), open(row))}
              >
                <NameText name={row.name} />
              </button>
            </td>
            {alarms === undefined ? null : (
              <td>
                <InAlarm level={alarms.get(row.id)} />
              </td>
            )}
            {levelField === undefined || entity.levelField === undefined ? null : (
              <td>
                <Value field={levelField} value={row[entity.levelField]} inTable />
              </td>
            )}
            {columns.map(([key, field]) => (
              <Cell place={row.regionPath} key={key} field={field} value={row[key]} name={row.labels?.[key]} />
            ))}
            <td title={region(row.regionName ?? row.regionPath)}>
              <RegionName of={row.regionName} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The heading of a column: its field with its unit. */
function useHeader(): (field: Field) => string {
  const t = useWords(WORDS);
  const label = useLabel();
  const say = useUnit();
  return (field) => {
    const unit = field.kind === 'number' && field.unit !== undefined ? say(field.unit) : '';
    return unit === '' ? label(field) : t('withUnit', { label: label(field), unit });
  };
}

interface HeaderProps {
  readonly name: string;
  readonly field: string;
  readonly sort: string;
  readonly setSort: (sort: string) => void;
  readonly right?: boolean;
  /** Personal data is not sorted by: its order would tell it. */
  readonly fixed?: boolean;
}

function Header({ name, field, sort, setSort, right = false, fixed = false }: HeaderProps) {
  const state = sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : 'none';
  const Arrow = state === 'descending' ? ArrowDown : ArrowUp;
  if (fixed)
    return (
      <th scope="col">
        <span>{name}</span>
      </th>
    );
  return (
    <th scope="col" aria-sort={state} className={right ? styles.right : ''}>
      <button type="button" onClick={() => setSort(nextSort(sort, field))}>
        {name}
        {state === 'none' ? null : <Arrow size={12} aria-hidden />}
      </button>
    </th>
  );
}

interface CellProps {
  readonly field: Field;
  readonly value: unknown;
  readonly name: unknown;
  /** Where the record lies. */
  readonly place: string;
}

function Cell({ field, value, name, place }: CellProps) {
  const title = useValueText()(field, value, name, place);
  return (
    <td className={field.kind === 'number' ? styles.right : ''} title={title}>
      <Value field={field} value={value} name={name} place={place} inTable />
    </td>
  );
}

/** Letters of a long name's end that stay; names that begin alike are told apart by it. */
const TAIL = 9;
const LONG = 26;

/** A name in one line; a long one is cut in its middle. */
function NameText({ name }: { readonly name: string }) {
  const letters = [...name];
  if (letters.length <= LONG) return <>{name}</>;
  return (
    <span className={styles.cut}>
      <span>{letters.slice(0, -TAIL).join('')}</span>
      <span>{letters.slice(-TAIL).join('')}</span>
    </span>
  );
}

/** The level a record is in alarm with now; — while nothing of it is. */
function InAlarm({ level }: { readonly level: Level | undefined }) {
  if (level === undefined) return <span className={styles.calm}>—</span>;
  return <RiskTag level={level} kind="alarm" />;
}

/** The same rows for a thumb: name and mark, then region and the first facts. */
export function RecordCards({
  entity,
  rows,
  open,
  alarms,
}: Pick<RecordTableProps, 'entity' | 'rows' | 'open' | 'alarms'>) {
  const { language } = useLanguage();
  const facts = listFields(entity)
    .filter(([key]) => key !== entity.levelField)
    .slice(0, 2);
  return (
    <ul className={styles.cards}>
      {rows.map((row) => {
        const level = entity.levelField === undefined ? undefined : row[entity.levelField];
        return (
          <li key={row.id}>
            <button type="button" onClick={() => open(row)}>
              <b>
                {isLevel(level) ? <RiskMark level={level} label={levelWord(level, 'risk', language)} /> : null}
                <span className={styles.whole}>{row.name}</span>
                {alarms?.get(row.id) === undefined ? null : <InAlarm level={alarms.get(row.id)} />}
              </b>
              <span>
                <RegionName of={row.regionName} />
                {facts.map(([key, field]) =>
                  field.kind === 'reference' ? null : (
                    <i key={key}>
                      <Value field={field} value={row[key]} place={row.regionPath} inTable />
                    </i>
                  ),
                )}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
