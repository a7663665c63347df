import { isOfPlace, returnedTo, shownValue } from '@anlan/kernel/alarm';
import { SYSTEMS } from '@anlan/systems';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { RiskMark } from '../parts/index.ts';
import { useNow } from '../time/index.ts';
import {
  ALARM_WORDS,
  type AlarmRow,
  AlarmStatus,
  bare,
  figure,
  type GroupRow,
  type ListRow,
  RowClock,
  rowTime,
  shortTime,
} from './alarm/index.ts';
import styles from './DeskList.module.css';
import { offsetsOf, scrollTo, windowOf } from './virtual.ts';
import { WORDS } from './words.ts';
import { useSpoken } from '../rules/index.ts';
import { Unit } from '../language/units.ts';

interface DeskListProps {
  readonly rows: readonly ListRow[];
  readonly selected: string | null;
  readonly onSelect: (row: AlarmRow) => void;
  /** Opens or folds what followed from a first cause. */
  readonly onUnfold: (key: string) => void;
  /** Scroll to the selection when this number changes (a key moved it). */
  readonly reveal: number;
  readonly phone: boolean;
}

/** Rules that tell where or when something must not be. */
const PLACES = new Set(
  SYSTEMS.flatMap(({ rules }) => rules).flatMap(({ key, condition }) => (isOfPlace(condition) ? [key] : [])),
);

const HEIGHTS = { desk: { group: 28, alarm: 48 }, phone: { group: 32, alarm: 64 } } as const;

