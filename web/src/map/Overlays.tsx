import {
  Circle as CircleIcon,
  Hexagon,
  Layers,
  Link2,
  List,
  Maximize2,
  Minus,
  Plus,
  Printer,
  Route,
  Ruler,
  SquareDashed,
} from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Jurisdiction, Platform } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { projector, Sketch } from '../parts/index.ts';
import { coordinateText, type Mode } from './draw.ts';
import { metresPerPixel, scaleBar } from './geometry.ts';
import styles from './Map.module.css';
import type { Stage, View } from './stage.ts';
import { ASK_WORDS } from './words-ask.ts';
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
  const a = useWords(ASK_WORDS);
  const bar = scaleBar(metresPerPixel(view?.lat ?? 29, view?.zoom ?? 8), 90);
  const boundaries = platform?.boundaries;
  const number = boundaries?.reviewNumber ?? null;
  return (
    <div className={styles.scale} data-theme={theme} data-testid="map-source">
      <i style={{ width: bar.width }} aria-hidden />
      <span>{bar.label}</span>
      {view === null ? null : (
        <button
          type="button"
          title={a('copyCentre')}
          onClick={() => void navigator.clipboard?.writeText(coordinateText(view.lon, view.lat))}
          data-testid="centre"
        >
          {coordinateText(view.lon, view.lat)}
        </button>
      )}
      <small title={boundaries?.origin}>
        {t('schematic')}
        {boundaries === undefined
          ? ''
          : ` · ${number === null || number === '' ? t('unreviewed') : t('reviewed', { number })}`}
      </small>
    </div>
  );
}

interface ToolsProps {
  readonly stage: Stage | null;
  readonly mode: Mode | null;
  readonly onMode: (mode: Mode | null) => void;
  readonly panel: boolean;
  readonly onPanel: () => void;
  readonly list: boolean;
  readonly onList: () => void;
  readonly onPrint: () => void;
}

const DRAWN = [
  ['circle', CircleIcon],
  ['polygon', Hexagon],
  ['corridor', Route],
  ['length', Ruler],
  ['surface', SquareDashed],
] as const;

/** Tools beside the layer panel: draw and ask, measure, list, print, share, and the view. */
export function Tools({ stage, mode, onMode, panel, onPanel, list, onList, onPrint }: ToolsProps) {
  const t = useWords(WORDS);
  const a = useWords(ASK_WORDS);
  const [shared, setShared] = useState(false);
  const share = () =>
    void navigator.clipboard
      ?.writeText(location.href)
      .then(() => (setShared(true), setTimeout(() => setShared(false), 1500)));
  const tools = [
    ...DRAWN.map(([key, Icon]) => [key, a(key), Icon, () => onMode(mode === key ? null : key), mode === key] as const),
    ['list', a('list'), List, onList, list],
    ['print', a('print'), Printer, onPrint, undefined],
    ['share', a(shared ? 'shared' : 'share'), Link2, share, undefined],
    ['zoomIn', t('zoomIn'), Plus, () => stage?.map.zoomIn(), undefined],
    ['zoomOut', t('zoomOut'), Minus, () => stage?.map.zoomOut(), undefined],
    ['whole', t('whole'), Maximize2, () => stage?.whole(), undefined],
    ['panel', t('panel'), Layers, onPanel, panel],
  ] as const;
  return (
    <div className={`${styles.panel} ${styles.tools}`} role="toolbar" aria-label={a('draw')} data-folded={!panel}>
      {tools.map(([key, label, Icon, act, pressed]) => (
        <button
          key={key}
          type="button"
          onClick={act}
          title={label}
          aria-label={label}
          aria-pressed={pressed}
          data-testid={`tool-${key}`}
          data-kept={key === 'panel' || key === 'list' || key === 'circle' || key === 'polygon'}
        >
          <Icon size={16} strokeWidth={1.7} aria-hidden />
        </button>
      ))}
    </div>
  );
}
