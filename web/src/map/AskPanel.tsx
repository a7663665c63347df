import { writeArea, type Area, type Asked } from '@anlan/kernel/map';
import { Download, X } from 'lucide-react';
import { useState } from 'react';
import { query } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Failed, Loading, numberText, RiskMark } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Ask.module.css';
import { lengthWords, surfaceWords } from './draw.ts';
import { useAsked, useAskedRows, type Past } from './facts.ts';
import { type Level, LEVELS } from './palette.ts';
import { ASK_WORDS } from './words-ask.ts';
import { Unit } from '../language/units.ts';

interface AskPanelProps {
  readonly area: Area;
  readonly past: Past | null;
  readonly onArea: (area: Area) => void;
  readonly onClose: () => void;
  /** `enterprise:ID`, or an alarm's id. */
  readonly onOpen: (object: string) => void;
  readonly onAlarm: (id: string) => void;
}

const SIZE = 20;
/** Substances shown before somebody asks for all. */
const FEW = 4;

/** Who and what is inside the drawn area: totals, substances, people, and every group as a paged table. */
export function AskPanel({ area, past, onArea, onClose, ...open }: AskPanelProps) {
  const t = useWords(ASK_WORDS);
  const asked = useAsked(area, past);
  const { data } = asked;
  const [chosen, setChosen] = useState('');
  const present = data?.groups.filter(({ count }) => count > 0) ?? [];
  const group = present.some(({ key }) => key === chosen) ? chosen : (present[0]?.key ?? '');
  return (
    <aside className={styles.ask} data-testid="ask" data-ready={data !== undefined && !asked.isPlaceholderData}>
      <header>
        <div>
          <b>{t('inside')}</b>
          <button type="button" onClick={onClose} aria-label={t('close')} data-testid="ask-close">
            <X size={15} aria-hidden />
          </button>
        </div>
        <p>
          {data === undefined ? t('counting') : t('surfaceIs', { area: surfaceWords(data.squareMetres) })}
          {' · '}
          {past === null
            ? t('insideNow', { time: stampText(data?.at ?? Date.now()) })
            : t('insidePast', { time: stampText(past.time) })}
        </p>
        <SizeField area={area} onArea={onArea} />
      </header>
      <div className={styles.body}>
        {asked.isError ? <Failed error={asked.error} /> : null}
        {data === undefined ? asked.isError ? null : <Loading rows={5} /> : <Totals asked={data} />}
        {data !== undefined && present.length === 0 ? <p className={styles.none}>{t('nothing')}</p> : null}
        <Groups groups={present} chosen={group} onChoose={setChosen} />
        {group === '' ? null : (
          <Rows key={`${group}${writeArea(area)}`} area={area} group={group} past={past} {...open} />
        )}
      </div>
    </aside>
  );
}

/** Radius of a circle or width of a corridor as a figure that can be typed. */
function SizeField({ area, onArea }: { readonly area: Area; readonly onArea: (area: Area) => void }) {
  const t = useWords(ASK_WORDS);
  if (area.kind === 'polygon') return null;
  const circle = area.kind === 'circle';
  const value = circle ? area.radius : area.metres;
  const change = (next: number) => {
    if (!(next >= 10 && next <= (circle ? 200_000 : 20_000))) return;
    onArea(area.kind === 'circle' ? { ...area, radius: next } : { ...area, metres: next });
  };
  return (
    <label className={styles.size}>
      {t(circle ? 'radius' : 'toEither')}
      <input
        key={value}
        type="number"
        min={10}
        defaultValue={value}
        onBlur={(event) => change(event.target.valueAsNumber)}
        onKeyDown={(event) => (event.key === 'Enter' ? change(event.currentTarget.valueAsNumber) : undefined)}
        data-testid="ask-size"
      />
    </label>
  );
}

