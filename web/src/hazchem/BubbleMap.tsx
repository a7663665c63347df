import { useMemo, useRef, type MouseEvent } from 'react';
import { projector, Sketch } from '../parts/index.ts';
import { numberText } from '../parts/index.ts';
import styles from './Hazchem.module.css';

export interface Bubble {
  readonly id: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  /** t */
  readonly tonnes: number;
}

interface BubbleMapProps {
  readonly pack: string;
  readonly bounds: readonly [number, number, number, number];
  readonly bubbles: readonly Bubble[];
  readonly centre: { readonly lon: number; readonly lat: number };
  /** km */
  readonly radius: number;
  readonly chosen: string | null;
  readonly label: string;
  readonly pick: (place: { lon: number; lat: number }) => void;
  readonly choose: (id: string) => void;
}

const WIDTH = 760;
const HEIGHT = 560;
const LARGEST = 26;

/** Units as circles whose area goes by the quantity, the asked circle around its centre; a press moves the centre. */
export function BubbleMap({ pack, bounds, bubbles, centre, radius, chosen, label, pick, choose }: BubbleMapProps) {
  const surface = useRef<SVGSVGElement>(null);
  const project = useMemo(() => projector({ width: WIDTH, height: HEIGHT, bounds }), [bounds]);
  const most = Math.max(1e-9, ...bubbles.map(({ tonnes }) => tonnes));
  const [x, y] = project([centre.lon, centre.lat]);
  const [, north] = project([centre.lon, centre.lat + radius / 110.85]);
  const place = (event: MouseEvent) => {
    const box = surface.current?.getBoundingClientRect();
    if (box === undefined) return;
    const scale = Math.min(box.width / WIDTH, box.height / HEIGHT);
    const left = event.clientX - box.left - (box.width - WIDTH * scale) / 2;
    const top = event.clientY - box.top - (box.height - HEIGHT * scale) / 2;
    pick(back(project, left / scale, top / scale));
  };
  const ordered = bubbles.toSorted((a, b) => b.tonnes - a.tonnes);
  return (
    <div className={styles.map}>
      <Sketch pack={pack} bounds={bounds} width={WIDTH} height={HEIGHT} label={label} />
      {/* The centre is also in the address and the figures; the press is a short cut for the pointer. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
      <svg
        ref={surface}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={styles.bubbles}
        onClick={place}
        role="group"
        aria-label={label}
      >
        <circle cx={x} cy={y} r={Math.abs(y - north)} className={styles.ring} />
        {ordered.map((bubble) => {
          const [cx, cy] = project([bubble.lon, bubble.lat]);
          const size = 3 + LARGEST * Math.sqrt(bubble.tonnes / most);
          return (
            <circle
              key={bubble.id}
              cx={cx}
              cy={cy}
              r={size}
              className={styles.bubble}
              data-testid="bubble"
              data-chosen={bubble.id === chosen}
              onClick={(event) => (event.stopPropagation(), choose(bubble.id))}
            >
              <title>{`${bubble.name} ${numberText(bubble.tonnes, 1)} t`}</title>
            </circle>
          );
        })}
        <path d={`M${x - 7} ${y}h14M${x} ${y - 7}v14`} className={styles.cross} />
      </svg>
    </div>
  );
}

/** The inverse of a linear projection, from two of its points. */
function back(project: (at: [number, number]) => [number, number], x: number, y: number): { lon: number; lat: number } {
  const [x0, y0] = project([0, 0]);
  const [x1, y1] = project([1, 1]);
  return { lon: Number(((x - x0) / (x1 - x0)).toFixed(5)), lat: Number(((y - y0) / (y1 - y0)).toFixed(5)) };
}
