import { Circle as CircleIcon, Layers, Maximize2, Minus, Plus } from 'lucide-react';
import { useMemo } from 'react';
import type { Jurisdiction, Platform } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { projector, Sketch } from '../parts/index.ts';
import { metresPerPixel, scaleBar } from './geometry.ts';
import styles from './Map.module.css';
import type { Stage, View } from './stage.ts';
import { WORDS } from './words.ts';

/** The inset: the whole jurisdiction, and what is in view of it. */
export function Inset({ jurisdiction, view }: { readonly jurisdiction: Jurisdiction; readonly view: View | null }) {
  const frame = useMemo(() => ({ width: 132, height: 118, bounds: jurisdiction.bounds }), [jurisdiction.bounds]);
  const project = projector(frame);
  const [west, south, east, north] = view?.bounds ?? [0, 0, 0, 0];
  const [left, top] = project([west, north]);
  const [right, bottom] = project([east, south]);
  return (
    <div className={styles.inset} aria-hidden>
      <Sketch pack={jurisdiction.pack} label={jurisdiction.name} names={false} {...frame} />
      {view === null ? null : (
        <svg viewBox="0 0 132 118" width="132" height="118">
          <rect
            x={left}
            y={top}
            width={Math.max(4, right - left)}
            height={Math.max(4, bottom - top)}
            className={styles.view}
          />
        </svg>
      )}
    </div>
  );
}

/** Scale bar, and where the drawn lines come from: origin and 审图号 of the boundaries, what is schematic. */
export function ScaleLine({
  view,
  platform,
  theme,
}: {
  readonly view: View | null;
  readonly platform: Platform | undefined;
  readonly theme: 'wall' | undefined;
}) {
  const t = useWords(WORDS);
  const bar = scaleBar(metresPerPixel(view?.lat ?? 29, view?.zoom ?? 8), 90);
  const boundaries = platform?.boundaries;
  const number = boundaries?.reviewNumber ?? null;
  return (
    <div className={styles.scale} data-theme={theme} data-testid="map-source">
      <i style={{ width: bar.width }} aria-hidden />
      <span>{bar.label}</span>
      <small title={boundaries?.origin}>
        {t('schematic')}
        {boundaries === undefined
          ? ''
          : ` · ${number === null || number === '' ? `${t('boundary', { origin: '开放数据' })}，${t('unreviewed')}` : t('reviewed', { number })}`}
      </small>
    </div>
  );
}

interface ToolsProps {
  readonly stage: Stage | null;
  readonly circling: boolean;
  readonly onCircle: () => void;
  readonly panel: boolean;
  readonly onPanel: () => void;
}

/** Tools beside the layer panel. */
export function Tools({ stage, circling, onCircle, panel, onPanel }: ToolsProps) {
  const t = useWords(WORDS);
  const tools = [
    ['circle', CircleIcon, onCircle, circling],
    ['zoomIn', Plus, () => stage?.map.zoomIn(), undefined],
    ['zoomOut', Minus, () => stage?.map.zoomOut(), undefined],
    ['whole', Maximize2, () => stage?.whole(), undefined],
    ['panel', Layers, onPanel, panel],
  ] as const;
  return (
    <div className={`${styles.panel} ${styles.tools}`} role="toolbar" aria-label={t('map')} data-folded={!panel}>
      {tools.map(([key, Icon, act, pressed]) => (
        <button
          key={key}
          type="button"
          onClick={act}
          title={t(key)}
          aria-label={t(key)}
          aria-pressed={pressed}
          data-testid={`tool-${key}`}
        >
          <Icon size={16} strokeWidth={1.7} aria-hidden />
        </button>
      ))}
    </div>
  );
}
