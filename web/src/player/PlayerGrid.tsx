import { Button, Segmented } from 'antd';
import { VideoOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWords } from '../language/index.tsx';
import { Empty } from '../parts/index.ts';
import { Player } from './Player.tsx';
import styles from './Player.module.css';
import { WORDS } from './words.ts';

/** Pictures on one screen. */
const SIZES = [1, 4, 9] as const;
type Size = (typeof SIZES)[number];

const sizeFor = (count: number): Size => SIZES.find((size) => size >= count) ?? 9;

/** Several streams side by side; the keys 1, 4 and 9 choose how many. */
export function PlayerGrid({ streams }: { readonly streams: readonly string[] }) {
  const t = useWords(WORDS);
  const [size, setSize] = useState<Size>(sizeFor(streams.length));
  const [page, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(streams.length / size));
  const shown = Math.min(page, pages - 1);

  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      const wanted = SIZES.find((one) => String(one) === event.key);
      if (wanted !== undefined && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) setSize(wanted);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);

  if (streams.length === 0)
    return <Empty icon={<VideoOff size={20} strokeWidth={1.6} />} title={t('empty')} note={t('emptyNote')} />;
  return (
    <section className={styles.wall}>
      <div className={styles.wallBar}>
        <Segmented
          size="small"
          value={size}
          onChange={setSize}
          options={SIZES.map((one) => ({ value: one, label: t('grid', { n: one }) }))}
        />
        {pages === 1 ? null : (
          <span className={styles.pages}>
            <Button size="small" disabled={shown === 0} onClick={() => setPage(shown - 1)}>
              {t('previous')}
            </Button>
            {t('page', { page: shown + 1, pages })}
            <Button size="small" disabled={shown === pages - 1} onClick={() => setPage(shown + 1)}>
              {t('next')}
            </Button>
          </span>
        )}
      </div>
      <div className={styles.grid} data-size={size}>
        {streams.slice(shown * size, (shown + 1) * size).map((stream) => (
          <Player key={stream} stream={stream} />
        ))}
      </div>
    </section>
  );
}
