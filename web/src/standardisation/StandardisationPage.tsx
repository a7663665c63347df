import { Button, Input, Segmented } from 'antd';
import type { StandardOverview, Rate } from '@anlan/systems/technology';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSectorWord } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { Card, Failed, Loading, numberText, PageHead, Scroll } from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { FigureBand } from '../prevention/Figures.tsx';
import { Tabs } from '../prevention/Tabs.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { useStandardOverview } from './queries.ts';
import styles from './Standardisation.module.css';
import { TargetsCard } from './TargetsCard.tsx';
import { WORDS } from './words.ts';
import { Holders } from './Holders.tsx';

/** Standardisation of a place as of a day: rates, targets, who runs out, who is in default (S96). */
export function StandardisationPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const keep = useKeepScope();
  const [day, setDay] = useState<string | null>(null);
  const region = scope.narrowed ? scope.path : null;
  const overview = useStandardOverview({ region, day });
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={overview.data === undefined ? undefined : t('note', { day: overview.data.day })}
        actions={
          <div className={styles.head}>
            <RegionSelect />
            <Input
              type="date"
              className={styles.day ?? ''}
              aria-label={t('day')}
              title={t('day')}
              value={day ?? ''}
              onChange={(event) => setDay(event.target.value === '' ? null : event.target.value)}
            />
            <Link to={keep('/cases/standardisation')}>
              <Button type="primary" style={{ fontWeight: 700 }}>
                {t('applications')}
              </Button>
            </Link>
          </div>
        }
      />
      <Tabs />
      {overview.isPending ? <Loading rows={6} /> : null}
      {overview.isError && overview.data === undefined ? (
        <Failed error={overview.error} retry={() => void overview.refetch()} />
      ) : null}
      {overview.data === undefined ? null : <Found overview={overview.data} />}
      <Holders region={region} day={day} />
    </Page>
  );
}

function Found({ overview: o }: { readonly overview: StandardOverview }) {
  const t = useWords(WORDS);
  const percent = (rate: Rate) => (rate.percent === null ? t('none') : `${numberText(rate.percent, 1)} %`);
  const note = (rate: Rate) => t('of', { n: numberText(rate.numerator), d: numberText(rate.denominator) });
  return (
    <>
      <FigureBand
        figures={[
          ...(['enterprise', 'post', 'specialty', 'site'] as const).map((key) => ({
            key,
            label: t(key),
            value: percent(o[key]),
            note: note(o[key]),
          })),
          {
            key: 'expiring',
            label: t('expiring'),
            value: numberText(o.expiring),
            note: `${t('expired')} ${numberText(o.expired)}`,
            href: '/standardisation?filter=expiring',
          },
          {
            key: 'defaults',
            label: t('defaults'),
            value: numberText(o.defaults),
            note: t('defaultsNote'),
            href: '/cases/standardisation-default',
            late: o.defaults > 0,
          },
        ]}
      />
      <div className={styles.columns}>
        <TargetsCard targets={o.targets} />
        <RatesCard overview={o} />
      </div>
    </>
  );
}

function RatesCard({ overview: o }: { readonly overview: StandardOverview }) {
  const t = useWords(WORDS);
  const sectorWord = useSectorWord();
  const [by, setBy] = useState<'bySector' | 'byRegion' | 'sourced'>('bySector');
  const rows =
    by === 'sourced'
      ? o.sourced.map((row) => ({ key: row.trade, name: row.label, ...row, origin: row.origin }))
      : o[by]
          .map((row) => ({ ...row, name: by === 'bySector' ? sectorWord(row.key) : row.name, origin: '' }))
          .toSorted((a, b) => b.denominator - a.denominator);
  return (
    <Card
      title={t('enterprise')}
      extra={
        <Segmented
          size="small"
          value={by}
          onChange={setBy}
          options={(['bySector', 'byRegion', 'sourced'] as const).map((value) => ({ value, label: t(value) }))}
        />
      }
      flush
    >
      <Scroll style={{ maxHeight: 330 }}>
        <ul className={styles.rates}>
          {rows.map((row) => (
            <li key={row.key} title={row.origin}>
              <span>{row.name}</span>
              <i aria-hidden>
                <i style={{ width: `${row.percent ?? 0}%` }} />
              </i>
              <b>{row.percent === null ? '—' : `${numberText(row.percent, 1)} %`}</b>
              <small>{t('of', { n: numberText(row.numerator), d: numberText(row.denominator) })}</small>
            </li>
          ))}
        </ul>
      </Scroll>
    </Card>
  );
}
