import styles from './Spark.module.css';

interface SparkProps {
  readonly at: readonly number[];
  readonly value: readonly (number | null)[];
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
}

/** SVG path of a series, broken where values are missing. Empty without two values. */
export function sparkPath(
  at: readonly number[],
  value: readonly (number | null)[],
  width: number,
  height: number,
): string {
  const known = value.filter((one) => one !== null);
  const [from, to] = [at[0] ?? 0, at.at(-1) ?? 0];
  if (known.length < 2 || to <= from) return '';
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const span = high - low || 1;
  let pen = 'M';
  let path = '';
  value.forEach((one, index) => {
    if (one === null) {
      pen = 'M';
      return;
    }
    const x = (((at[index] as number) - from) / (to - from)) * width;
    const y = high === low ? height / 2 : height - 2 - ((one - low) / span) * (height - 4);
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
  });
  return path;
}

/** A trend without axes, for tiles. */
export function Spark({ at, value, width = 68, height = 22 }: SparkProps) {
  return (
    <svg className={styles.spark} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      <path d={sparkPath(at, value, width, height)} />
    </svg>
  );
}
