/** A text in which the searched words stand out. */
export function Marked({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  const wanted = words.filter((word) => word !== '').toSorted((a, b) => b.length - a.length);
  if (wanted.length === 0) return <>{text}</>;
  const pattern = new RegExp(
    `(${wanted.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`,
    'giu',
  );
  // A pattern with one group splits into text, word, text, word …
  return <>{text.split(pattern).map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part))}</>;
}

/** The part of a long text around the first of the words, at most `room` signs. */
export function around(text: string, words: readonly string[], room: number): string {
  if (text.length <= room) return text;
  const lower = text.toLowerCase();
  const places = words.map((word) => lower.indexOf(word.toLowerCase())).filter((place) => place >= 0);
  const from = Math.max(0, Math.min(...(places.length === 0 ? [0] : places)) - Math.floor(room / 3));
  const cut = text.slice(from, from + room);
  return `${from > 0 ? '…' : ''}${cut}${from + room < text.length ? '…' : ''}`;
}
