import type { Wall } from '@anlan/kernel/map';
import { JOBS } from '@anlan/systems/prevention';
import type { ReactNode } from 'react';
import { useLabel, usePair, useWords, type Words } from '../language/index.tsx';
import { ALARM_WORDS } from '../desk/alarm/index.ts';
import { numberText } from '../parts/index.ts';
import { LEVELS } from './palette.ts';
import styles from './Wall.module.css';
import { WORDS } from './words.ts';

/** Kinds of special work that one line holds. */
const KINDS = 3;

/** Short names of the places that keep a desk. */
const PLACES: Words = {
  province: ['省', 'province'],
  municipality: ['市', 'city'],
  city: ['市', 'city'],
  county: ['县', 'county'],
  zone: ['园区', 'zone'],
  town: ['乡镇', 'town'],
};

/** 今天: checks, special work, who keeps the desks, and the weather's warnings. */
export function WallToday({ wall }: { readonly wall: Wall }) {
  const t = useWords(WORDS);
  const rows = [
    ['checksToday', wall.checks === null ? null : <Checks of={wall.checks} />],
    ['specialWork', wall.jobs === null ? null : <Jobs of={wall.jobs} />],
    ['dutyToday', wall.duty === null ? null : <Duty of={wall.duty} />],
    ['weather', wall.warnings === null ? null : <Weather of={wall.warnings} />],
  ] as const;
  return (
    <dl className={styles.today} data-testid="wall-today">
      {rows.map(([key, content]) =>
        content === null ? null : (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>{content}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function Line({ strong, note }: { readonly strong: ReactNode; readonly note: ReactNode }) {
  return (
    <>
      {strong}
      <small>{note}</small>
    </>
  );
}

type Of<K extends keyof Wall> = { readonly of: NonNullable<Wall[K]> };

function Checks({ of: { inspections, enterprises, closed, rounds } }: Of<'checks'>) {
  const t = useWords(WORDS);
  return (
    <Line
      strong={t('checksOf', { n: numberText(inspections), firms: numberText(enterprises), closed: numberText(closed) })}
      note={t('roundsOf', { done: numberText(rounds.numerator), all: numberText(rounds.denominator) })}
    />
  );
}

function Jobs({ of: { running, over } }: Of<'jobs'>) {
  const t = useWords(WORDS);
  const label = useLabel();
  const said = running.slice(0, KINDS).map(({ job, count }) => {
    const known = JOBS.find(({ value }) => value === job);
    return `${known === undefined ? job : label(known)} ${numberText(count)}`;
  });
  return <Line strong={said.length === 0 ? t('noWork') : said.join(' · ')} note={t('overTime', { n: over })} />;
}

function Duty({ of: { places, people, empty } }: Of<'duty'>) {
  const t = useWords(WORDS);
  const pair = usePair();
  const said = places.map(({ kind, count }) => `${pair(PLACES, kind)} ${numberText(count)}`);
  return (
    <Line
      strong={said.length === 0 ? t('nobodyOnDuty') : said.join(' · ')}
      note={empty === 0 ? t('allKept', { n: people }) : t('emptyDesks', { n: people, empty })}
    />
  );
}

function Weather({ of: { count, first } }: Of<'warnings'>) {
  const t = useWords(WORDS);
  const a = useWords(ALARM_WORDS);
  if (first === null) return <Line strong={t('noWarning')} note={t('warningSource')} />;
  const level = LEVELS.find((one) => one === first.level);
  const said = level === undefined ? '' : ` ${t('warningLevel', { level: a(`${level}Word`) })}`;
  return <Line strong={`${first.event}${said}`} note={t('warningsRunning', { n: count })} />;
}