function Totals({ asked }: { readonly asked: Asked }) {
  const t = useWords(ASK_WORDS);
  const { people, substances } = asked;
  const [whole, setWhole] = useState(false);
  const stated = (group: string, field: string): boolean => {
    const found = asked.groups.find(({ key }) => key === group);
    const sum = found?.sums.find((one) => one.field === field);
    return sum !== undefined && sum.missing < (found?.count ?? 0);
  };
  return (
    <>
      <section className={styles.people} data-testid="ask-people">
        <h3>{t('people')}</h3>
        <p>
          <b>{t('employees', { n: stated('enterprise', 'employees') ? numberText(people.employees) : '—' })}</b>
          <b>{t('present', { n: stated('site', 'people') ? numberText(people.present) : '—' })}</b>
        </p>
        <small>{t('peopleNote')}</small>
      </section>
      {substances.length === 0 ? null : (
        <section>
          <h3>{t('substances')}</h3>
          <table data-testid="ask-substances">
            <thead>
              <tr>
                <th>{t('substance')}</th>
                <th>{t('tanks')}</th>
                <th>{t('capacity')}</th>
                <th>{t('contents')}</th>
              </tr>
            </thead>
            <tbody>
              {(whole ? substances : substances.slice(0, FEW)).map((one) => (
                <tr key={`${one.substance}${one.cas}`} data-substance={one.substance}>
                  <td>
                    {one.substance}
                    {one.cas === null ? null : <small>{one.cas}</small>}
                  </td>
                  <td>{numberText(one.count)}</td>
                  <td>{numberText(Math.round(one.volume))}</td>
                  <td title={t('measuredOf', { n: one.measured, all: one.count })}>
                    {one.contents === null ? '—' : numberText(Math.round(one.contents))}
                    {one.contents !== null && one.measured < one.count ? (
                      <small>
                        {one.measured}/{one.count}
                      </small>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th>{t('total')}</th>
                <td>{numberText(substances.reduce((sum, { count }) => sum + count, 0))}</td>
                <td>{numberText(Math.round(substances.reduce((sum, { volume }) => sum + volume, 0)))}</td>
                <td>{numberText(Math.round(substances.reduce((sum, { contents }) => sum + (contents ?? 0), 0)))}</td>
              </tr>
            </tfoot>
          </table>
          {substances.length > FEW ? (
            <button
              type="button"
              className={styles.more}
              onClick={() => setWhole(!whole)}
              data-testid="ask-all-substances"
            >
              {t(whole ? 'fewer' : 'allSubstances', { n: substances.length })}
            </button>
          ) : null}
        </section>
      )}
    </>
  );
}

interface GroupsProps {
  readonly groups: Asked['groups'];
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}

function Groups({ groups, chosen, onChoose }: GroupsProps) {
  const t = useWords(ASK_WORDS);
  const { language } = useLanguage();
  const group = groups.find(({ key }) => key === chosen);
  return (
    <>
      <div className={styles.groups} role="tablist">
        {groups.map(({ key, label, labelEn, count }) => (
          <button
            key={key}
            type="button"
            role="tab"
            aria-selected={key === chosen}
            onClick={() => onChoose(key)}
            data-testid={`ask-group-${key}`}
            data-count={count}
          >
            {language === 'zh' ? label : labelEn} <b>{numberText(count)}</b>
          </button>
        ))}
      </div>
      {group === undefined ? null : (
        <p className={styles.sums}>
          {group.levels === null
            ? null
            : LEVELS.map((level) => (
                <span key={level}>
                  <RiskMark level={level} size={11} /> {numberText(group.levels?.[level] ?? 0)}
                </span>
              ))}
          {group.sums.map(({ field, label, labelEn, unit, sum, missing }) => (
            <span key={field}>
              {language === 'zh' ? label : labelEn} {numberText(Math.round(sum))} <Unit of={unit} n={sum} />
              {missing > 0 ? `（${t('missing', { n: numberText(missing) })}）` : ''}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

interface RowsProps extends Pick<AskPanelProps, 'area' | 'past' | 'onOpen' | 'onAlarm'> {
  readonly group: string;
}

function Rows({ area, group, past, onOpen, onAlarm }: RowsProps) {
  const t = useWords(ASK_WORDS);
  const [offset, setOffset] = useState(0);
  const { data, isError, error } = useAskedRows(area, group, offset, SIZE, past);
  if (isError) return <Failed error={error} />;
  if (data === undefined) return <Loading rows={4} />;
  const columns = [...new Set(data.rows.flatMap((row) => Object.keys(row.facts)))];
  const act = (row: (typeof data.rows)[number]) =>
    row.kind === 'alarm' ? onAlarm(row.id) : onOpen(`${row.kind}:${row.id}`);
  return (
    <>
      <div className={styles.scroll}>
        <table data-testid="ask-rows" data-total={data.total}>
          <thead>
            <tr>
              <th>{t('name')}</th>
              <th>{t('distance')}</th>
              {columns.map((label) => (
                <th key={label}>{label}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.id} data-id={row.id}>
                <td>
                  <button type="button" onClick={() => act(row)} title={t('open')}>
                    {LEVELS.includes(row.level as Level) ? <RiskMark level={row.level as Level} size={11} /> : null}
                    {row.name}
                  </button>
                </td>
                <td>{lengthWords(row.distance)}</td>
                {columns.map((label) => (
                  <td key={label}>{row.facts[label] ?? '—'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <footer className={styles.foot}>
        <button type="button" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - SIZE))}>
          {t('previous')}
        </button>
        <span>
          {t('page', {
            from: numberText(data.total === 0 ? 0 : offset + 1),
            to: numberText(Math.min(data.total, offset + SIZE)),
            all: numberText(data.total),
          })}
        </span>
        <button type="button" disabled={offset + SIZE >= data.total} onClick={() => setOffset(offset + SIZE)}>
          {t('next')}
        </button>
        <a
          href={`/api/map/ask/export${query({ area: writeArea(area), group, ...past })}`}
          download
          data-testid="ask-export"
        >
          <Download size={14} aria-hidden /> {t('exportCsv')}
        </a>
      </footer>
    </>
  );
}
