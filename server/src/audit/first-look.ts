/** A second look within this time is the same reading: a page that renews itself is no new one. */
const SAME_READING_MS = 10 * 60_000;
const MOST = 20_000;

const looks = new Map<string, number>();

/** Is this the first look at something by somebody for a while (epoch ms)? Bounded; the oldest looks are forgotten. */
export function isFirstLook(who: string, what: string, now = Date.now()): boolean {
  const key = `${who} ${what}`;
  const before = looks.get(key);
  if (before !== undefined && now - before < SAME_READING_MS) return false;
  looks.delete(key);
  looks.set(key, now);
  const [oldest] = looks.keys();
  if (looks.size > MOST && oldest !== undefined) looks.delete(oldest);
  return true;
}
