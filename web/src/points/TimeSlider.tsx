import { useWords } from '../language/index.tsx';
import { stampText } from '../time/index.ts';
import type { Replay } from './replay.ts';
import styles from './TimeSlider.module.css';
import { WORDS } from './words.ts';

/** Goes back in time over a picture; the right end is now. */
export function TimeSlider({ replay }: { readonly replay: Replay }) {
  const t = useWords(WORDS);
  const { at, from, to, step, choose } = replay;
  const shown = at ?? to + step;
  const said = at === null ? t('now') : stampText(at).slice(5, 16);
  return (
    <div className={styles.slider} data-testid="time-slider" data-live={at === null}>
      <label>
        <span>{t('replay', { n: replay.hours })}</span>
        <input
          type="range"
          min={from}
          max={to + step}
          step={step}
          value={shown}
          aria-valuetext={said}
          onChange={({ currentTarget }) => {
            const chosen = Number(currentTarget.value);
            choose(chosen > to ? null : chosen);
          }}
        />
      </label>
      <output>{replay.waiting ? t('reading') : said}</output>
      {at === null ? null : (
        <button type="button" onClick={() => choose(null)}>
          {t('toNow')}
        </button>
      )}
    </div>
  );
}
