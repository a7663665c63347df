export interface Part {
  readonly text: string;
  readonly kind: 'same' | 'del' | 'ins';
}

/** Longest texts that are compared sign by sign; beyond, the whole is shown as replaced. */
const MOST = 3000;

/** What stands in one text and not in the other, in order: a longest common subsequence of signs. */
export function partsOf(before: string, after: string): Part[] {
  const a = [...before];
  const b = [...after];
  if (a.length > MOST || b.length > MOST)
    return [
      { text: before, kind: 'del' },
      { text: after, kind: 'ins' },
    ];
  const width = b.length + 1;
  const length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      length[i * width + j] =
        a[i] === b[j]
          ? length[(i + 1) * width + j + 1]! + 1
          : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
  const parts: { text: string; kind: Part['kind'] }[] = [];
  const put = (text: string, kind: Part['kind']) => {
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push({ text, kind });
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      put(a[i]!, 'same');
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && length[(i + 1) * width + j]! >= length[i * width + j + 1]!)) {
      put(a[i]!, 'del');
      i += 1;
    } else {
      put(b[j]!, 'ins');
      j += 1;
    }
  }
  return parts;
}
