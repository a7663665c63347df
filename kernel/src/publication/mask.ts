/** Phone and identity numbers as anybody may write them, with blanks or dashes between the groups. */
const IDENTITY = /(?<!\d)(\d{6})[ -]?\d{4}[ -]?\d{4}[ -]?(\d{3}[\dXx])(?![\dXx])/g;
const MOBILE = /(?<!\d)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)/g;
const LANDLINE = /(?<!\d)(0\d{2,3})[ -]\d{3,4}[ -]?(\d{4})(?!\d)/g;
const LETTER = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** A person's name as the public reads it: the first character and stars (张** for 张建国). */
export function maskName(name: string): string {
  const letters = [...name.trim()];
  return letters.length === 0 ? '' : `${letters[0]}${'*'.repeat(Math.min(2, Math.max(1, letters.length - 1)))}`;
}

/** Text as the public reads it: the named persons, telephone and identity numbers and e-mail addresses masked. */
export function maskText(text: string, names: readonly string[] = []): string {
  const numbers = text
    .replaceAll(LETTER, '***@***')
    .replaceAll(IDENTITY, '$1********$2')
    .replaceAll(MOBILE, '$1****$2')
    .replaceAll(LANDLINE, '$1-****$2');
  // The longest first: 张建国 before 张建.
  const known = [...new Set(names.map((name) => name.trim()).filter((name) => [...name].length > 1))];
  return known
    .sort((one, other) => other.length - one.length)
    .reduce((masked, name) => masked.replaceAll(name, maskName(name)), numbers);
}

/** Any structure with every text in it masked; keys and other values stay. */
export function maskDeep<T>(value: T, names: readonly string[]): T {
  if (typeof value === 'string') return maskText(value, names) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => maskDeep(one, names)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, maskDeep<unknown>(one, names)])) as T;
}
