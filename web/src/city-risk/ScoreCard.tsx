import { Popover } from 'antd';
import type { CityScores } from '@anlan/systems/prevention';
import { useState } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, levelWord, numberText, RiskMark, RiskTag, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import styles from './CityRisk.module.css';
import { WORDS } from './words.ts';

/** Scores of a place and its areas; the chosen one lays every factor open with the fact behind it. */
export function ScoreCard({ rows }: { readonly rows: readonly CityScores['rows'][number][] }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const [chosen, setChosen] = useState<string | null>(null);
  const [first] = rows;
  if (first === undefined)
    return (
      <Card title={t('scores')}>
        <Empty title={t('noScore')} />
      </Card>
    );
  const one = rows.find(({ path }) => path === chosen) ?? first;
  const areas = rows.toSorted((a, b) => a.score - b.score);
  return (
    <Card
      title={t('scores')}
      note={t('scoresNote', { model: `${one.result.model} ${one.result.version}`, at: stampText(one.at).slice(0, 10) })}
      flush
    >
      <div className={styles.scores}>
        <ul className={styles.areas}>
          {[first, ...areas.filter(({ path }) => path !== first.path)].map((row) => (
            <li key={row.path}>
              <button type="button" aria-pressed={row.path === one.path} onClick={() => setChosen(row.path)}>
                <RiskMark level={row.level} label={levelWord(row.level, 'risk', language)} />
                <span>{row.name}</span>
                <b>{numberText(row.score, 1)}</b>
              </button>
            </li>
          ))}
        </ul>
        <div className={styles.breakdown}>
          <h3>
            {one.name} <RiskTag level={one.level} /> <b>{numberText(one.score, 1)}</b>
            {one.result.vetoes.map((veto) => (
              <small key={veto.veto} className={styles.late}>
                {t('veto')}：{language === 'zh' ? veto.label : veto.labelEn}（{veto.fact.known.source.label}）
              </small>
            ))}
          </h3>
          <Breakdown lines={one.result.lines} />
        </div>
      </div>
    </Card>
  );
}

/** Every line of a grading: points of the full mark, the fact it comes from, and how. */
export function Breakdown({ lines }: { readonly lines: CityScores['rows'][number]['result']['lines'] }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  return (
    <Table heads={[t('factor'), t('points'), '', t('fact')]}>
      {lines.map((line) => (
        <tr key={line.factor}>
          <td title={line.clause ?? ''}>{language === 'zh' ? line.label : line.labelEn}</td>
          <td className={styles.number}>{line.leftOut ? '—' : `${numberText(line.points, 1)} / ${line.full}`}</td>
          <td aria-label={t('points')}>
            <span className={styles.meter} aria-hidden>
              <i style={{ width: line.leftOut ? 0 : `${(line.points / line.full) * 100}%` }} />
            </span>
          </td>
          <td className={table.wide} aria-label={t('fact')}>
            <Popover
              trigger={['click']}
              arrow={false}
              title={t('why')}
              content={<span className={styles.why}>{line.why}</span>}
            >
              <button type="button" className={styles.fact}>
                {line.fact.known?.source.label ?? line.why}
              </button>
            </Popover>
          </td>
        </tr>
      ))}
    </Table>
  );
}
