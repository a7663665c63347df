import { pinyin } from 'pinyin-pro';

/** Pinyin initials of a name in lower case, for search: 上饶市 → srs, 重庆 → cq; Latin letters and digits stay. */
export function initialsOf(name: string): string {
  const letters = pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'spaced' });
  return letters
    .join('')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

/** Names repeat, and reading one takes a third of a millisecond: the last thirty thousand are remembered. */
const REMEMBERED = 30_000;
const known = new Map<string, string>();

/**
 * What `initials` of a record holds: its initials, a blank, its full pinyin (shangraoshi). Records sort and are searched
 * by it.
 */
export function searchKeyOf(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const full = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    .join('')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
  const key = `${initialsOf(name)} ${full}`.trim();
  if (known.size >= REMEMBERED) known.delete(known.keys().next().value as string);
  known.set(name, key);
  return key;
}
