/** A day as documents write it: `2026-03-05` → 2026年3月5日; anything else is left out as a blank. */
export function dateText(day: unknown): string {
  const found = typeof day === 'string' ? /^(\d{4})-(\d{2})-(\d{2})/.exec(day) : null;
  if (found === null) return '＿＿＿＿年＿＿月＿＿日';
  return `${found[1]}年${Number(found[2])}月${Number(found[3])}日`;
}

/** Official number (GB/T 9704-2012 7.2.5): word, year in 〔〕, running number without leading zeros. */
export function numberText(word: string, year: number, running: number): string {
  return `${word}〔${year}〕${running}号`;
}

/** A text of the facts, or the blank that paper has for it. */
export function firmText(value: unknown, blank = '＿＿＿＿'): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : blank;
}

/** Names of persons in a fact such as `张三（执法证 0237）、李四 13800000000`: runs of two to six Chinese characters. */
export function namesIn(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  return value.split(/[^\p{Script=Han}·]+/u).filter((part) => /^[\p{Script=Han}·]{2,6}$/u.test(part));
}
