import { expect, it } from 'vitest';

const TYPED = /<(Input(?:\.TextArea|\.Search|\.Password)?|input|textarea)\b(?!\.OTP|Number)/g;
/** What nobody types letters into, and what takes its length from elsewhere. */
const NO_TEXT =
  /type="(?:date|file|datetime-local|checkbox|radio|number|month|time|range|color|hidden)"|readOnly hidden|\{\.\.\.shared\}/;

/** The tag that begins at `from`, with what stands in its braces. */
function tagAt(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    else if (text[at] === '>' && depth === 0 && text[at - 1] !== '=') return text.slice(from, at);
  }
  return text.slice(from);
}

const endless = (text: string): string[] =>
  [...text.matchAll(TYPED)]
    .map(({ index }) => tagAt(text, index))
    .filter((tag) => !NO_TEXT.test(tag) && !tag.includes('maxLength'));

it('lets nobody type without end: every box has its longest length', () => {
  const sources = import.meta.glob<string>(['../**/*.tsx', '!../**/*.test.tsx'], {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  expect(Object.keys(sources).length).toBeGreaterThan(200);
  const found = Object.entries(sources).flatMap(([path, text]) => endless(text).map((tag) => `${path}: ${tag}`));
  expect(found).toEqual([]);
  expect(endless('<Input value={a > 1 ? b : c} />')).toHaveLength(1);
  expect(endless('<Input maxLength={80} /><input type="file" />')).toEqual([]);
});