/** The alarm list: thousands of rows, of which only those in sight are drawn. */
export function DeskList({ rows, selected, onSelect, onUnfold, reveal, phone }: DeskListProps) {
  const t = useWords(WORDS);
  const box = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 800 });
  const heights = HEIGHTS[phone ? 'phone' : 'desk'];
  const offsets = useMemo(() => offsetsOf(rows.map((row) => heights[row.kind])), [rows, heights]);
  const measure = () => {
    const { current } = box;
    if (current !== null) setScroll({ top: current.scrollTop, height: current.clientHeight });
  };
  useLayoutEffect(measure, []);
  useEffect(() => {
    const watch = new ResizeObserver(measure);
    if (box.current !== null) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const index = rows.findIndex((row) => row.kind === 'alarm' && row.key === selected);
  useEffect(() => {
    const { current } = box;
    if (current !== null && index >= 0)
      current.scrollTop = scrollTo(offsets, index, current.scrollTop, current.clientHeight, heights.group);
    // Only a key moves the list; an arriving alarm must not.
  }, [reveal]); // eslint-disable-line react-hooks/exhaustive-deps
  const window = windowOf(offsets, scroll.top, scroll.height);
  return (
    <div
      ref={box}
      className={styles.list}
      onScroll={measure}
      role="listbox"
      tabIndex={0}
      aria-label={t('list')}
      aria-activedescendant={index < 0 ? undefined : `row-${selected}`}
      data-testid="alarm-list"
    >
      <div style={{ height: window.before }} aria-hidden />
      {rows
        .slice(window.from, window.to)
        .map((row) =>
          row.kind === 'group' ? (
            <GroupLine key={row.key} row={row} height={heights.group} phone={phone} />
          ) : (
            <AlarmLine
              key={row.key}
              row={row}
              selected={row.key === selected}
              onSelect={onSelect}
              onUnfold={onUnfold}
              phone={phone}
            />
          ),
        )}
      <div style={{ height: window.after }} aria-hidden />
    </div>
  );
}

function GroupLine({
  row,
  height,
  phone,
}: {
  readonly row: GroupRow;
  readonly height: number;
  readonly phone: boolean;
}) {
  const t = useWords(WORDS);
  return (
    <div className={styles.group} style={{ height }} role="presentation" data-testid={`group-${row.key}`}>
      <b>{t(row.key)}</b>
      <em>{row.count}</em>
      {row.flooded === true ? <strong data-testid="flood">{t('flooded')}</strong> : null}
      {row.flooded === true || (phone && row.key === 'unacknowledged') ? null : <span>{t(`${row.key}Hint`)}</span>}
    </div>
  );
}

function LastColumn({ row }: { readonly row: AlarmRow }) {
  const t = useWords(ALARM_WORDS);
  const { alarm, group } = row;
  // A government's answer stops no clock of an enterprise that has not answered itself.
  if (group === 'unacknowledged' || (group === 'handling' && alarm.escalateAt !== null))
    return <RowClock alarm={alarm} />;
  if (group === 'shelved') return <>{t('until', { time: shortTime(alarm.shelvedUntil ?? 0) })}</>;
  if (group === 'recovered') return <>{t('needsRecord')}</>;
  return <>{alarm.acknowledgedBy ?? '—'}</>;
}

/** What else is known of an alarm, in a word each: how it came, and whether the enterprise itself has answered. */
function Marks({ alarm }: { readonly alarm: AlarmRow['alarm'] }) {
  const t = useWords(WORDS);
  const { marks, plant, response, escalateAt, shelvedUntil, latchedAt } = alarm;
  const shown = [
    latchedAt == null ? null : t('markLatched'),
    marks?.firstOut === 'first' ? t('markFirst') : null,
    (marks?.occurrence ?? 1) > 1 ? t('markAgain') : null,
    marks?.chattering === true ? t('markChattering') : null,
    marks?.retrospective === true ? t('markRetrospective') : null,
    plant?.acknowledgedAt != null && response !== 'closed' ? t('markPlant') : null,
    response === 'acknowledged' && escalateAt !== null ? t('markPlantSilent') : null,
    plant?.shelvedUntil != null && shelvedUntil === null ? t('markPlantShelved') : null,
  ].filter((mark) => mark !== null);
  return shown.map((mark) => <em key={mark}>{mark}</em>);
}

/** In a flood: what of the same unit followed, folded away until it is asked for. */
function Followers({ row, onUnfold }: { readonly row: AlarmRow; readonly onUnfold: (key: string) => void }) {
  const t = useWords(WORDS);
  if (row.followers === undefined) return null;
  return (
    <button
      type="button"
      className={styles.followers}
      aria-expanded={row.folded !== true}
      onClick={(event) => (event.stopPropagation(), onUnfold(row.key))}
      data-testid="followers"
    >
      {t('followers', { n: row.followers })}
    </button>
  );
}

interface AlarmLineProps {
  readonly row: AlarmRow;
  readonly selected: boolean;
  readonly onSelect: (row: AlarmRow) => void;
  readonly onUnfold: (key: string) => void;
  readonly phone: boolean;
}

function AlarmLine({ row, selected, onSelect, onUnfold, phone }: AlarmLineProps) {
  const t = useWords(ALARM_WORDS);
  const { language } = useLanguage();
  const now = useNow(phone ? 1000 : 30_000);
  const { alarm, members, group } = row;
  const said = useSpoken()(alarm);
  // A silence has no value; its limit is in seconds, whatever the unit of the point.
  const silence = alarm.value === null;
  const value = shownValue(alarm);
  // Nor has a place, and no limit either: until when nobody may be there is what its name ends with.
  const place = bare(alarm) && PLACES.has(alarm.rule);
  const back = returnedTo(alarm);
  const sign =
    back === null
      ? t(silence ? 'silentFor' : alarm.recoveredAt === null ? 'limit' : 'worstOf', {
          value: figure(alarm.limit, value),
        })
      : t('backTo', { value: figure(back, alarm.limit) });
  return (
    <div
      id={`row-${row.key}`}
      className={`${styles.row} ${phone ? styles.phone : ''}`}
      role="option"
      aria-selected={selected}
      data-group={group}
      data-open={alarm.response === 'unacknowledged'}
      data-level={alarm.level}
      data-alarm={alarm.id}
      data-follows={row.follows === true}
      data-testid="alarm-row"
      tabIndex={-1}
      onClick={() => onSelect(row)}
      onKeyDown={(event) => (event.key === 'Enter' && !selected ? onSelect(row) : undefined)}
    >
      <span className={styles.level}>
        <RiskMark level={alarm.level} size={14} label={t(`${alarm.level}Word`)} />
      </span>
      <time className={styles.time}>{rowTime(alarm.raisedAt, now, language)}</time>
      <span className={styles.what}>
        <b title={said.subjectName}>{said.subjectName}</b>
        {members.length > 1 ? <em>×{members.length}</em> : null}
        <Marks alarm={alarm} />
        <small title={`${said.placeName} · ${said.regionName}`}>
          <Followers row={row} onUnfold={onUnfold} />
          {said.placeName} · {said.regionName}
        </small>
      </span>
      <span className={styles.value}>
        <b>
          {place ? said.placeName.split(' · ').at(-1) : bare(alarm) ? said.label : figure(value, alarm.limit)}{' '}
          {silence ? '' : <Unit of={alarm.unit} n={value} />}
        </b>
        <small>{bare(alarm) ? '' : sign}</small>
      </span>
      <span className={styles.state}>
        <AlarmStatus alarm={alarm} now={now} />
      </span>
      <span className={styles.next}>
        <LastColumn row={row} />
      </span>
    </div>
  );
}
