const DIGITS = '零一二三四五六七八九';
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/** 四十一 → 41, 一千二百六十 → 1260; digits of either width are taken as they are; undefined = no number. */
export function fromChinese(text: string): number | undefined {
  const plain = text.replaceAll(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  if (/^\d{1,5}$/.test(plain)) return Number(plain);
  let total = 0;
  let digit = -1;
  for (const sign of plain.replaceAll('〇', '零').replaceAll('两', '二')) {
    const unit = UNITS[sign];
    if (unit !== undefined) {
      total += (digit === -1 || digit === 0 ? 1 : digit) * unit;
      digit = -1;
      continue;
    }
    const value = DIGITS.indexOf(sign);
    if (value < 0) return undefined;
    digit = value;
  }
  if (digit > 0) total += digit;
  return plain === '' || total === 0 ? undefined : total;
}

/** 41 → 四十一, 1260 → 一千二百六十 (1 … 9999). */
export function toChinese(value: number): string {
  let text = '';
  let rest = value;
  let gap = false;
  for (const [unit, sign] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(rest / unit);
    rest %= unit;
    if (digit === 0) {
      gap = text !== '';
      continue;
    }
    if (gap) text += '零';
    gap = false;
    text += `${DIGITS[digit]}${sign}`;
  }
  return text.startsWith('一十') ? text.slice(1) : text;
}
