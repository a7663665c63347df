import type { SparkplugSource } from '@anlan/kernel/collection';
import type { IntakeRefusal, Signal } from '@anlan/kernel/telemetry';
import { type Metric, numberOf } from './payload.ts';

const DAY = 86_400_000;

/** A metric as its birth named it. */
interface Born {
  readonly name: string;
  readonly datatype: number | undefined;
}

/** What is known of a device, or of the node itself, since its birth. */
export interface Being {
  readonly identity: string;
  readonly byName: Map<string, Born>;
  readonly byAlias: Map<number, Born>;
  /** The last number of each point, to be marked bad when the device dies. */
  readonly last: Map<string, number>;
}

/** Which metric is which point. */
export type Points = ReadonlyMap<string, SparkplugSource>;

/** The sources of a collection by the name of their metric. */
export function pointsOf(sources: readonly SparkplugSource[]): Points {
  return new Map(sources.map((source) => [source.metric, source]));
}

/** Metrics by which a node is controlled and described; they measure nothing. */
export function isControl(name: string): boolean {
  return name === 'bdSeq' || /^(Node Control|Device Control|Node Info|Properties)\//.test(name);
}

type Read = { readonly signal: Signal | undefined } | { readonly refused: IntakeRefusal; readonly detail: string };

/** What a metric says of a point; no signal for what measures nothing or is not collected. `sent` is the payload's time. */
export function readMetric(being: Being, metric: Metric, sent: number | undefined, points: Points, now: number): Read {
  const born = metric.name === undefined ? being.byAlias.get(metric.alias ?? -1) : being.byName.get(metric.name);
  if (born === undefined)
    return { refused: 'unknown-point', detail: `metric ${metric.name ?? `alias ${metric.alias}`}` };
  const source = points.get(born.name);
  // With metrics assigned, what is not among them is not collected.
  if (isControl(born.name) || (source === undefined && points.size > 0)) return { signal: undefined };
  const point = source?.point ?? born.name;
  const at = metric.timestamp ?? sent ?? now;
  if (at > now + DAY) return { refused: 'clock-skew', detail: `${born.name} ${at}` };
  const raw = numberOf({ ...metric, datatype: metric.datatype ?? born.datatype });
  if (raw !== undefined) {
    const value = raw * (source?.scale ?? 1) + (source?.offset ?? 0);
    if (!metric.historical) being.last.set(point, value);
    return { signal: { kind: 'reading', point, at, value, quality: 'good' } };
  }
  const last = being.last.get(point);
  if (!metric.isNull || last === undefined) return { refused: 'not-a-number', detail: born.name };
  return { signal: { kind: 'reading', point, at, value: last, quality: 'bad' } };
}
