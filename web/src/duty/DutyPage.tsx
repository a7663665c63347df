import type { Roster } from '@anlan/kernel/notify';
import { Button, Segmented } from 'antd';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Card, Empty, Failed, Loading, PageHead } from '../parts/index.ts';
import { Page } from '../shell/index.ts';
import { stampText, useNow } from '../time/index.ts';
import styles from './Duty.module.css';
import { FillForm } from './FillForm.tsx';
import { HandOverList } from './HandOverList.tsx';
import { useHasDesk, useRoster } from './queries.ts';
import { daysShown, gapsOn, startOfDay, turn } from './roster.ts';
import { RosterGrid } from './RosterGrid.tsx';
import { WORDS } from './words.ts';

const DAY = 86_400_000;

/** 值班表: who sits at my desk when, where nobody does, who holds it; filled by pattern. */
export function DutyPage() {
  const t = useWords(WORDS);
  const region = useRegionName();
  const now = useNow(30_000);
  const hasDesk = useHasDesk();
  const [search, setSearch] = useSearchParams();
  // On a phone a month is a long list; a week is what one asks for there.
  const [narrow] = useState(() => window.matchMedia('(max-width: 767px)').matches);
  const span = (search.get('span') ?? (narrow ? 'week' : 'month')) === 'week' ? 'week' : 'month';
  const at = Number(search.get('at')) || startOfDay(now);
  const days = daysShown(at, span);
  const roster = useRoster(days[0]!, days.at(-1)! + DAY);
  const show = (next: { span?: string; at?: number }) =>
    setSearch(
      (before) => {
        const params = new URLSearchParams(before);
        for (const [key, value] of Object.entries(next)) params.set(key, String(value));
        return params;
      },
      { replace: true },
    );
  if (!hasDesk)
    return (
      <Page title={t('roster')}>
        <Empty title={t('noDesk')} />
      </Page>
    );
  return (
    <Page title={t('roster')}>
      <PageHead
        title={t('roster')}
        {...(roster.data === undefined ? {} : { note: t('rosterOf', { name: region(roster.data.regionName) }) })}
      />
      <div className={styles.tools}>
        <h2>{stampText(at).slice(0, span === 'week' ? 10 : 7)}</h2>
        <Button
          icon={<ChevronLeft size={16} aria-hidden />}
          aria-label={t('before')}
          onClick={() => show({ at: turn(at, span, -1) })}
        />
        <Button onClick={() => show({ at: startOfDay(now) })}>{t('today')}</Button>
        <Button
          icon={<ChevronRight size={16} aria-hidden />}
          aria-label={t('after')}
          onClick={() => show({ at: turn(at, span, 1) })}
        />
        <Segmented
          value={span}
          options={[
            { value: 'month', label: t('month') },
            { value: 'week', label: t('week') },
          ]}
          onChange={(next) => show({ span: next })}
        />
        {roster.data === undefined ? null : <GapCount roster={roster.data} now={now} />}
      </div>
      {roster.isError && roster.data === undefined ? (
        <Failed error={roster.error} retry={() => void roster.refetch()} />
      ) : null}
      {roster.isPending ? <Loading rows={8} /> : null}
      {roster.data === undefined ? null : (
        <Shown roster={roster.data} days={days} span={span} now={now} month={stampText(at).slice(0, 7)} />
      )}
    </Page>
  );
}

function GapCount({ roster, now }: { readonly roster: Roster; readonly now: number }) {
  const t = useWords(WORDS);
  const open = roster.gaps.filter((gap) => gapsOn([gap], gap.from, 0).length > 0 && gap.to > now).length;
  return (
    <span className={`${styles.push} ${open > 0 ? styles.gapNote : styles.quiet}`} data-testid="gap-count">
      {open > 0 ? t('gapCount', { n: open }) : t('noGap')}
    </span>
  );
}

interface ShownProps {
  readonly roster: Roster;
  readonly days: readonly number[];
  readonly span: 'month' | 'week';
  readonly month: string;
  readonly now: number;
}

function Shown({ roster, days, span, month, now }: ShownProps) {
  const t = useWords(WORDS);
  const { verbs } = useSession();
  const writes = verbs.includes('desk.write');
  const [filling, setFilling] = useState(false);
  return (
    <div className={styles.split}>
      <Card flush>
        <RosterGrid roster={roster} days={days} span={span} month={month} now={now} writes={writes} />
      </Card>
      <div className={styles.column}>
        <Card title={t('nowOn')}>
          <Now roster={roster} />
        </Card>
        {writes ? (
          <Card
            title={t('fill')}
            extra={
              filling ? undefined : (
                <Button size="small" onClick={() => setFilling(true)} data-testid="fill-open">
                  {t('fill')}
                </Button>
              )
            }
          >
            {filling ? (
              <FillForm roster={roster} onEnd={() => setFilling(false)} />
            ) : (
              <p className={styles.quiet}>{t('fillNote')}</p>
            )}
          </Card>
        ) : null}
        <HandOverList limit={8} />
      </div>
    </div>
  );
}

function Now({ roster }: { readonly roster: Roster }) {
  const t = useWords(WORDS);
  return (
    <ul className={styles.now} data-testid="now-on">
      {roster.now.length === 0 ? <li className={styles.gapNote}>{t('nobodyNow')}</li> : null}
      {roster.now.map((shift) => (
        <li key={shift.id}>
          <b>{shift.personName}</b>
          <span>{t(shift.post)}</span>
          <span>→ {stampText(shift.to).slice(5, 16)}</span>
        </li>
      ))}
      <li className={styles.quiet}>
        {roster.holder === null
          ? t('nobodyHolds')
          : t('holds', { name: roster.holder.personName, time: stampText(roster.holder.since).slice(5, 16) })}
      </li>
    </ul>
  );
}
