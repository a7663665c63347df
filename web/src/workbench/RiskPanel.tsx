import type { Risk } from '@anlan/kernel/workbench';
import { useWords } from '../language/index.tsx';
import { numberText, RiskMark } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import { Segments } from './fields.tsx';
import { FnChart } from './FnChart.tsx';
import { areaText, metresText, riskText, significant } from './text.ts';
import type { RiskState } from './use-risk.ts';
import { MarkWord } from './WorkingCard.tsx';
import { WORDS } from './words.ts';
import { RISK_COLOURS } from './zones.ts';
import styles from './Workbench.module.css';

const SHOWN = 6;

/** Individual and societal risk: of what, in which winds, judged by GB 36894-2018. */
export function RiskPanel({ state, remark }: { readonly state: RiskState; readonly remark: (text: string) => string }) {
  const t = useWords(WORDS);
  const { choice, choose, risk } = state;
  return (
    <div data-testid="risk" data-ready={risk?.ok === true} data-ms={state.ms === undefined ? '' : Math.round(state.ms)}>
      <div className={styles.choices}>
        <Segments
          label={t('riskOf')}
          value={choice.sources}
          options={[
            ['one', t('riskOne')],
            ['site', t('riskSite')],
          ]}
          onChange={(sources) => choose({ ...choice, sources })}
        />
        <Segments
          label={t('riskYear')}
          value={choice.year}
          options={[
            ['assumed', t('yearAssumed')],
            ['station', t('yearStation')],
          ]}
          onChange={(year) => choose({ ...choice, year })}
        />
        <Segments
          label={t('installation')}
          value={choice.installation}
          options={[
            ['in service', t('inService')],
            ['new', t('newBuilt')],
          ]}
          onChange={(installation) => choose({ ...choice, installation })}
        />
      </div>
      {state.noStation ? <p className={styles.refused}>{t('noStatistics')}</p> : null}
      {state.busy ? <p className={styles.hint}>{t('riskBusy')}</p> : null}
      {risk?.ok === false ? <p className={styles.refused}>{remark(risk.reason)}</p> : null}
      {risk?.ok === true ? <Found risk={risk} state={state} remark={remark} /> : null}
    </div>
  );
}

interface FoundProps {
  readonly risk: Risk;
  readonly state: RiskState;
  readonly remark: (text: string) => string;
}

function Found({ risk, state, remark }: FoundProps) {
  const t = useWords(WORDS);
  const { statistics, choice } = state;
  const { region, potentialLossOfLife, points } = risk.fn;
  const left = risk.left.map(({ index, name, reason }) => ({ name: name || `#${index + 1}`, reason: remark(reason) }));
  return (
    <>
      <FnChart risk={risk} />
      <p className={styles.figures} data-testid="fn-figures" data-region={region}>
        {points.length === 0
          ? t('noDeaths')
          : `${t('region', { region })} · ${t('pll', { pll: significant(potentialLossOfLife, 2) })}`}
        <br />
        <small>
          {t('riskNote', { sources: numberText(risk.sources), outcomes: numberText(risk.outcomes) })} ·{' '}
          {t('peopleOf', { n: numberText(risk.people) })} ·{' '}
          {choice.year === 'station' && statistics !== null
            ? t('yearOf', {
                name: statistics.name,
                hours: numberText(statistics.hours),
                from: stampText(statistics.from),
              })
            : t('yearNote')}
        </small>
      </p>
      <table className={styles.zones} data-testid="risk-contours">
        <thead>
          <tr>
            <th aria-label={t('level')} />
            <th>{t('individual')}</th>
            <th>{t('farthest')}</th>
            <th>{t('area')}</th>
          </tr>
        </thead>
        <tbody>
          {risk.contours.map(({ level, distance, area }) => (
            <tr key={level} data-testid="risk-contour" data-metres={Math.round(distance)}>
              <td>
                <RiskMark level={RISK_COLOURS[String(level)] ?? 'blue'} size={12} />
              </td>
              <td>{riskText(level)}</td>
              <td>{distance > 0 ? metresText(distance) : t('notReached')}</td>
              <td>{area > 0 ? areaText(area) : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Judged risk={risk} state={state} />
      {[...state.left, ...left].map(({ name, reason }, i) => (
        <p key={i} className={styles.small}>
          {t('leftOut', { name, reason })}
        </p>
      ))}
    </>
  );
}

/** Protection targets, worst against their limit first. */
function Judged({ risk, state }: { readonly risk: Risk; readonly state: RiskState }) {
  const t = useWords(WORDS);
  const known = new Map(state.targets.map((one) => [one.id, one]));
  const over = risk.targets.filter(({ within }) => !within).length;
  return (
    <>
      <p className={styles.small} data-testid="risk-verdict" data-over={over}>
        {risk.targets.length === 0
          ? t('noTargets')
          : t('verdict', { over: numberText(over), n: numberText(risk.targets.length) })}{' '}
        <MarkWord mark="memory" />
      </p>
      <table className={styles.zones}>
        <tbody>
          {risk.targets.slice(0, Math.max(SHOWN, over)).map(({ id, risk: value, limit, within }) => (
            <tr key={id} data-testid="risk-target" data-within={within}>
              <td>{within ? '✓' : '✗'}</td>
              <td>
                {known.get(id)?.name}
                <small>{known.get(id)?.target}</small>
              </td>
              <td>
                {riskText(value)}
                <small>≤ {riskText(limit)}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
