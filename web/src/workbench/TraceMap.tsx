import type { TracedSources } from '@anlan/kernel/workbench';
import { significant } from './text.ts';
import styles from './Workbench.module.css';

const [WIDTH, HEIGHT] = [720, 400];

/** Stations with the wind of their highest reading, and the candidates, the likelier the larger. */
export function TraceMap({ traced }: { readonly traced: TracedSources }) {
  const places = [traced.point, ...traced.readings, ...traced.ranked.slice(0, 15)];
  const [lons, lats] = [places.map(({ lon }) => lon), places.map(({ lat }) => lat)];
  const middle = { lon: (Math.min(...lons) + Math.max(...lons)) / 2, lat: (Math.min(...lats) + Math.max(...lats)) / 2 };
  const squeeze = Math.cos((middle.lat * Math.PI) / 180);
  const span = Math.max(
    (Math.max(...lons) - Math.min(...lons)) * squeeze * (HEIGHT / WIDTH),
    Math.max(...lats) - Math.min(...lats),
    0.004,
  );
  const scale = (HEIGHT - 90) / span;
  const at = ({ lon, lat }: { readonly lon: number; readonly lat: number }) =>
    [WIDTH / 2 + (lon - middle.lon) * squeeze * scale, HEIGHT / 2 - (lat - middle.lat) * scale] as const;
  const highest = new Map<string, TracedSources['readings'][number]>();
  for (const reading of traced.readings) {
    if ((highest.get(reading.station)?.value ?? -1) < reading.value) highest.set(reading.station, reading);
  }
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className={styles.traceMap}
      role="img"
      aria-label={traced.point.station}
      data-testid="trace-map"
    >
      {[...highest.values()].map((reading) => {
        const [x, y] = at(reading);
        // A plume seen backwards: a wedge towards where the wind came from.
        const wedge = [-14, 14].map((side) => {
          const bearing = ((reading.wind.from + side) * Math.PI) / 180;
          return `${x + 260 * Math.sin(bearing)},${y - 260 * Math.cos(bearing)}`;
        });
        const strong = reading.value > 2 * traced.background;
        return (
          <g key={reading.station}>
            {strong ? <polygon points={`${x},${y} ${wedge.join(' ')}`} fill="var(--c-band)" /> : null}
            <circle
              cx={x}
              cy={y}
              r={strong ? 7 : 5}
              fill={strong ? 'var(--c-5)' : 'var(--c-2)'}
              stroke="var(--m-halo)"
              strokeWidth="1.5"
            />
            <text x={x + 10} y={y + 4}>
              {significant(reading.value, 2)}
            </text>
          </g>
        );
      })}
      {traced.ranked.slice(0, 15).map((one, i) => {
        const [x, y] = at(one);
        return (
          <g key={one.id}>
            <rect
              x={x - 4 - 8 * one.share}
              y={y - 4 - 8 * one.share}
              width={8 + 16 * one.share}
              height={8 + 16 * one.share}
              fill="var(--c-1)"
              opacity={0.35 + 0.65 * one.share}
            />
            {i < 4 ? (
              <text x={x + 12} y={y + 4}>
                {i + 1} {one.name.slice(0, 16)}
              </text>
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}
