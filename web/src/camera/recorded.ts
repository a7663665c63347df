import type { CameraRecordings } from '@anlan/kernel/camera';
import type { Past } from '@anlan/kernel/media';

/** Files that follow one another within so many ms are one recording. */
const JOINED_MS = 2000;
/** A recording is played in pieces of an hour at most: a choice in a list, not a day in one stretch. */
const LONGEST_MS = 3_600_000;

/** Chinese wall clock as devices say it, with or without a zone of its own. */
function timeOf(text: string): number {
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}+08:00`);
}

/** What a device says it recorded, within a time: overlaps and files without a gap joined, then cut at full hours. */
export function recordedIn(rows: CameraRecordings['rows'], { from, to }: Past): Past[] {
  const within = rows
    .map((row) => ({ from: Math.max(from, timeOf(row.from)), to: Math.min(to, timeOf(row.to)) }))
    .filter((span) => span.to > span.from)
    .toSorted((a, b) => a.from - b.from);
  const joined: Past[] = [];
  for (const span of within) {
    const last = joined.at(-1);
    if (last === undefined || span.from > last.to + JOINED_MS) joined.push(span);
    else joined.splice(-1, 1, { from: last.from, to: Math.max(last.to, span.to) });
  }
  return joined.flatMap(inHours);
}

function inHours({ from, to }: Past): Past[] {
  const parts: Past[] = [];
  for (let begin = from; begin < to;) {
    const end = Math.min(to, (Math.floor(begin / LONGEST_MS) + 1) * LONGEST_MS);
    parts.push({ from: begin, to: end });
    begin = end;
  }
  return parts;
}
