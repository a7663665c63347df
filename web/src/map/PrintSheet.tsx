import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { usePlatform, useSession } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { levelWord, numberText, RiskMark } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Ask.module.css';
import { coordinateText } from './draw.ts';
import { metresPerPixel, scaleBar } from './geometry.ts';
import { LEVELS } from './palette.ts';
import type { Stage } from './stage.ts';
import { riskCounts, type useMapState } from './use-map.ts';
import { ASK_WORDS } from './words-ask.ts';
import { WORDS } from './words.ts';
import { Unit } from '../language/units.ts';

interface PrintSheetProps {
  readonly stage: Stage;
  readonly state: ReturnType<typeof useMapState>;
  readonly title: string;
  readonly onClose: () => void;
}

/**
 * The sheet for paper: the map as drawn with title, legend, scale, north, who made it when, the boundaries' review
 * number, and the moment its data stand for.
 */
export function PrintSheet({ stage, state, title: usual, onClose }: PrintSheetProps) {
  const t = useWords(ASK_WORDS);
  const m = useWords(WORDS);
  const { language } = useLanguage();
  const label = useLabel();
  const session = useSession();
  const platform = usePlatform().data;
  const [title, setTitle] = useState(usual);
  const [paper, setPaper] = useState('A4');
  const [made] = useState(() => ({ picture: stage.picture(), at: Date.now(), view: stage.view() }));
  useEffect(() => {
    const root = document.querySelector<HTMLElement>('#root');
    document.body.dataset['printing'] = 'map';
    const close = (event: KeyboardEvent) => (event.key === 'Escape' ? onClose() : undefined);
    window.addEventListener('keydown', close);
    return () => {
      delete document.body.dataset['printing'];
      window.removeEventListener('keydown', close);
      root?.focus();
    };
  }, [onClose]);
  const { shown, past } = state;
  const width = stage.map.getContainer().clientWidth;
  const bar = scaleBar(metresPerPixel(made.view.lat, made.view.zoom), width / 6);
  const number = platform?.boundaries.reviewNumber ?? '';
  const counts = riskCounts(state.places);
  return createPortal(
    <div className={styles.sheetBack} role="dialog" aria-label={t('print')} data-testid="print">
      <style>{`@page { size: ${paper} landscape; margin: 10mm } @media print { body[data-printing='map'] > :not([data-testid='print']) { display: none !important } html, body { height: auto !important; overflow: visible !important } }`}</style>
      <div className={styles.sheetTools}>
        <label htmlFor="print-title">{t('printTitle')}</label>
        <input id="print-title" value={title} maxLength={60} onChange={(event) => setTitle(event.target.value)} />
        <select aria-label={t('paper')} value={paper} onChange={(event) => setPaper(event.target.value)}>
          <option>A4</option>
          <option>A3</option>
        </select>
        <button type="button" onClick={() => window.print()} data-testid="print-now">
          {t('printNow')}
        </button>
        <button type="button" onClick={onClose}>
          {t('close')}
        </button>
      </div>
      <article className={styles.sheet} data-testid="sheet">
        <h1>{title}</h1>
        <figure>
          <img src={made.picture} alt={title} />
          <div className={styles.north}>
            {t('north')}
            <br />▲
          </div>
          <div className={styles.bar} style={{ width: `${(100 * bar.width) / width}%` }}>
            <i />
            {bar.label}
          </div>
        </figure>
        <div className={styles.legend} data-testid="sheet-legend">
          <b>{t('legend')}</b>
          {LEVELS.map((level) => (
            <span key={level}>
              <RiskMark level={level} size={12} /> {levelWord(level, 'risk', language)} {numberText(counts[level])}
            </span>
          ))}
          {shown.map((layer) => (
            <span key={layer.key}>
              {label(layer)} {numberText(layer.count)} <Unit of={layer.unit} n={layer.count} />
            </span>
          ))}
          <span>{t('clusterLegend')}</span>
          <span>{t('moverLegend')}</span>
        </div>
        <footer>
          <span>
            {t('asOf', { time: stampText(past?.time ?? made.at) })}
            {past === null ? '' : `（${t(past.knowledge === 'then' ? 'knownThen' : 'knownNow')}）`}
          </span>
          <span>{t('printed', { time: stampText(made.at), person: session.person.name })}</span>
          <span>{state.scope.label}</span>
          <span>WGS-84 {coordinateText(made.view.lon, made.view.lat)}</span>
          <span data-testid="sheet-review">
            {number === '' ? m('unreviewed') : m('reviewed', { number })}
            {platform === undefined ? '' : ` · ${m('boundary', { origin: platform.boundaries.origin })}`}
          </span>
          <span>{session.demonstration ? m('demo') : ''}</span>
        </footer>
      </article>
    </div>,
    document.body,
  );
}
