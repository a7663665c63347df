const HOUR = 3_600_000;

/** A moment as a case writes it, and how to write another one in the same way. */
export interface Moment {
  /** Milliseconds since 1970; of the day 1970-01-01 where only a time is written. */
  readonly at: number;
  readonly write: (at: number) => string;
}

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * Reads “2024-05-01T10:00”, “2024-05-01 10:00:00+08:00” or “10:00” and writes moments in the same form and time zone;
 * undefined for other texts.
 */
export function moment(text: string): Moment | undefined {
  const match = /^(?:(\d{4}-\d{2}-\d{2})([T ]))?(\d{1,2}):(\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const [, day, between = 'T', hours = '0', minutes = '0', seconds, zone = ''] = match;
  const base = Date.parse(`${day ?? '1970-01-01'}T00:00:00Z`);
  const write = (at: number): string => {
    const date = new Date(at);
    const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${seconds ? `:${two(date.getUTCSeconds())}` : ''}`;
    return day === undefined ? clock : `${date.toISOString().slice(0, 10)}${between}${clock}${zone}`;
  };
  return {
    at: base + Number(hours) * HOUR + Number(minutes) * 60_000 + Number((seconds ?? ':0').slice(1)) * 1000,
    write,
  };
}
