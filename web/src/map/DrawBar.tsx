import { useWords } from '../language/index.tsx';
import styles from './Ask.module.css';
import { lengthWords, measureOf, surfaceWords, type Mode } from './draw.ts';
import type { Stage } from './stage.ts';
import type { useDraw } from './use-draw.ts';
import { ASK_WORDS } from './words-ask.ts';

const HINTS = {
  circle: 'hintCircle',
  polygon: 'hintPolygon',
  corridor: 'hintCorridor',
  length: 'hintMeasure',
  surface: 'hintMeasure',
} as const satisfies Record<Mode, string>;

/** What is being drawn: hint, figures so far, and its acts as buttons, so that no pointer is needed. */
export function DrawBar({
  draw,
  stage,
  folded,
}: {
  readonly draw: ReturnType<typeof useDraw>;
  readonly stage: Stage | null;
  readonly folded: boolean;
}) {
  const t = useWords(ASK_WORDS);
  const { mode, path } = draw;
  if (mode === null) return null;
  const { metres, square } = measureOf(path, mode === 'polygon' || mode === 'surface');
  const measuring = mode === 'length' || mode === 'surface';
  return (
    <>
      <i className={styles.cross} aria-hidden />
      <div
        className={styles.drawBar}
        data-folded={folded}
        data-testid="draw-bar"
        data-mode={mode}
        data-corners={path.length}
      >
        <span>{t(mode)}</span>
        {path.length < 2 ? (
          <span>{t(HINTS[mode])}</span>
        ) : (
          <b aria-live="polite" data-testid="draw-figure">
            {lengthWords(metres)}
            {square === null ? '' : ` · ${surfaceWords(square)}`}
          </b>
        )}
        {draw.refused ? <em role="alert">{t('crossing')}</em> : null}
        <button
          type="button"
          onClick={() => {
            const centre = stage?.map.getCenter();
            if (centre !== undefined) draw.add([centre.lng, centre.lat]);
          }}
          data-testid="draw-centre"
        >
          {t('atCentre')}
        </button>
        <button type="button" onClick={draw.undo} disabled={path.length === 0}>
          {t('undo')}
        </button>
        {measuring || mode === 'circle' ? null : (
          <button type="button" onClick={draw.finish} disabled={path.length < 2} data-testid="draw-finish">
            {t('finish')}
          </button>
        )}
        <button type="button" onClick={() => draw.start(null)} data-testid="draw-cancel">
          {t('cancel')}
        </button>
      </div>
    </>
  );
}
