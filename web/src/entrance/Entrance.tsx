import type { ReactNode } from 'react';
import { type Jurisdiction, type Platform } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { DemonstrationTag, Sketch } from '../parts/index.ts';
import { Logo } from '../shell/Logo.tsx';
import { useTitle } from '../shell/title.ts';
import styles from './Entrance.module.css';
import { WORDS } from './words.ts';

interface EntranceProps {
  readonly platform: Platform | undefined;
  readonly jurisdiction: Jurisdiction | undefined;
  readonly title: string;
  readonly children: ReactNode;
}

/** The only decorative surface of the product: the jurisdiction by night at the left, the form at the right. */
export function Entrance({ platform, jurisdiction, title, children }: EntranceProps) {
  const t = useWords(WORDS);
  const { language, setLanguage, large, setLarge } = useLanguage();
  useTitle(title);
  return (
    <div className={styles.wrap}>
      <Art platform={platform} jurisdiction={jurisdiction} />
      <main className={styles.form}>
        <div className={styles.box}>
          <div className={styles.first}>
            {platform?.demonstration === true && jurisdiction !== undefined ? (
              <DemonstrationTag>{t('demonstrationOf', { place: jurisdiction.name })}</DemonstrationTag>
            ) : null}
            <span className={styles.choices}>
              <button type="button" onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
                {t('languageName')}
              </button>
              <button type="button" onClick={() => setLarge(!large)}>
                {large ? t('normal') : t('large')}
              </button>
            </span>
          </div>
          <h1>{title}</h1>
          {children}
        </div>
        <footer>
          {platform === undefined ? null : <span>{t('version', { version: platform.version })}</span>}
          <span>{t('footer')}</span>
        </footer>
      </main>
    </div>
  );
}

function widen(bounds: readonly number[]): number[] {
  const [west = 0, south = 0, east = 1, north = 1] = bounds;
  const [x, y] = [(east - west) * 0.1, (north - south) * 0.1];
  return [west - x, south - y * 1.6, east + x, north + y * 3.4];
}

function Art({ platform, jurisdiction }: Pick<EntranceProps, 'platform' | 'jurisdiction'>) {
  const t = useWords(WORDS);
  const number = platform?.boundaries.reviewNumber;
  const review = number == null ? t('unreviewed') : t('reviewed', { number });
  return (
    <aside className={styles.art}>
      {jurisdiction === undefined ? null : (
        <div className={styles.sketch}>
          <Sketch
            pack={jurisdiction.pack}
            bounds={widen(jurisdiction.bounds)}
            width={760}
            height={900}
            tone="night"
            names={jurisdiction.counties <= 16}
            label={t('art', { place: jurisdiction.name })}
          />
        </div>
      )}
      <div className={styles.motto}>
        <p className={styles.brand}>
          <Logo size={44} />
          <b>安澜</b>
          <span>Anlan</span>
        </p>
        <p className={styles.large}>{t('motto')}</p>
        <p>{t('submotto')}</p>
      </div>
      {platform === undefined ? null : (
        <dl className={styles.facts}>
          <div>
            <dt>{platform.systems.total}</dt>
            <dd>{t('systems')}</dd>
          </div>
          <div>
            <dt>{platform.systems.families}</dt>
            <dd>{t('families')}</dd>
          </div>
          <div>
            <dt>{t('seconds')}</dt>
            <dd>{t('second')}</dd>
          </div>
          {jurisdiction === undefined ? null : (
            <div>
              <dt>{jurisdiction.counties}</dt>
              <dd>{t('counties')}</dd>
            </div>
          )}
        </dl>
      )}
      <p className={styles.source}>{t('source', { review })}</p>
    </aside>
  );
}
